#pragma once

#include <string>

#include "api/request_limits.hpp"
#include "http/route.hpp"
#include "store/database.hpp"

namespace farthing::api {

/// GET payments/unassigned under `prefix`, such as `/testnet/v2`: the payments to the store of the
/// API key that are for no order, newest first (docs/payments.md). `database` and `limits`
/// must outlive the router.
void add_unassigned_route(http::Router& router, store::Database& database, RequestLimits& limits,
                          std::string const& network, std::string const& prefix);

}  // namespace farthing::api
