#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "horizon/async_submission.hpp"
#include "stellar/reserve.hpp"
#include "stellar/result_xdr.hpp"

/// What a client reads of a Horizon that somebody else runs. Fields that it does not need are not
/// looked at; those that it needs must have their documented form, or the whole answer counts as
/// broken: invalid_request with the reason.
namespace farthing::horizon {

struct RemoteAccount {
    stellar::SequenceNumber sequence;  ///< Never negative, and one more is a number too.
    base::Stroops balance;             ///< Of lumens.
    base::Stroops selling_liabilities;
    stellar::Entries entries;
};

/// GET /accounts/{id}
base::Result<RemoteAccount> parse_account(std::string_view body);

/// What the account can pay: its balance without reserve and liabilities, or nothing.
base::Stroops spendable(RemoteAccount const& account,
                        base::Stroops base_reserve = stellar::kBaseReserve);

struct RemoteTransaction {
    stellar::TransactionHash hash;
    bool successful;
    std::uint32_t ledger;
    base::Timestamp created_at;
    base::Stroops fee_charged;
    std::string result_xdr;
    /// Nothing when the result is of a kind that this program does not know.
    std::optional<stellar::TransactionResult> result;
};

/// GET /transactions/{hash}, and the answer of POST /transactions when it is 200.
base::Result<RemoteTransaction> parse_transaction(std::string_view body);

struct RemoteRoot {
    std::string passphrase;
    std::uint32_t latest_ledger;  ///< In its history.
    base::Timestamp latest_closed_at;
};

/// GET /
base::Result<RemoteRoot> parse_root(std::string_view body);

/// The answer of POST /transactions_async, whatever its status. An ERROR without a readable result
/// is broken.
base::Result<AsyncSubmission> parse_async_submission(std::string_view body);

/// A problem document.
struct RemoteProblem {
    std::string slug;  ///< The end of its type: `transaction_failed`.
    std::string title;
    /// `extras.result_xdr`, where it is there and readable.
    std::optional<stellar::TransactionResult> result = {};
};

base::Result<RemoteProblem> parse_problem(std::string_view body);

/// Reads RFC 3339 in UTC: `2026-11-22T04:00:00Z`, a fraction of the second is cut off.
base::Result<base::Timestamp> parse_rfc3339(std::string_view text);

}  // namespace farthing::horizon
