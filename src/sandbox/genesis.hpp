#pragma once

#include "base/clock.hpp"
#include "sandbox/friendbot.hpp"
#include "sandbox/repository.hpp"
#include "stellar/network.hpp"

namespace farthing::sandbox {

/// The account that owns everything when a network begins. Its seed is the network's id.
stellar::KeyPair root_key(stellar::NetworkId const& network);

/// Makes the first two ledgers: ledger 1 with the root account alone, and ledger 2 with the root
/// account's transaction that founds friendbot. The repository must be empty.
void found_network(Repository& repository, stellar::NetworkId const& network,
                   Friendbot const& friendbot, base::Timestamp now);

/// True when the ledgers there are those of this network. The root account itself may be gone:
/// everybody can sign for it.
bool is_founded(Repository& repository, stellar::NetworkId const& network,
                Friendbot const& friendbot);

}  // namespace farthing::sandbox
