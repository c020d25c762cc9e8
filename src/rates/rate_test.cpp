#include "rates/rate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace farthing::rates {
namespace {

std::int64_t scaled(std::string_view text) {
    auto const rate = parse_rate(text);
    return rate ? rate->scaled() : 0;
}

TEST(Rate, IsReadInEverySpellingOfJson) {
    struct Case {
        char const* text;
        std::int64_t scaled;
    };
    for (auto const& c :
         std::initializer_list<Case>{{"0.1448", 14'480'000},
                                     {"1", 100'000'000},
                                     {"12", 1'200'000'000},
                                     {"1.448e-1", 14'480'000},
                                     {"1448E-4", 14'480'000},
                                     {"0.001448e+2", 14'480'000},
                                     {"1e-8", 1},
                                     {"0.10000000000000000000000000001", 10'000'000},
                                     {"1000000", Rate::kMax},
                                     {"1e6", Rate::kMax}})
        EXPECT_EQ(scaled(c.text), c.scaled) << c.text;
}

TEST(Rate, IsRoundedHalfUpToEightDecimals) {
    EXPECT_EQ(scaled("0.123456784999"), 12'345'678);
    EXPECT_EQ(scaled("0.123456785"), 12'345'679);
    EXPECT_EQ(scaled("0.999999995"), 100'000'000);
    EXPECT_EQ(scaled("5e-9"), 1);
    EXPECT_EQ(scaled("0.000000005"), 1);
    EXPECT_EQ(scaled("49e-10"), 0);
}

TEST(Rate, RefusesWhatIsNoPriceOfALumen) {
    for (auto const* text : {"",
                             "0",
                             "0.0",
                             "-1",
                             "+1",
                             "1.",
                             ".5",
                             " 1",
                             "1 ",
                             "1,5",
                             "0x1",
                             "NaN",
                             "Infinity",
                             "1e",
                             "1e+",
                             "1e-400",
                             "1e400",
                             "1e99999999999999999999",
                             "1e--5",
                             "1e+-5",
                             "1000000.000000005",
                             "1000001",
                             "99999999999999999999999999",
                             "1e-9",
                             "1.5.5",
                             "1e5e5"})
        EXPECT_FALSE(parse_rate(text)) << text;
    EXPECT_FALSE(parse_rate(std::string(101, '1')));
    EXPECT_FALSE(parse_rate("0." + std::string(500, '1')));
}

TEST(Rate, WhatIsWrittenIsReadBackWhateverTheRate) {
    std::mt19937_64 random(20261128);
    for (int i = 0; i < 10'000; ++i) {
        auto const bound = std::min<std::uint64_t>(1ULL << (random() % 47), Rate::kMax);
        auto const rate = Rate::of(1 + static_cast<std::int64_t>(random() % bound));
        ASSERT_EQ(scaled(to_json_number(rate.scaled())), rate.scaled());
    }
}

TEST(Rate, IsWrittenWithTheDigitsThatCount) {
    EXPECT_EQ(to_json_number(14'480'000), "0.1448");
    EXPECT_EQ(to_json_number(1), "0.00000001");
    EXPECT_EQ(to_json_number(1'200'000'000), "12");
    EXPECT_EQ(to_json_number(0), "0");
    EXPECT_EQ(to_json_number(6'250'000'000'000'000'000), "62500000000");
}

TEST(Currency, IsThreeLettersOfAnyCase) {
    EXPECT_EQ(Currency::parse("eur")->code(), "EUR");
    EXPECT_EQ(*Currency::parse("UsD"), *Currency::parse("USD"));
    for (auto const* text : {"", "EU", "EURO", "E1R", "E R", "\xc3\xa9UR", "EUR\n", "[UR", "@UR"})
        EXPECT_FALSE(Currency::parse(text)) << text;
}

}  // namespace
}  // namespace farthing::rates
