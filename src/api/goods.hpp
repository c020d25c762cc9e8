#pragma once

#include <string>

#include "api/request_limits.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "engine/rate_keeper.hpp"
#include "http/route.hpp"
#include "store/database.hpp"

namespace farthing::api {

/// What the goods endpoints of one network need. Must outlive the router.
struct GoodsApi {
    store::Database& database;
    base::Clock const& clock;
    base::Random& random;
    RequestLimits& limits;
    engine::RateKeeper const& rates;
    std::string network;  ///< "testnet" or "live".
};

/// The Digital Goods API of the network, versions 1 and 2 (docs/api.md), under `/v1` and `/v2`,
/// those of the test network under `/testnet`. Everything needs an API key of a store on the
/// network.
void add_goods_routes(http::Router& router, GoodsApi const& api);

/// 404 for a path without a route. Who asks for the live network of a server that has none, as a
/// plugin does whose settings were left alone, is told where the test network is.
void answer_unknown_path(http::Request const& request, http::Response& response);

}  // namespace farthing::api
