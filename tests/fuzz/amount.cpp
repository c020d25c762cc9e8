// Amounts from anybody: what reads follows the grammar, has one normal form, and no sum or
// difference of amounts makes or loses money.

#include <algorithm>
#include <string>

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "base/money.hpp"

using namespace farthing;

namespace {

constexpr std::size_t kDecimals = 7;

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string without_zeros_in_front(std::string_view digits) {
    auto const first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    return std::string(digits.substr(first));
}

/// Compares numbers without making any of them.
bool fits(std::string const& digits) {
    auto const most = std::to_string(base::Stroops::max().value());
    return digits.size() < most.size() || (digits.size() == most.size() && digits <= most);
}

/// The stroops of a text of lumens as digits, by the grammar alone; empty for what it refuses.
std::string stroops_of(std::string_view lumens) {
    auto const point = lumens.find('.');
    auto const whole = lumens.substr(0, point);
    auto const decimals = point == lumens.npos ? "0" : lumens.substr(point + 1);
    if (!is_number(whole) || !is_number(decimals) || decimals.size() > kDecimals) return {};
    std::string digits(whole);
    digits.append(decimals).append(kDecimals - decimals.size(), '0');
    auto stroops = without_zeros_in_front(digits);
    return fits(stroops) ? stroops : "";
}

void check_lumens(std::string_view text) {
    auto const amount = base::parse_lumens(text);
    auto const expected = stroops_of(text);
    base::ensure(amount.has_value() == !expected.empty());
    if (!amount) return;
    base::ensure(std::to_string(amount->value()) == expected);
    auto const horizon = base::to_horizon_amount(*amount);
    base::ensure(horizon.size() - horizon.find('.') == kDecimals + 1);
    base::ensure(*base::parse_lumens(horizon) == *amount);
    base::ensure(*base::parse_lumens(base::to_lumens(*amount)) == *amount);
}

void check_stroops(std::string_view text) {
    auto const amount = base::parse_stroops(text);
    bool const expected =
        is_number(text) && text == without_zeros_in_front(text) && fits(std::string(text));
    base::ensure(amount.has_value() == expected);
    base::ensure(!amount || std::to_string(amount->value()) == text);
}

void check_sum(base::Stroops a, base::Stroops b) {
    auto const sum = base::add(a, b);
    base::ensure(sum.has_value() == (b <= *base::subtract(base::Stroops::max(), a)));
    base::ensure(base::subtract(a, b).has_value() == (b <= a));
    if (!sum) return;
    base::ensure(*base::subtract(*sum, a) == b && *base::subtract(*sum, b) == a);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = base::as_text({data, size});
    check_lumens(text);
    check_stroops(text);
    auto const comma = text.find(',');
    if (comma == text.npos) return 0;
    auto const a = base::parse_lumens(text.substr(0, comma));
    auto const b = base::parse_lumens(text.substr(comma + 1));
    if (a && b) check_sum(*a, *b);
    return 0;
}
