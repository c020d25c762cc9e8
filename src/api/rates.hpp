#pragma once

#include "engine/rate_keeper.hpp"
#include "http/route.hpp"

namespace farthing::api {

/// Rates for the price previews of old plugins (docs/rates.md), for any page:
///
/// `/coinmarketcap/v1/cryptocurrency/quotes/latest?symbol=XLM&convert=EUR`, also below `/testnet`
/// and `/staging/testnet`: the price of a lumen in CoinMarketCap's shape.
/// `/api/rates/{currency}`: the price of 100,000,000 satoshis in BitPay's shape.
///
/// Both must outlive the router.
void add_rate_routes(http::Router& router, engine::RateKeeper const& rates);

}  // namespace farthing::api
