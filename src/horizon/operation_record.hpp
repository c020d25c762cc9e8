#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "horizon/paging.hpp"
#include "stellar/transaction.hpp"

namespace farthing::horizon {

/// An operation in a closed ledger, as the lists of operations and payments show it.
struct OperationRecord {
    HistoryPosition position;
    base::Timestamp created_at;
    stellar::TransactionHash transaction_hash;
    bool transaction_successful = true;
    stellar::MuxedAccount source;  ///< Its own, or the transaction's where it has none.
    stellar::OperationBody body;
    /// Who pays the reserve of what the operation made, where another account does. Of an
    /// endSponsoring: who began what it ends.
    std::optional<stellar::MuxedAccount> sponsor = {};
    /// The transaction's record, with `join=transactions`.
    std::optional<json::object> transaction = {};
};

json::object to_json(OperationRecord const& operation, std::string_view base_url);

/// The sponsor of an operation, as far as the operations before it tell: for a createAccount and an
/// endSponsoring, the source of the beginSponsoring that is open for the account. `index` counts
/// from 0.
///
/// Only for a transaction that succeeded: the operations of another one need not fit together, and
/// Horizon shows no sponsor then.
std::optional<stellar::MuxedAccount> sponsor_of(stellar::Transaction const& transaction,
                                                std::size_t index);

}  // namespace farthing::horizon
