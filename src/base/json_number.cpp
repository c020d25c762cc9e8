#include "base/json_number.hpp"

#include "base/ascii.hpp"
#include "base/numbers.hpp"

namespace farthing::base {
namespace {

/// Longer numbers are nobody's.
constexpr std::size_t kMaxText = 400;
constexpr std::int64_t kMaxExponent = 1'000;
constexpr std::int64_t kMaxDigits = 19;

/// digits x 10^exponent, without leading zeros.
struct Decimal {
    std::string digits;
    std::int64_t exponent = 0;
};

/// What follows `e`: digits with or without a sign.
std::optional<std::int64_t> parse_exponent(std::string_view text) {
    if (text.starts_with("+-")) return std::nullopt;
    if (text.starts_with('+')) text.remove_prefix(1);
    auto const exponent = parse_int<std::int64_t>(text, LeadingZeros::allowed);
    if (!exponent || *exponent > kMaxExponent || *exponent < -kMaxExponent) return std::nullopt;
    return *exponent;
}

/// A number of JSON's grammar (RFC 8259 section 6) that is not negative.
std::optional<Decimal> parse_decimal(std::string_view text) {
    if (text.size() > kMaxText) return std::nullopt;
    auto const whole = take_digits(text);
    if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
    Decimal decimal{.digits = std::string(whole)};
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        auto const fraction = take_digits(text);
        if (fraction.empty()) return std::nullopt;
        decimal.digits += fraction;
        decimal.exponent = -static_cast<std::int64_t>(fraction.size());
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        auto const exponent = parse_exponent(text.substr(1));
        if (!exponent) return std::nullopt;
        decimal.exponent += *exponent;
        text = {};
    }
    if (!text.empty()) return std::nullopt;
    decimal.digits.erase(0, decimal.digits.find_first_not_of('0'));
    return decimal;
}

}  // namespace

std::optional<JsonNumber> parse_json_number(std::string_view text) {
    auto decimal = parse_decimal(text);
    if (!decimal) return std::nullopt;
    auto& digits = decimal->digits;
    if (digits.empty()) return JsonNumber{};
    if (static_cast<std::int64_t>(digits.size()) + decimal->exponent > kMaxDigits)
        return std::nullopt;
    if (decimal->exponent > 0) digits.append(static_cast<std::size_t>(decimal->exponent), '0');
    auto const decimals = static_cast<std::size_t>(decimal->exponent < 0 ? -decimal->exponent : 0);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    auto const whole = digits.size() - decimals;
    auto const number = parse_int<std::int64_t>(std::string_view(digits).substr(0, whole));
    if (!number) return std::nullopt;
    return JsonNumber{.whole = *number, .decimals = digits.substr(whole)};
}

}  // namespace farthing::base
