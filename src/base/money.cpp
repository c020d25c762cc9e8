#include "base/money.hpp"

#include "base/numbers.hpp"

namespace farthing::base {
namespace {

constexpr std::size_t kDecimals = 7;

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

Error not_an_amount() {
    return fail(Errc::invalid_request,
                "an amount is digits with at most 7 decimals, below 922337203685.4775808");
}

}  // namespace

Result<Stroops> add(Stroops a, Stroops b) {
    if (a.value() > Stroops::max().value() - b.value())
        return fail(Errc::invalid_request, "the sum of the amounts is too large");
    return Stroops::of(a.value() + b.value());
}

Result<Stroops> subtract(Stroops a, Stroops b) {
    if (b > a) return fail(Errc::invalid_request, "the amount is larger than what there is");
    return Stroops::of(a.value() - b.value());
}

Result<Stroops> parse_lumens(std::string_view text) {
    auto const point = text.find('.');
    auto const whole = text.substr(0, point);
    auto const decimals = point == text.npos ? std::string_view("0") : text.substr(point + 1);
    if (!all_digits(whole) || !all_digits(decimals) || decimals.size() > kDecimals)
        return not_an_amount();

    std::string digits(whole);
    digits.append(decimals).append(kDecimals - decimals.size(), '0');
    auto const stroops = parse_int<std::int64_t>(std::string_view(digits), LeadingZeros::allowed);
    if (!stroops) return not_an_amount();
    return Stroops::of(*stroops);
}

std::string to_horizon_amount(Stroops amount) {
    auto text = std::to_string(amount.value());
    if (text.size() <= kDecimals) text.insert(0, kDecimals + 1 - text.size(), '0');
    text.insert(text.size() - kDecimals, ".");
    return text;
}

std::string to_lumens(Stroops amount) {
    auto text = to_horizon_amount(amount);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

Result<Stroops> parse_stroops(std::string_view text) {
    auto const value = parse_int<std::int64_t>(text);
    if (!value || text.starts_with('-'))
        return fail(Errc::invalid_request, "an amount of stroops is a decimal integer");
    return Stroops::of(*value);
}

}  // namespace farthing::base
