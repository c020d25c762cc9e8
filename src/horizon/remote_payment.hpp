#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "horizon/paging.hpp"
#include "stellar/transaction.hpp"

/// The list of payments that a Horizon shows for an account:
/// GET /accounts/{id}/payments?join=transactions
namespace farthing::horizon {

/// What an operation brought to the account that was asked for.
struct Incoming {
    enum class Kind {
        payment,          ///< Path payments too; asset and amount are what arrived.
        account_created,  ///< With its first lumens.
        account_merged,   ///< All that another account had, which the record does not tell.
        contract,         ///< A contract's transfer.
    };
    Kind kind;
    stellar::PublicKey from;  ///< For a contract, who called it.
    stellar::Asset asset;
    std::optional<base::Stroops> amount;
};

/// One record of the list.
struct RemotePayment {
    HistoryPosition position;
    base::Timestamp created_at;
    stellar::TransactionHash hash;  ///< The outer one of a fee bump.
    std::optional<stellar::TransactionHash> inner_hash;
    std::optional<std::string> memo;  ///< If it is text. Control characters became U+FFFD.
    /// Absent when the operation brought nothing: one of a failed transaction, one that took money
    /// from the account or moved it within the account, and every type that is not known to pay.
    std::optional<Incoming> incoming;
};

/// One page of the list for `account`, in the order in which it came.
base::Result<std::vector<RemotePayment>> parse_payments(std::string_view body,
                                                        stellar::PublicKey const& account);

}  // namespace farthing::horizon
