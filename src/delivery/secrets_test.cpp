#include "delivery/secrets.hpp"

#include <gtest/gtest.h>

namespace farthing::delivery {
namespace {

Shelved good(std::string path, std::string_view secret) {
    return {.path = std::move(path), .item = {.shared_secret = base::Secret(secret)}};
}

TEST(Secrets, AreDangerousWhenOneReceiptCouldOpenTwoGoods) {
    constexpr std::string_view kOne = "n1hLnMiJwAwBqT7xVz3KpR8s";
    constexpr std::string_view kOther = "d41d8cd98f00b204e9800998ecf8427e";
    EXPECT_TRUE(secret_warnings({good("/a", kOne), good("/b", kOther)}).empty());

    auto const same = secret_warnings({good("/a", kOne), good("/x", kOther), good("/b", kOne)});
    ASSERT_EQ(same.size(), 1U);
    EXPECT_NE(same[0].find("/a and /b are the same"), std::string::npos) << same[0];

    auto const end = secret_warnings({good("/long", "ICAg" + std::string(kOne)), good("/a", kOne)});
    ASSERT_EQ(end.size(), 1U);
    EXPECT_NE(end[0].find("/a and /long end alike"), std::string::npos) << end[0];

    auto const chain =
        secret_warnings({good("/b", "b" + std::string(kOne)), good("/aa", "aa" + std::string(kOne)),
                         good("/a", "a" + std::string(kOne)), good("/end", kOne)});
    ASSERT_EQ(chain.size(), 3U);
    EXPECT_NE(chain[0].find("/end and /a end alike"), std::string::npos) << chain[0];
    EXPECT_NE(chain[1].find("/a and /aa end alike"), std::string::npos) << chain[1];
    EXPECT_NE(chain[2].find("/end and /b end alike"), std::string::npos) << chain[2];

    auto const weak = secret_warnings({good("/weak", "fifteen letters")});
    ASSERT_EQ(weak.size(), 1U);
    EXPECT_NE(weak[0].find("/weak"), std::string::npos);
    EXPECT_EQ(weak[0].find("fifteen"), std::string::npos);
}

}  // namespace
}  // namespace farthing::delivery
