#pragma once

#include <string>

#include "engine/order_desk.hpp"
#include "http/route.hpp"

namespace farthing::api {

/// The orders of one network for everybody, under `prefix` such as `/testnet`:
/// GET orders/{id} and POST orders/{id}/transaction (docs/orders.md is their contract). An id is no
/// secret, so nothing here is one either: no buyer, and never a receipt. `desk` must outlive the
/// router.
void add_order_routes(http::Router& router, engine::OrderDesk& desk, std::string const& prefix);

}  // namespace farthing::api
