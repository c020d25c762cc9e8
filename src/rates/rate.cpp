#include "rates/rate.hpp"

#include "base/numbers.hpp"

namespace farthing::rates {
namespace {

using base::Errc;
using base::fail;
using base::Result;

constexpr std::size_t kCodeLetters = 3;
constexpr int kDecimals = 8;
/// Longer numbers, and larger exponents, are no rates.
constexpr std::size_t kMostCharacters = 100;
constexpr int kLargestExponent = 100;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

base::Error not_a_rate() {
    return fail(Errc::invalid_request,
                "a rate is a positive decimal number of at most 1000000, such as 0.1448");
}

std::string_view take_digits(std::string_view& text) {
    auto const digits = text.substr(0, text.find_first_not_of("0123456789"));
    text.remove_prefix(digits.size());
    return digits;
}

/// A number as `digits` times ten to the power of `exponent`.
struct Decimal {
    std::string digits;
    int exponent = 0;
};

Result<int> parse_exponent(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() != 'e' && text.front() != 'E') return not_a_rate();
    text.remove_prefix(1);
    if (text.starts_with("+-")) return not_a_rate();
    if (text.starts_with('+')) text.remove_prefix(1);
    auto const exponent = base::parse_int<int>(text, base::LeadingZeros::allowed);
    if (!exponent || *exponent > kLargestExponent || *exponent < -kLargestExponent)
        return not_a_rate();
    return exponent;
}

Result<Decimal> parse_decimal(std::string_view text) {
    if (text.size() > kMostCharacters) return not_a_rate();
    auto const whole = take_digits(text);
    std::string_view fraction;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = take_digits(text);
        if (fraction.empty()) return not_a_rate();
    }
    auto const exponent = parse_exponent(text);
    if (whole.empty() || !exponent) return not_a_rate();
    return Decimal{.digits = std::string(whole) + std::string(fraction),
                   .exponent = *exponent - static_cast<int>(fraction.size())};
}

/// The number in units of 10^-8, without what is behind the point, and the first digit there.
struct Split {
    std::string whole;
    char next = '0';
};

Split split(Decimal const& number) {
    auto const shift = number.exponent + kDecimals;
    if (shift >= 0)
        return {.whole = number.digits + std::string(static_cast<std::size_t>(shift), '0')};
    auto const dropped = static_cast<std::size_t>(-shift);
    if (dropped > number.digits.size()) return {.whole = "0"};
    auto const kept = number.digits.size() - dropped;
    return {.whole = "0" + number.digits.substr(0, kept), .next = number.digits[kept]};
}

}  // namespace

Result<Currency> Currency::parse(std::string_view text) {
    std::string code(text);
    for (auto& c : code) {
        if (!is_letter(c)) code.clear();
        if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
    }
    if (code.size() == kCodeLetters) return Currency(std::move(code));
    return fail(Errc::invalid_request, "a currency is a code of three letters, such as EUR");
}

Result<Rate> parse_rate(std::string_view text) {
    auto const number = parse_decimal(text);
    if (!number) return number.error();
    auto const [whole, next] = split(*number);
    auto const scaled = base::parse_int<std::int64_t>(whole, base::LeadingZeros::allowed);
    if (!scaled || *scaled > Rate::kMax) return not_a_rate();
    auto const rounded = *scaled + (next >= '5' ? 1 : 0);
    if (rounded < 1 || rounded > Rate::kMax) return not_a_rate();
    return Rate::of(rounded);
}

std::string to_json_number(std::int64_t scaled) {
    auto const whole = std::to_string(scaled / Rate::kPerUnit);
    auto decimals = std::to_string(Rate::kPerUnit + scaled % Rate::kPerUnit).substr(1);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    return decimals.empty() ? whole : whole + "." + decimals;
}

}  // namespace farthing::rates
