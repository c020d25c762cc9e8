#include "goods/price.hpp"

#include <optional>
#include <string>

#include "base/numbers.hpp"

namespace farthing::goods {
namespace {

/// Longer numbers are nobody's price.
constexpr std::size_t kMaxText = 400;
constexpr std::int64_t kMaxExponent = 1'000;
/// Decimals behind the point that decide whether a number counts as whole.
constexpr std::size_t kTolerance = 6;

/// digits x 10^exponent, without leading zeros.
struct Decimal {
    std::string digits;
    std::int64_t exponent = 0;
};

std::string_view take_digits(std::string_view& text) {
    auto const digits = text.substr(0, text.find_first_not_of("0123456789"));
    text.remove_prefix(digits.size());
    return digits;
}

/// What follows `e`: digits with or without a sign.
std::optional<std::int64_t> parse_exponent(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    auto const exponent = base::parse_int<std::int64_t>(text, base::LeadingZeros::allowed);
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

/// 0 or 1: which whole number `0.decimals` is within a millionth of.
std::optional<std::int64_t> nearest(std::string_view decimals) {
    std::string const first(decimals.substr(0, kTolerance));
    auto const padded = first + std::string(kTolerance - first.size(), '0');
    auto const rest = decimals.substr(first.size());
    bool const ends = rest.find_first_not_of('0') == rest.npos;
    if (padded == "000000" || (padded == "000001" && ends)) return 0;
    if (padded == "999999") return 1;
    return std::nullopt;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    auto decimal = parse_decimal(text);
    if (!decimal) return std::nullopt;
    auto& digits = decimal->digits;
    if (digits.empty()) return 0;
    // Whatever has more digits is more than any price.
    if (static_cast<std::int64_t>(digits.size()) + decimal->exponent > 19) return std::nullopt;
    if (decimal->exponent > 0) digits.append(static_cast<std::size_t>(decimal->exponent), '0');
    auto const decimals = static_cast<std::size_t>(decimal->exponent < 0 ? -decimal->exponent : 0);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    auto const whole = std::string_view(digits).substr(0, digits.size() - decimals);
    auto const number = base::parse_int<std::int64_t>(whole);
    auto const up = nearest(std::string_view(digits).substr(whole.size()));
    if (!number || !up || *number > kMaxPrice.value()) return std::nullopt;
    return *number + *up;
}

base::Result<base::Stroops> price_of(std::string_view text, std::int64_t most, char const* unit) {
    auto const number = whole_number(text);
    if (number && *number > 0 && *number <= most) return base::Stroops::of(*number);
    return base::fail(base::Errc::invalid_request, "\"price\" must be a positive whole number of " +
                                                       std::string(unit) + ", at most " +
                                                       std::to_string(most));
}

}  // namespace

base::Result<base::Stroops> parse_price(std::string_view number) {
    return price_of(number, kMaxPrice.value(), "stroops (10000000 to the lumen)");
}

base::Result<base::Stroops> parse_satoshi_price(std::string_view number) {
    auto const satoshis = price_of(number, kMaxPrice.value() / kStroopsPerSatoshi, "satoshis");
    if (!satoshis) return satoshis;
    return from_satoshis(satoshis->value());
}

base::Stroops from_satoshis(std::int64_t satoshis) {
    return base::Stroops::of(satoshis * kStroopsPerSatoshi);
}

std::int64_t to_satoshis(base::Stroops price) {
    auto const whole = price.value() / kStroopsPerSatoshi;
    return whole + (price.value() % kStroopsPerSatoshi > 0 ? 1 : 0);
}

}  // namespace farthing::goods
