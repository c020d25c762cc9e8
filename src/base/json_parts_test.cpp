#include "base/json_parts.hpp"

#include <gtest/gtest.h>

namespace farthing::base {
namespace {

using Parts = std::vector<std::string_view>;

TEST(JsonParts, AreTheTextsOfTheValuesInTheirOrder) {
    EXPECT_EQ(json_parts(R"({"a":1.50e2,"b":"x","c":null})"), (Parts{"1.50e2", "\"x\"", "null"}));
    EXPECT_EQ(json_parts(" [ 1 , [ 2 , 3 ] , { \"a\" : 4 } ] "),
              (Parts{"1", "[ 2 , 3 ]", "{ \"a\" : 4 }"}));
}

TEST(JsonParts, ReadsOverWhatStandsInStrings) {
    EXPECT_EQ(json_parts(R"({"a\"}":"]}\\","b":[{"c":"\"[{"},2],"d":3})"),
              (Parts{R"("]}\\")", R"([{"c":"\"[{"},2])", "3"}));
}

TEST(JsonParts, AreFoundByTheFieldsName) {
    constexpr std::string_view kText = R"({"a":1,"pr\u0069ce":5e6,"b":{"price":2}})";
    auto const value = *parse_json(kText);
    auto const parts = json_parts(kText);
    EXPECT_EQ(part_of(value.get_object(), parts, "price"), "5e6");
    EXPECT_EQ(part_of(value.get_object(), parts, "c"), "");
}

TEST(JsonParts, HasNoneOfAnythingElse) {
    for (auto const* text : {"", "  ", "{}", " [ ] ", "7", "\"[1]\"", "null"})
        EXPECT_TRUE(json_parts(text).empty()) << text;
}

}  // namespace
}  // namespace farthing::base
