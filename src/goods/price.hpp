#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "base/money.hpp"
#include "base/result.hpp"

/// The price of a good as its clients write it: a JSON number in any spelling. Clients compute it
/// in floating point (`price * 10000000` in PHP), so that `5000000.0`, `5e6` and
/// `10049999.9999999` mean whole numbers.
namespace farthing::goods {

/// As much as an amount on the network can be. There are fewer lumens than that, but what nobody
/// can pay is the publisher's business.
constexpr auto kMaxPrice = base::Stroops::max();

/// What one satoshi of an old price is sold at, unless the store sells at the current rate:
/// SatoshiPay moved its merchants' prices from Bitcoin to Stellar at 0.000625 lumens.
constexpr std::int64_t kStroopsPerSatoshi = 6'250;

/// A price in version 1 of the API, in satoshis, of which 100,000,000 make one bitcoin. More than
/// nothing, and at most what kMaxPrice is at the fixed rate, rounded up.
class Satoshis {
public:
    static constexpr std::int64_t kMax = kMaxPrice.value() / kStroopsPerSatoshi + 1;

    static constexpr Satoshis of(std::int64_t value) {
        base::ensure(value > 0 && value <= kMax);
        return Satoshis(value);
    }

    constexpr std::int64_t value() const { return value_; }
    constexpr auto operator<=>(Satoshis const&) const = default;

private:
    constexpr explicit Satoshis(std::int64_t value) : value_(value) {}

    std::int64_t value_;
};

/// How many satoshis a lumen costs. Not more than a bitcoin's.
class SatoshiRate {
public:
    static constexpr std::int64_t kMax = 100'000'000;

    /// invalid_request when it is not from 1 to kMax.
    static base::Result<SatoshiRate> parse(std::int64_t satoshis_per_lumen);

    constexpr std::int64_t value() const { return value_; }

private:
    constexpr explicit SatoshiRate(std::int64_t value) : value_(value) {}

    std::int64_t value_;
};

/// Reads a number of stroops. Exact decimal arithmetic; a number within a millionth of a whole one
/// is that one. invalid_request for what is no JSON number, has a fraction, is not positive, or is
/// more than kMaxPrice.
base::Result<base::Stroops> parse_price(std::string_view number);

/// The same for a number of satoshis (version 1 of the API).
base::Result<Satoshis> parse_satoshi_price(std::string_view number);

/// What so many satoshis are sold at, and not more than kMaxPrice: at the fixed rate, or at the
/// current one, rounded up.
base::Stroops in_stroops(Satoshis price);
base::Stroops in_stroops(Satoshis price, SatoshiRate rate);

/// A price at the fixed rate, rounded up.
Satoshis in_satoshis(base::Stroops price);

}  // namespace farthing::goods
