#pragma once

#include <string>

#include "api/ledger_controls.hpp"
#include "engine/ledger_node.hpp"
#include "http/route.hpp"

namespace farthing::api {

class OpenStreams;

/// What the Horizon face needs. Must outlive the router.
struct HorizonApi {
    engine::LedgerNode& node;
    OpenStreams& streams;
    std::string base_url;  ///< Without a slash at the end.
    std::string version;
    /// For tests of clients; null: this ledger cannot be made to misbehave.
    LedgerControls* controls = nullptr;
};

/// The embedded ledger as Horizon shows a network: root, accounts, ledgers, transactions,
/// operations, payments, fee_stats, submission and friendbot.
void add_horizon_routes(http::Router& router, HorizonApi const& api);

}  // namespace farthing::api
