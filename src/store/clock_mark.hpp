#pragma once

#include <optional>

#include "base/clock.hpp"
#include "store/transaction.hpp"

/// The latest time at which a network's ledgers showed this server's clock to be right. It outlives
/// the process, so that a clock that was set back does not go unnoticed. The networks do not vouch
/// for each other: an embedded ledger has this very clock.
namespace farthing::store {

std::optional<base::Timestamp> find_clock_mark(Transaction& transaction, std::string_view network);

/// Never lowers it.
void raise_clock_mark(Transaction& transaction, std::string_view network, base::Timestamp time);

}  // namespace farthing::store
