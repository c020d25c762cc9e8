#include "goods/price.hpp"

#include <optional>
#include <string>

#include "base/json_number.hpp"

namespace farthing::goods {
namespace {

/// Decimals behind the point that decide whether a number counts as whole.
constexpr std::size_t kTolerance = 6;

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
    auto const number = base::parse_json_number(text);
    if (!number) return std::nullopt;
    auto const up = nearest(number->decimals);
    if (!up || number->whole > kMaxPrice.value() - *up) return std::nullopt;
    return number->whole + *up;
}

base::Result<std::int64_t> price_of(std::string_view text, std::int64_t most, char const* unit) {
    auto const number = whole_number(text);
    if (number && *number > 0 && *number <= most) return *number;
    return base::fail(base::Errc::invalid_request, "\"price\" must be a positive whole number of " +
                                                       std::string(unit) + ", at most " +
                                                       std::to_string(most));
}

}  // namespace

base::Result<base::Stroops> parse_price(std::string_view number) {
    auto const stroops = price_of(number, kMaxPrice.value(), "stroops (10000000 to the lumen)");
    if (!stroops) return stroops.error();
    return base::Stroops::of(*stroops);
}

base::Result<Satoshis> parse_satoshi_price(std::string_view number) {
    auto const satoshis = price_of(number, Satoshis::kMax, "satoshis");
    if (!satoshis) return satoshis.error();
    return Satoshis::of(*satoshis);
}

base::Result<SatoshiRate> SatoshiRate::parse(std::int64_t satoshis_per_lumen) {
    if (satoshis_per_lumen > 0 && satoshis_per_lumen <= kMax)
        return SatoshiRate(satoshis_per_lumen);
    return base::fail(base::Errc::invalid_request,
                      "a lumen must cost from 1 to 100000000 satoshis");
}

base::Stroops in_stroops(Satoshis price) {
    if (price.value() > kMaxPrice.value() / kStroopsPerSatoshi) return kMaxPrice;
    return base::Stroops::of(price.value() * kStroopsPerSatoshi);
}

base::Stroops in_stroops(Satoshis price, SatoshiRate rate) {
    constexpr auto kMaxLumens = kMaxPrice.value() / base::Stroops::kPerLumen;
    auto const lumens = price.value() / rate.value();
    if (lumens > kMaxLumens) return kMaxPrice;
    // Less than 10^8 times 10^7.
    auto const rest = price.value() % rate.value() * base::Stroops::kPerLumen;
    auto const stroops = (rest + rate.value() - 1) / rate.value();
    auto const sum = base::add(base::Stroops::lumens(lumens), base::Stroops::of(stroops));
    return sum ? *sum : kMaxPrice;
}

Satoshis in_satoshis(base::Stroops price) {
    auto const whole = price.value() / kStroopsPerSatoshi;
    return Satoshis::of(whole + (price.value() % kStroopsPerSatoshi > 0 ? 1 : 0));
}

}  // namespace farthing::goods
