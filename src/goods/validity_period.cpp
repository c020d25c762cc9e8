#include "goods/validity_period.hpp"

#include <array>
#include <optional>
#include <string>

#include "base/ascii.hpp"
#include "base/json_number.hpp"

namespace farthing::goods {
namespace {

constexpr std::size_t kMaxText = 100;

struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
};

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kWeek = 7 * kDay;
constexpr std::int64_t kYear = 31'557'600'000;

constexpr std::array<Unit, 32> kUnits{{
    {"", 1},         {"milliseconds", 1},  {"millisecond", 1},  {"msecs", 1},      {"msec", 1},
    {"ms", 1},       {"seconds", kSecond}, {"second", kSecond}, {"secs", kSecond}, {"sec", kSecond},
    {"s", kSecond},  {"minutes", kMinute}, {"minute", kMinute}, {"mins", kMinute}, {"min", kMinute},
    {"m", kMinute},  {"hours", kHour},     {"hour", kHour},     {"hrs", kHour},    {"hr", kHour},
    {"h", kHour},    {"days", kDay},       {"day", kDay},       {"d", kDay},       {"weeks", kWeek},
    {"week", kWeek}, {"w", kWeek},         {"years", kYear},    {"year", kYear},   {"yrs", kYear},
    {"yr", kYear},   {"y", kYear},
}};

std::optional<std::int64_t> unit_of(std::string_view name) {
    auto const wanted = base::to_lower(name);
    for (auto const& unit : kUnits)
        if (unit.name == wanted) return unit.milliseconds;
    return std::nullopt;
}

/// The number before the unit: digits before the point, digits after it, and what follows.
struct Split {
    std::string_view whole;
    std::string_view fraction;
    std::string_view unit;
};

std::optional<Split> split(std::string_view text) {
    Split parts;
    parts.whole = base::take_digits(text);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        parts.fraction = base::take_digits(text);
        if (parts.fraction.empty()) return std::nullopt;
    }
    if (parts.whole.empty() && parts.fraction.empty()) return std::nullopt;
    while (text.starts_with(' ')) text.remove_prefix(1);
    parts.unit = text;
    return parts;
}

constexpr std::int64_t kTooLong = kMaxValidityPeriod.count() + 1;

/// whole x unit, or kTooLong.
std::int64_t whole_part(std::string_view digits, std::int64_t unit) {
    std::int64_t number = 0;
    for (auto const c : digits) {
        number = number * 10 + (c - '0');
        if (number > kTooLong / unit) return kTooLong;
    }
    return number * unit;
}

/// 0.fraction x unit, rounded half up: long division, one decimal digit at a time from the last to
/// the first.
std::int64_t fraction_part(std::string_view digits, std::int64_t unit) {
    // Twenty digits decide the rounding of any unit here; the rest is far below half a millisecond.
    digits = digits.substr(0, 20);
    std::int64_t whole = 0;
    std::int64_t rest_times_ten = 0;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        auto const sum = (*digit - '0') * unit + whole;
        whole = sum / 10;
        rest_times_ten = sum % 10;
    }
    return whole + (rest_times_ten >= 5 ? 1 : 0);
}

base::Error refuse() {
    return base::fail(
        base::Errc::invalid_request,
        "\"purchaseValidityPeriod\" must be a positive period of at most 100 years, such as "
        "\"5s\", \"60000\", \"2.5 hrs\", \"2 days\" or \"1y\"");
}

}  // namespace

base::Result<ValidityPeriod> parse_validity_period(std::string_view text) {
    if (text.empty() || text.size() > kMaxText) return refuse();
    auto const parts = split(text);
    if (!parts) return refuse();
    auto const unit = unit_of(parts->unit);
    if (!unit) return refuse();
    auto const whole = whole_part(parts->whole, *unit);
    if (whole == kTooLong) return refuse();
    return validity_period_of(whole + fraction_part(parts->fraction, *unit));
}

base::Result<ValidityPeriod> parse_validity_number(std::string_view number) {
    auto const parsed = base::parse_json_number(number);
    if (!parsed) return refuse();
    if (parsed->decimals.find_first_not_of('0') != parsed->decimals.npos)
        return base::fail(base::Errc::invalid_request,
                          "\"purchaseValidityPeriod\" as a number must be whole milliseconds, such "
                          "as 60000; text may have a unit, such as \"1.5s\"");
    return validity_period_of(parsed->whole);
}

base::Result<ValidityPeriod> validity_period_of(std::int64_t milliseconds) {
    if (milliseconds <= 0 || milliseconds > kMaxValidityPeriod.count()) return refuse();
    return ValidityPeriod(milliseconds);
}

}  // namespace farthing::goods
