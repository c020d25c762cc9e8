#pragma once

#include "base/json.hpp"
#include "stellar/transaction.hpp"

/// The parts of a transaction as Horizon shows them.
namespace farthing::horizon {

/// Adds `memo_type`, `memo` and, for a text, `memo_bytes`.
void add_memo(base::json::object& out, stellar::Memo const& memo);

/// Empty where the transaction has none.
base::json::object preconditions_of(stellar::Transaction const& transaction);

}  // namespace farthing::horizon
