#pragma once

#include <string_view>

#include "base/money.hpp"
#include "base/result.hpp"

/// The price of a good as its clients write it: a JSON number in any spelling. Clients compute it
/// in floating point (`price * 10000000` in PHP), so that `5000000.0`, `5e6` and
/// `10049999.9999999` mean whole numbers.
namespace farthing::goods {

/// All lumens that there ever were.
constexpr auto kMaxPrice = base::Stroops::lumens(100'000'000'000);

/// What one satoshi of an old price is sold at: SatoshiPay moved its merchants' prices from
/// Bitcoin to Stellar at 0.000625 lumens.
constexpr std::int64_t kStroopsPerSatoshi = 6'250;

/// Reads a number of stroops. Exact decimal arithmetic; a number within a millionth of a whole one
/// is that one. invalid_request for what is no JSON number, has a fraction, is not positive, or is
/// more than kMaxPrice.
base::Result<base::Stroops> parse_price(std::string_view number);

/// The same for a number of satoshis (version 1 of the API): what it is sold at.
base::Result<base::Stroops> parse_satoshi_price(std::string_view number);

/// What so many satoshis are sold at.
base::Stroops from_satoshis(std::int64_t satoshis);

/// The price in satoshis, rounded up: exactly the number that parse_satoshi_price has read.
std::int64_t to_satoshis(base::Stroops price);

}  // namespace farthing::goods
