#include "goods/price.hpp"

#include <gtest/gtest.h>

#include <random>

namespace farthing::goods {
namespace {

struct Case {
    std::string text;
    std::int64_t stroops;
};

/// A case with 0 stroops is one that is refused.
void expect_all(std::initializer_list<Case> cases) {
    for (auto const& c : cases)
        EXPECT_EQ(parse_price(c.text) ? parse_price(c.text)->value() : 0, c.stroops) << c.text;
}

TEST(Price, IsAWholeNumberInAnySpelling) {
    expect_all({
        {"1", 1},
        {"4000", 4'000},
        {"5000000.0", 5'000'000},
        {"5e6", 5'000'000},
        {"5.0E+6", 5'000'000},
        {"50000000e-1", 5'000'000},
        {"1.0e+25", 0},
        {"0.0000005e7", 5},
        {"0.5e1", 5},
        {"1.005e7", 10'050'000},
        {"2147483648", 2'147'483'648},
        {"9007199254740993", 9'007'199'254'740'993},
        {"1000000000000000000", 1'000'000'000'000'000'000},
        {"1e18", 1'000'000'000'000'000'000},
        {"1000000000000000001", 1'000'000'000'000'000'001},
        {"9223372036854775807", 9'223'372'036'854'775'807},
        {"9.223372036854775807e18", 9'223'372'036'854'775'807},
        {"9223372036854775807.0", 9'223'372'036'854'775'807},
    });
}

TEST(Price, ForgivesWhatFloatingPointDoesToAWholeNumberAndNotMore) {
    expect_all({{"10049999.999999998", 10'050'000},
                {"10049999.999999", 10'050'000},
                {"10049999.9999989", 0},
                {"10050000.000000002", 10'050'000},
                {"10050000.000001", 10'050'000},
                {"10050000.0000010000", 10'050'000},
                {"10050000.00000100001", 0},
                {"0.999999", 1},
                {"0.0000001", 0},
                {"999999.9999999e-6", 1},
                {"123456789012345678.5", 0},
                {"999999999999999999.9999999", 1'000'000'000'000'000'000},
                {"9223372036854775806.9999999", 9'223'372'036'854'775'807},
                {"9223372036854775807.0000001", 9'223'372'036'854'775'807},
                {"9223372036854775807.9999999", 0}});
}

TEST(Price, RefusesEverythingElseAndSaysWhatWouldBeRight) {
    for (std::string const text : {"",
                                   "0",
                                   "0.0",
                                   "-0",
                                   "-1",
                                   "-5e6",
                                   "1.5",
                                   "0.5",
                                   "1e-3",
                                   "NaN",
                                   "Infinity",
                                   "nan",
                                   "+1",
                                   " 1",
                                   "1 ",
                                   "01",
                                   "1.",
                                   ".5",
                                   "1e",
                                   "1e+",
                                   "1e5.0",
                                   "0x10",
                                   "1,000",
                                   "1_000",
                                   "9223372036854775807.5",
                                   "9223372036854775808",
                                   "9223372036854775807.999999",
                                   "18446744073709551616",
                                   "1e19",
                                   "1e400",
                                   "1e-400",
                                   "1e999999999999",
                                   "1e-999999999999",
                                   "null",
                                   "\"1\""}) {
        auto const price = parse_price(text);
        ASSERT_FALSE(price) << text;
        EXPECT_NE(price.error().message.find("\"price\" must be a positive whole number"),
                  std::string::npos);
    }
    EXPECT_FALSE(parse_price(std::string(500, '1')));
}

/// The same number is the same price, however the point and the exponent share the work.
TEST(Price, DoesNotDependOnTheSpelling) {
    std::mt19937_64 random(20261128);
    for (int i = 0; i < 20'000; ++i) {
        auto const value = static_cast<std::int64_t>(random() % 1'000'000'000'000'000'000) + 1;
        auto digits = std::to_string(value);
        auto const shift = random() % 25;
        if (digits.size() <= shift) digits.insert(0, shift + 1 - digits.size(), '0');
        if (shift > 0) digits.insert(digits.size() - shift, ".");
        auto const text = digits + "e" + std::to_string(shift);
        ASSERT_EQ(parse_price(text)->value(), value) << text;
    }
}

TEST(Price, OfSatoshisIsSoldAtItsLumensAndKept) {
    EXPECT_EQ(in_stroops(*parse_satoshi_price("4000")).value(), 25'000'000);
    EXPECT_EQ(parse_satoshi_price("4000.0")->value(), 4'000);
    EXPECT_FALSE(parse_satoshi_price("0.5"));
    EXPECT_EQ(in_stroops(*parse_satoshi_price("1475739525896764")).value(),
              9'223'372'036'854'775'000);
    EXPECT_EQ(in_stroops(*parse_satoshi_price("1475739525896765")), kMaxPrice);
    EXPECT_FALSE(parse_satoshi_price("1475739525896766"));
    for (std::int64_t satoshis : {1, 2, 999, 2'000'000})
        EXPECT_EQ(in_satoshis(in_stroops(Satoshis::of(satoshis))).value(), satoshis);
    EXPECT_EQ(in_satoshis(base::Stroops::of(1)).value(), 1);
    EXPECT_EQ(in_satoshis(base::Stroops::of(6'251)).value(), 2);
    EXPECT_EQ(in_satoshis(kMaxPrice).value(), Satoshis::kMax);
}

TEST(Price, OfSatoshisAtTheCurrentRateIsRoundedUp) {
    struct RateCase {
        std::int64_t satoshis;
        std::int64_t rate;
        std::int64_t stroops;
    };
    for (auto const& c :
         {RateCase{250, 250, 10'000'000}, RateCase{1, 250, 40'000}, RateCase{1, 3, 3'333'334},
          RateCase{4'000, 1'600, 25'000'000}, RateCase{1, SatoshiRate::kMax, 1},
          RateCase{SatoshiRate::kMax - 1, SatoshiRate::kMax, 10'000'000},
          RateCase{1'475'739'525'896'764, 1'600, 9'223'372'036'854'775'000},
          RateCase{Satoshis::kMax, 1'600, kMaxPrice.value()},
          RateCase{Satoshis::kMax, 1'599, kMaxPrice.value()},
          RateCase{Satoshis::kMax, 1, kMaxPrice.value()}})
        EXPECT_EQ(in_stroops(Satoshis::of(c.satoshis), *SatoshiRate::parse(c.rate)).value(),
                  c.stroops)
            << c.satoshis << " at " << c.rate;
    EXPECT_FALSE(SatoshiRate::parse(0));
    EXPECT_FALSE(SatoshiRate::parse(SatoshiRate::kMax + 1));
}

}  // namespace
}  // namespace farthing::goods
