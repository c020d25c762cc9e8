#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/digest.hpp"
#include "sandbox/account_options.hpp"
#include "sandbox/participants.hpp"
#include "stellar/keys.hpp"
#include "stellar/transaction.hpp"

namespace farthing::sandbox {

/// An account entry of the ledger.
struct Account {
    stellar::PublicKey id;
    std::int64_t balance = 0;
    stellar::SequenceNumber sequence = 0;
    /// When the sequence number was last used: ledger and its close time in UNIX seconds; 0 when
    /// never.
    std::uint32_t sequence_ledger = 0;
    std::uint64_t sequence_time = 0;
    std::uint32_t subentries = 0;
    std::uint32_t sponsoring = 0;
    std::uint32_t sponsored = 0;
    std::uint32_t last_modified_ledger = 0;
    AccountOptions options = {};
    bool operator==(Account const&) const = default;
};

/// A closed ledger. `hash` covers everything else here, `previous_hash` included: a chain.
struct LedgerHeader {
    std::uint32_t sequence = 0;
    base::Sha256 hash = {};
    base::Sha256 previous_hash = {};
    base::Timestamp closed_at = {};  ///< Whole seconds; never decreases.
    base::Sha256 transaction_set_hash = {};
    base::Sha256 result_set_hash = {};
    std::int64_t total_coins = 0;
    std::int64_t fee_pool = 0;
    std::uint32_t successful_transactions = 0;
    std::uint32_t failed_transactions = 0;
    std::uint32_t operations = 0;      ///< Of successful transactions.
    std::uint32_t all_operations = 0;  ///< Of failed ones too.
    bool operator==(LedgerHeader const&) const = default;
};

/// A transaction in a closed ledger, as it came and as it went.
struct ClosedTransaction {
    std::uint32_t ledger = 0;
    std::uint32_t order = 0;  ///< From 1 within its ledger.
    base::Timestamp closed_at = {};
    bool successful = false;
    stellar::TransactionHash hash = {};
    std::optional<stellar::TransactionHash> inner_hash = {};  ///< Of a fee-bump.
    base::Bytes envelope = {};
    base::Bytes result = {};  ///< XDR of the TransactionResult.
    bool operator==(ClosedTransaction const&) const = default;
};

/// What the ledger needs of a database. Everything that one close writes goes through one
/// transaction of it, so that a crash leaves a whole ledger or none.
class Repository {
public:
    virtual ~Repository() = default;

    virtual std::optional<Account> find_account(stellar::PublicKey const& id) = 0;
    virtual void put_account(Account const& account) = 0;
    virtual void remove_account(stellar::PublicKey const& id) = 0;
    /// For the check of conservation: how many accounts there are, the sum of their balances and
    /// the smallest of them.
    struct Totals {
        std::int64_t accounts = 0;
        std::int64_t sum = 0;
        std::int64_t smallest = 0;
    };
    virtual Totals totals() = 0;

    virtual std::optional<LedgerHeader> latest_ledger() = 0;
    virtual std::optional<LedgerHeader> find_ledger(std::uint32_t sequence) = 0;
    /// At most `limit` ledgers behind the position (exclusive), going up or down.
    struct LedgerPage {
        std::int64_t after = 0;
        bool descending = false;
        std::uint32_t limit = 10;
    };
    virtual std::vector<LedgerHeader> list_ledgers(LedgerPage const& page) = 0;
    virtual void append_ledger(LedgerHeader const& ledger) = 0;

    /// `participants` say in whose lists of history it belongs.
    virtual void append_transaction(ClosedTransaction const& transaction,
                                    Participants const& participants) = 0;
    /// By its hash or, for a fee-bump, by its inner transaction's.
    virtual std::optional<ClosedTransaction> find_transaction(
        stellar::TransactionHash const& hash) = 0;
};

}  // namespace farthing::sandbox
