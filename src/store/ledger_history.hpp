#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sandbox/repository.hpp"
#include "store/transaction.hpp"

/// The ledger's history in lists: which transactions and operations there were, of everybody or of
/// one account.
namespace farthing::store {

/// Where a list begins (exclusive) and which way it goes. Positions are those of
/// horizon::HistoryPosition as numbers.
struct HistoryPage {
    std::int64_t after = 0;
    bool descending = false;
    std::uint32_t limit = 10;
};

/// What belongs in a list. At most one of account, ledger and transaction is set.
struct HistoryFilter {
    std::optional<stellar::PublicKey> account = {};
    std::optional<std::uint32_t> ledger = {};
    /// For operations: those of this transaction alone.
    std::optional<sandbox::ClosedTransaction> transaction = {};
    bool include_failed = false;
    bool payments_only = false;  ///< For operations.
};

/// An operation: its transaction, and its number in it from 1.
struct FoundOperation {
    sandbox::ClosedTransaction transaction;
    std::uint32_t number;
};

class LedgerHistory {
public:
    explicit LedgerHistory(Transaction& transaction) : transaction_(transaction) {}

    std::vector<sandbox::ClosedTransaction> transactions(HistoryFilter const& filter,
                                                         HistoryPage const& page);
    std::vector<FoundOperation> operations(HistoryFilter const& filter, HistoryPage const& page);
    std::optional<FoundOperation> find_operation(std::int64_t position);
    /// True when the account ever had to do with a transaction.
    bool knows(stellar::PublicKey const& account);

private:
    Transaction& transaction_;
};

/// Adds a transaction that was just appended to the lists.
void list_in_history(Transaction& transaction, sandbox::ClosedTransaction const& closed,
                     sandbox::Participants const& participants);

/// Adds transactions that an older Farthing appended, which had no lists.
void list_old_history(Transaction& transaction);

/// The columns that transaction_at() reads, of the table `transactions`.
inline constexpr std::string_view kTransactionColumns =
    "transactions.ledger, transactions.number, transactions.closed_at, transactions.successful, "
    "transactions.hash, transactions.inner_hash, transactions.envelope, transactions.result";
sandbox::ClosedTransaction transaction_at(Row const& row, std::size_t first_column);

}  // namespace farthing::store
