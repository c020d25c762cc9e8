#pragma once

#include "api/goods_call.hpp"

/// What SatoshiPay's WordPress plugin asks beside the goods: when credentials are saved, and before
/// a price is entered.
namespace farthing::api {

/// GET permissions: what the API key may do.
base::Result<http::Response> tell_permissions(GoodsCall const& call);

/// GET publisher/{key}/limits: the highest price, in stroops. The key is the caller's own.
base::Result<http::Response> tell_limits(GoodsCall const& call);

/// `/mainnet/publisher` or `/testnet/publisher`.
std::string publisher_path(GoodsApi const& api);

}  // namespace farthing::api
