#pragma once

#include <functional>
#include <string>

#include "api/goods.hpp"
#include "api/goods_version.hpp"
#include "api/json_response.hpp"
#include "api/places.hpp"
#include "store/goods_repository.hpp"
#include "stores/store.hpp"

namespace farthing::api {

/// One call of the Digital Goods API by a store, within its transaction.
struct GoodsCall {
    http::Request const& request;
    GoodsApi const& api;
    GoodsVersion const& version;
    stores::Store const& store;
    store::Transaction& transaction;
    store::GoodsRepository& goods;
};

using GoodsEndpoint = std::function<base::Result<http::Response>(GoodsCall const&)>;

/// Runs the endpoint for the store of the request's API key; without the right one there is
/// unauthorized.
StoreHandler for_store(GoodsApi const& api, GoodsVersion const& version, GoodsEndpoint endpoint);

/// Where a version begins: `/testnet/v2`, or `/v2` for the live network.
std::string goods_prefix(GoodsApi const& api, GoodsVersion const& version);

/// unsupported_media_type unless the request says that its body is JSON.
base::Result<void> expect_json(http::Request const& request);

/// An id that has not the form of one belongs to no good: not_found.
base::Result<goods::GoodId> good_id(std::string_view text);

}  // namespace farthing::api
