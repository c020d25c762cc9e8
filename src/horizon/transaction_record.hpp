#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "stellar/result_xdr.hpp"
#include "stellar/transaction.hpp"

namespace farthing::horizon {

namespace json = base::json;

/// A transaction in a closed ledger, as GET /transactions/{hash} and the answer of POST
/// /transactions show it.
struct TransactionRecord {
    std::uint32_t ledger;
    std::uint32_t order;  ///< From 1.
    base::Timestamp created_at;
    stellar::Envelope envelope;
    stellar::TransactionResult result;
    stellar::TransactionHash hash;  ///< Of a fee-bump: the outer.
    /// Set for fee-bumps.
    std::optional<stellar::TransactionHash> inner_hash = {};
    /// A fee-bump that was asked for by the hash of its inner transaction is shown under that hash.
    bool shown_by_inner_hash = false;
};

/// Without `result_meta_xdr`, which Horizon may leave out too.
json::object to_json(TransactionRecord const& transaction, std::string_view base_url);

}  // namespace farthing::horizon
