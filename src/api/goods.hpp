#pragma once

#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "http/route.hpp"
#include "store/database.hpp"

namespace farthing::api {

/// What the goods endpoints of one network need. Must outlive the router.
struct GoodsApi {
    store::Database& database;
    base::Clock const& clock;
    base::Random& random;
    std::string network;  ///< "testnet" or "live".
};

/// The Digital Goods API (v2 documents, "Goods") under `prefix`, such as `/testnet/v2`:
/// GET and POST goods, GET, PUT, PATCH and DELETE goods/{id}. All need an API key of a store on the
/// network.
void add_goods_routes(http::Router& router, GoodsApi const& api, std::string const& prefix);

}  // namespace farthing::api
