#include "store/ledger_history.hpp"

#include <algorithm>
#include <limits>

#include "horizon/paging.hpp"
#include "stellar/envelope_xdr.hpp"
#include "stellar/result_xdr.hpp"
#include "store/columns.hpp"

namespace farthing::store {
namespace {

using horizon::HistoryPosition;
using sandbox::ClosedTransaction;

constexpr std::int64_t kListedAtOnce = 1'000;

/// Positions from `first` up to `behind`, without that one.
struct Range {
    std::int64_t first = 0;
    std::int64_t behind = std::numeric_limits<std::int64_t>::max();
};

std::int64_t position(std::uint32_t ledger, std::uint32_t transaction, std::uint32_t operation) {
    return HistoryPosition{ledger, transaction, operation}.to_number();
}

Range range_of(HistoryFilter const& filter) {
    if (filter.transaction) {
        auto const ledger = filter.transaction->ledger;
        auto const order = filter.transaction->order;
        return {.first = position(ledger, order, 0), .behind = position(ledger, order + 1, 0)};
    }
    if (filter.ledger)
        return {.first = position(*filter.ledger, 0, 0),
                .behind = (std::int64_t{*filter.ledger} + 1) << 32};
    return {};
}

/// The part of the range that the page is about.
Range range_of(HistoryFilter const& filter, HistoryPage const& page) {
    auto range = range_of(filter);
    if (page.descending)
        range.behind = std::min(range.behind, page.after);
    else if (page.after < range.behind)
        range.first = std::max(range.first, page.after + 1);
    else
        range.first = range.behind;
    return range;
}

/// A list out of a table whose rows have a position, with the transactions that they belong to.
Rows list(Transaction& transaction, std::string_view table, HistoryFilter const& filter,
          HistoryPage const& page) {
    auto const range = range_of(filter, page);
    std::string sql = "SELECT listed.position, " + std::string(kTransactionColumns) + " FROM " +
                      std::string(table) +
                      " AS listed JOIN transactions ON transactions.ledger = listed.position >> 32 "
                      "AND transactions.number = (listed.position >> 12) & 1048575 "
                      "WHERE listed.position >= $1 AND listed.position < $2";
    std::vector<Value> parameters{range.first, range.behind, std::int64_t{page.limit}};
    if (filter.account) {
        sql += " AND listed.account = $4";
        parameters.push_back(to_value(filter.account->bytes()));
    }
    if (filter.payments_only) sql += " AND listed.payment = 1";
    if (!filter.include_failed) sql += " AND listed.successful = 1";
    sql += page.descending ? " ORDER BY listed.position DESC LIMIT $3"
                           : " ORDER BY listed.position LIMIT $3";
    return transaction.query(sql, parameters);
}

/// The first transaction at this position or behind it.
HistoryPosition ceiling(std::int64_t number) {
    auto at = HistoryPosition::from_number(number);
    if (at.operation > 0) at = {.ledger = at.ledger, .transaction = at.transaction + 1};
    return at;
}

/// Everybody's transactions are in their table in the order that they are listed in.
Rows list_all(Transaction& transaction, HistoryFilter const& filter, HistoryPage const& page) {
    auto const range = range_of(filter, page);
    auto const first = ceiling(range.first);
    auto const behind = ceiling(range.behind);
    std::string sql = "SELECT " + std::string(kTransactionColumns) +
                      " FROM transactions WHERE (ledger, number) >= ($1, $2) AND (ledger, number) "
                      "< ($3, $4)";
    if (!filter.include_failed) sql += " AND successful = 1";
    sql += page.descending ? " ORDER BY ledger DESC, number DESC LIMIT $5"
                           : " ORDER BY ledger, number LIMIT $5";
    return transaction.query(sql, {std::int64_t{first.ledger}, std::int64_t{first.transaction},
                                   std::int64_t{behind.ledger}, std::int64_t{behind.transaction},
                                   std::int64_t{page.limit}});
}

FoundOperation operation_at(Row const& row) {
    return {.transaction = transaction_at(row, 1),
            .number = HistoryPosition::from_number(row.integer(0)).operation};
}

void list_transaction(Transaction& transaction, ClosedTransaction const& closed,
                      sandbox::Participants const& participants) {
    for (auto const& account : participants.transaction)
        transaction.execute(
            "INSERT INTO transaction_participants (account, position, successful) "
            "VALUES ($1, $2, $3)",
            {to_value(account.bytes()), position(closed.ledger, closed.order, 0),
             std::int64_t{closed.successful}});
}

void list_operation(Transaction& transaction, std::int64_t position, bool successful,
                    sandbox::Participants::OfOperation const& operation) {
    transaction.execute(
        "INSERT INTO operations (position, payment, successful) VALUES ($1, $2, $3)",
        {position, std::int64_t{operation.payment}, std::int64_t{successful}});
    for (auto const& account : operation.accounts)
        transaction.execute(
            "INSERT INTO operation_participants (account, position, payment, successful) "
            "VALUES ($1, $2, $3, $4)",
            {to_value(account.bytes()), position, std::int64_t{operation.payment},
             std::int64_t{successful}});
}

/// Lists a transaction that has not been, and says that it is listed now.
void list_old(Transaction& transaction, ClosedTransaction closed) {
    auto const envelope = stellar::decode_envelope(closed.envelope);
    auto const result = stellar::decode_result(closed.result);
    if (!envelope || !result) throw StoreFailure("a transaction of the ledger is damaged");
    closed.successful = stellar::succeeded(*result);
    transaction.execute(
        "UPDATE transactions SET successful = $3 WHERE ledger = $1 AND number = $2",
        {std::int64_t{closed.ledger}, std::int64_t{closed.order}, std::int64_t{closed.successful}});
    list_in_history(transaction, closed, sandbox::participants_of(*envelope));
}

}  // namespace

std::vector<ClosedTransaction> LedgerHistory::transactions(HistoryFilter const& filter,
                                                           HistoryPage const& page) {
    std::vector<ClosedTransaction> out;
    if (!filter.account) {
        for (auto const& row : list_all(transaction_, filter, page))
            out.push_back(transaction_at(row, 0));
        return out;
    }
    auto all_kinds = filter;
    all_kinds.payments_only = false;
    for (auto const& row : list(transaction_, "transaction_participants", all_kinds, page))
        out.push_back(transaction_at(row, 1));
    return out;
}

std::vector<FoundOperation> LedgerHistory::operations(HistoryFilter const& filter,
                                                      HistoryPage const& page) {
    auto const* table = filter.account ? "operation_participants" : "operations";
    std::vector<FoundOperation> out;
    for (auto const& row : list(transaction_, table, filter, page))
        out.push_back(operation_at(row));
    return out;
}

std::optional<FoundOperation> LedgerHistory::find_operation(std::int64_t wanted) {
    HistoryPage const page{.after = wanted - 1, .limit = 1};
    auto const found = operations({.include_failed = true}, page);
    if (found.empty()) return std::nullopt;
    auto const& [transaction, number] = found.front();
    bool const is_it = position(transaction.ledger, transaction.order, number) == wanted;
    return is_it ? std::optional(found.front()) : std::nullopt;
}

bool LedgerHistory::knows(stellar::PublicKey const& account) {
    return transaction_.finds("SELECT 1 FROM transaction_participants WHERE account = $1 LIMIT 1",
                              {to_value(account.bytes())});
}

void list_in_history(Transaction& transaction, ClosedTransaction const& closed,
                     sandbox::Participants const& participants) {
    list_transaction(transaction, closed, participants);
    for (std::uint32_t i = 0; i < participants.operations.size(); ++i)
        list_operation(transaction, position(closed.ledger, closed.order, i + 1), closed.successful,
                       participants.operations[i]);
}

void list_old_history(Transaction& transaction) {
    for (;;) {
        auto const rows =
            transaction.query("SELECT " + std::string(kTransactionColumns) +
                                  " FROM transactions WHERE successful IS NULL LIMIT $1",
                              {kListedAtOnce});
        if (rows.empty()) return;
        for (auto const& row : rows) list_old(transaction, transaction_at(row, 0));
    }
}

ClosedTransaction transaction_at(Row const& row, std::size_t first) {
    return {.ledger = u32_at(row, first),
            .order = u32_at(row, first + 1),
            .closed_at = timestamp_at(row, first + 2),
            .successful = row.optional_integer(first + 3) == 1,
            .hash = hash_at(row, first + 4),
            .inner_hash =
                row.is_null(first + 5) ? std::nullopt : std::optional(hash_at(row, first + 5)),
            .envelope = row.bytes(first + 6),
            .result = row.bytes(first + 7)};
}

}  // namespace farthing::store
