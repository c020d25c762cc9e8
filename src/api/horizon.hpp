#pragma once

#include <string>

#include "engine/ledger_node.hpp"
#include "http/route.hpp"

namespace farthing::api {

/// What the Horizon face needs. Must outlive the router.
struct HorizonApi {
    engine::LedgerNode& node;
    std::string base_url;  ///< Without a slash at the end.
    std::string version;
};

/// The embedded ledger as Horizon shows a network: `/`, accounts, ledgers, transactions, fee_stats
/// and friendbot.
void add_horizon_routes(http::Router& router, HorizonApi const& api);

}  // namespace farthing::api
