#include "rates/scalars.hpp"

#include <gtest/gtest.h>

namespace farthing::rates {
namespace {

TEST(Scalars, StandUnderTheirJsonPointers) {
    auto const found =
        parse_scalars(R"({"a":{"b":[1,"two",[3.50],{"c":4e-1},null,true,5]},"~/":"x","":{"":-0}})");
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (Scalars{{"/a/b/0", "1"},
                               {"/a/b/1", "two"},
                               {"/a/b/2/0", "3.50"},
                               {"/a/b/3/c", "4e-1"},
                               {"/a/b/6", "5"},
                               {"/~0~1", "x"},
                               {"//", "-0"}}));
}

TEST(Scalars, ANumberKeepsEveryDigitThatWasWritten) {
    constexpr auto kLong = "0.14480000000000000000000000000000000000001";
    EXPECT_EQ(parse_scalars(kLong)->at(""), kLong);
    EXPECT_EQ(parse_scalars("18446744073709551615")->at(""), "18446744073709551615");
    EXPECT_EQ(parse_scalars("\"\\u0041\\n\"")->at(""), "A\n");
}

TEST(Scalars, FarDownInADocumentAreLeftOutHoweverManyTheyAre) {
    std::string text;
    std::string end;
    for (int i = 0; i < 30; ++i) {
        text += "{\"" + std::string(1'000, 'k') + "\":";
        end += '}';
    }
    text += '[';
    for (int i = 0; i < 16'000; ++i) text += "1,";
    auto const found = parse_scalars("[" + text + "1]" + end + ",7]");
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (Scalars{{"/1", "7"}}));
}

TEST(Scalars, AreRefusedWithTheTextAroundThem) {
    for (auto const* text : {"", "{", "{\"a\":1,\"a\":2}", "[1,]", "1 2", "{'a':1}", "\xff"})
        EXPECT_FALSE(parse_scalars(text)) << text;
    EXPECT_FALSE(parse_scalars(std::string(100, '[') + std::string(100, ']')));
}

}  // namespace
}  // namespace farthing::rates
