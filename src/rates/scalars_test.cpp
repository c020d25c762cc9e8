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

TEST(Scalars, AreRefusedWithTheTextAroundThem) {
    for (auto const* text : {"", "{", "{\"a\":1,\"a\":2}", "[1,]", "1 2", "{'a':1}", "\xff"})
        EXPECT_FALSE(parse_scalars(text)) << text;
    EXPECT_FALSE(parse_scalars(std::string(100, '[') + std::string(100, ']')));
}

}  // namespace
}  // namespace farthing::rates
