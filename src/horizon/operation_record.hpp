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
    /// The transaction's record, with `join=transactions`.
    std::optional<json::object> transaction = {};
};

json::object to_json(OperationRecord const& operation, std::string_view base_url);

}  // namespace farthing::horizon
