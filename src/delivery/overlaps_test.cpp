#include "delivery/overlaps.hpp"

#include <gtest/gtest.h>

namespace farthing::delivery {
namespace {

Shelved good(std::string path, std::string file, bool is_folder = false) {
    return {.path = std::move(path), .item = {.file = std::move(file), .is_folder = is_folder}};
}

TEST(Overlaps, AreFilesThatTheReceiptOfAnotherGoodOpens) {
    auto const warnings = overlap_warnings(
        {good("/dear", "films/one/dear.ts"), good("/film", "films/one", true),
         good("/all", "films", true), good("/free", "texts/a.txt"), good("/near", "films2/a.ts")});
    ASSERT_EQ(warnings.size(), 3U);
    EXPECT_NE(warnings[0].find("/all also opens films/one/dear.ts of /dear: sell it at "
                               "/all/one/dear.ts"),
              std::string::npos)
        << warnings[0];
    EXPECT_NE(warnings[1].find("/film also opens films/one/dear.ts of /dear"), std::string::npos)
        << warnings[1];
    EXPECT_NE(warnings[2].find("/all also opens films/one of /film"), std::string::npos)
        << warnings[2];
}

TEST(Overlaps, AreNoneWhereTheGoodInsideIsJudgedAtItsOwnPath) {
    EXPECT_TRUE(overlap_warnings({good("/film", "f", true), good("/film/dear.ts", "f/dear.ts"),
                                  good("/film/extra", "f/extra", true)})
                    .empty());
}

}  // namespace
}  // namespace farthing::delivery
