#include "goods/validity_period.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/vectors.hpp"

namespace farthing::goods {
namespace {

base::json::value vectors() {
    return base::read_vectors("ms.json");
}

/// What SatoshiPay makes of what `ms` answered: a positive whole number of milliseconds, or a
/// refusal.
std::int64_t expected(double ms) {
    auto const rounded = std::floor(ms + 0.5);
    return rounded >= 1 && rounded <= static_cast<double>(kMaxValidityPeriod.count())
               ? static_cast<std::int64_t>(rounded)
               : 0;
}

TEST(ValidityPeriod, ReadsTheDocumentedExamples) {
    struct Case {
        char const* text;
        std::int64_t ms;
    };
    for (auto const& c : std::initializer_list<Case>{{"5s", 5'000},
                                                     {"60000", 60'000},
                                                     {"1m", 60'000},
                                                     {"2.5 hrs", 9'000'000},
                                                     {"2 days", 172'800'000},
                                                     {"1y", 31'557'600'000},
                                                     {"1h", 3'600'000}})
        EXPECT_EQ(parse_validity_period(c.text)->count(), c.ms) << c.text;
}

TEST(ValidityPeriod, AgreesWithTheNpmPackageOnEveryRecordedText) {
    auto const all = vectors();
    std::size_t cases = 0;
    for (auto const& item : all.at("vectors").as_array()) {
        if (item.at("type").as_string() != "string") continue;
        auto const& input = item.at("input").as_string();
        auto const* ms = item.at("result").as_object().if_contains("number");
        auto const wanted =
            ms != nullptr && ms->is_number() ? expected(ms->to_number<double>()) : 0;
        auto const got = parse_validity_period(std::string_view(input.data(), input.size()));
        EXPECT_EQ(got ? got->count() : 0, wanted) << input;
        ++cases;
    }
    EXPECT_GT(cases, 80U);
}

TEST(ValidityPeriod, AsANumberIsWholeMillisecondsInAnySpelling) {
    for (auto const* text :
         {"60000", "60000.0", "6e4", "6E+4", "0.6e5", "600000e-1", "60000.000e0"})
        EXPECT_EQ(parse_validity_number(text)->count(), 60'000) << text;
    EXPECT_EQ(parse_validity_number("1e3")->count(), 1'000);
    EXPECT_EQ(parse_validity_number("3155760000000")->count(), kMaxValidityPeriod.count());
    for (auto const* text : {"1.5", "15e-1", "0.9", "1000.00000000000000000001"}) {
        auto const refused = parse_validity_number(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_NE(refused.error().message.find("whole milliseconds"), std::string::npos) << text;
    }
    for (auto const* text : {"0", "0.0", "-1", "-0", "3155760000001", "1e300", "1e999999", ""})
        EXPECT_FALSE(parse_validity_number(text)) << text;
}

TEST(ValidityPeriod, IsNeverNothingNegativeOrEndless) {
    for (auto const* text : {"0", "-1", "-5s", "101y", "1e309y", "99999999999999999999999y", "0.4"})
        EXPECT_FALSE(parse_validity_period(text)) << text;
    EXPECT_TRUE(parse_validity_period("100y"));
    EXPECT_TRUE(parse_validity_period("0.5"));
    EXPECT_FALSE(parse_validity_period(std::string(10'000, '1')));
}

}  // namespace
}  // namespace farthing::goods
