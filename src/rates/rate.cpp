#include "rates/rate.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/json_number.hpp"
#include "base/numbers.hpp"

namespace farthing::rates {
namespace {

using base::Errc;
using base::fail;
using base::Result;

constexpr std::size_t kCodeLetters = 3;
constexpr std::size_t kDecimals = 8;

base::Error not_a_rate() {
    return fail(Errc::invalid_request,
                "a rate is a positive decimal number of at most 1000000, such as 0.1448");
}

}  // namespace

Result<Currency> Currency::parse(std::string_view text) {
    if (text.size() != kCodeLetters || !std::ranges::all_of(text, base::is_letter))
        return fail(Errc::invalid_request, "a currency is a code of three letters, such as EUR");
    std::string code(text);
    for (auto& c : code) c = base::to_upper(c);
    return Currency(std::move(code));
}

Result<Rate> parse_rate(std::string_view text) {
    auto const number = base::parse_json_number(text);
    if (!number || number->whole > Rate::kMax / Rate::kPerUnit) return not_a_rate();
    auto decimals = number->decimals;
    bool const rounds_up = decimals.size() > kDecimals && decimals[kDecimals] >= '5';
    decimals.resize(kDecimals, '0');
    auto const fraction = base::parse_int<std::int64_t>(decimals, base::LeadingZeros::allowed);
    auto const scaled = number->whole * Rate::kPerUnit + *fraction + (rounds_up ? 1 : 0);
    if (scaled < 1 || scaled > Rate::kMax) return not_a_rate();
    return Rate::of(scaled);
}

std::string to_json_number(std::int64_t scaled) {
    auto const whole = std::to_string(scaled / Rate::kPerUnit);
    auto decimals = std::to_string(Rate::kPerUnit + scaled % Rate::kPerUnit).substr(1);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    return decimals.empty() ? whole : whole + "." + decimals;
}

}  // namespace farthing::rates
