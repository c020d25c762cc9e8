// Validity periods from merchants: what is read is what the grammar of `ms` reads, and it is the
// same time.

#include <cmath>
#include <cstdlib>
#include <regex>
#include <string>

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "goods/validity_period.hpp"

using namespace farthing;

namespace {

/// The longest text that `ms` looks at.
constexpr std::size_t kMaxText = 100;

/// Milliseconds by another way than the one under test: a regular expression and floating point.
/// NaN for what is no period.
long double reference(std::string const& text) {
    static std::regex const grammar(
        R"((-?(?:\d+)?\.?\d+) *(?:(milliseconds?|msecs?|ms|)|(seconds?|secs?|s)|(minutes?|mins?|m)|)"
        R"((hours?|hrs?|h)|(days?|d)|(weeks?|w)|(years?|yrs?|y)))",
        std::regex::icase);
    constexpr std::array<long double, 7> kUnits{1,      1e3L,     6e4L,         36e5L,
                                                864e5L, 6'048e5L, 31'557'600e3L};
    std::smatch match;
    if (text.size() > kMaxText || !std::regex_match(text, match, grammar)) return std::nanl("");
    auto const number = std::strtold(match[1].str().c_str(), nullptr);
    for (std::size_t i = 0; i < kUnits.size(); ++i)
        if (match[i + 2].matched) return number * kUnits.at(i);
    return std::nanl("");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const text(base::as_text({data, size}));
    auto const period = goods::parse_validity_period(text);
    auto const expected = reference(text);
    base::ensure(period || !period.error().message.empty());
    // Half a millisecond more or less is a question of rounding, which floating point cannot judge.
    constexpr auto kMax = static_cast<long double>(goods::kMaxValidityPeriod.count());
    bool const certain = expected > 0.51L && expected < kMax - 1;
    bool const possible = expected > 0.49L && expected < kMax + 1;
    base::ensure(period ? possible : !certain);
    if (!period) return 0;
    base::ensure(std::abs(static_cast<long double>(period->count()) - expected) < 0.51L);
    base::ensure(*goods::validity_period_of(period->count()) == *period);
    return 0;
}
