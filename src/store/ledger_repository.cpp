#include "store/ledger_repository.hpp"

#include "store/columns.hpp"
#include "store/ledger_history.hpp"

namespace farthing::store {
namespace {

using sandbox::Account;
using sandbox::ClosedTransaction;
using sandbox::LedgerHeader;

constexpr std::string_view kSelectLedger =
    "SELECT sequence, hash, previous_hash, closed_at, transaction_set_hash, result_set_hash, "
    "total_coins, fee_pool, "
    "successful_transactions, failed_transactions, operations, all_operations FROM ledgers ";

sandbox::AccountOptions options_at(Row const& row, std::size_t column) {
    auto options = sandbox::decode_options(row.bytes(column));
    if (!options)
        throw StoreFailure("an account's options are damaged: " + options.error().message);
    return std::move(*options);
}

Account to_account(Row const& row) {
    return {.id = key_at(row, 0),
            .balance = row.integer(1),
            .sequence = row.integer(2),
            .sequence_ledger = u32_at(row, 3),
            .sequence_time = static_cast<std::uint64_t>(row.integer(4)),
            .subentries = u32_at(row, 5),
            .sponsoring = u32_at(row, 6),
            .sponsored = u32_at(row, 7),
            .last_modified_ledger = u32_at(row, 8),
            .options = options_at(row, 9)};
}

LedgerHeader to_ledger(Row const& row) {
    return {.sequence = u32_at(row, 0),
            .hash = hash_at(row, 1),
            .previous_hash = hash_at(row, 2),
            .closed_at = timestamp_at(row, 3),
            .transaction_set_hash = hash_at(row, 4),
            .result_set_hash = hash_at(row, 5),
            .total_coins = row.integer(6),
            .fee_pool = row.integer(7),
            .successful_transactions = u32_at(row, 8),
            .failed_transactions = u32_at(row, 9),
            .operations = u32_at(row, 10),
            .all_operations = u32_at(row, 11)};
}

std::optional<LedgerHeader> first_ledger(Rows const& rows) {
    if (rows.empty()) return std::nullopt;
    return to_ledger(rows.front());
}

}  // namespace

std::optional<Account> LedgerRepository::find_account(stellar::PublicKey const& id) {
    auto const rows = transaction_.query(
        "SELECT id, balance, sequence, sequence_ledger, sequence_time, subentries, sponsoring, "
        "sponsored, last_modified_ledger, options FROM accounts WHERE id = $1",
        {column(id)});
    if (rows.empty()) return std::nullopt;
    return to_account(rows.front());
}

void LedgerRepository::put_account(Account const& account) {
    transaction_.execute(
        "INSERT INTO accounts (id, balance, sequence, sequence_ledger, sequence_time, subentries, "
        "sponsoring, sponsored, last_modified_ledger, options) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET "
        "balance = excluded.balance, sequence = excluded.sequence, "
        "sequence_ledger = excluded.sequence_ledger, sequence_time = excluded.sequence_time, "
        "subentries = excluded.subentries, sponsoring = excluded.sponsoring, "
        "sponsored = excluded.sponsored, last_modified_ledger = excluded.last_modified_ledger, "
        "options = excluded.options",
        {column(account.id), account.balance, account.sequence,
         std::int64_t{account.sequence_ledger}, static_cast<std::int64_t>(account.sequence_time),
         std::int64_t{account.subentries}, std::int64_t{account.sponsoring},
         std::int64_t{account.sponsored}, std::int64_t{account.last_modified_ledger},
         sandbox::encode_options(account.options)});
}

void LedgerRepository::remove_account(stellar::PublicKey const& id) {
    transaction_.execute("DELETE FROM accounts WHERE id = $1", {column(id)});
}

sandbox::Repository::Totals LedgerRepository::totals() {
    auto const rows = transaction_.query(
        "SELECT count(*), coalesce(sum(balance), 0), coalesce(min(balance), 0) FROM accounts");
    auto const& row = rows.at(0);
    return {.accounts = row.integer(0), .sum = row.integer(1), .smallest = row.integer(2)};
}

std::optional<LedgerHeader> LedgerRepository::latest_ledger() {
    return first_ledger(
        transaction_.query(std::string(kSelectLedger) + "ORDER BY sequence DESC LIMIT 1"));
}

std::optional<LedgerHeader> LedgerRepository::find_ledger(std::uint32_t sequence) {
    return first_ledger(transaction_.query(std::string(kSelectLedger) + "WHERE sequence = $1",
                                           {std::int64_t{sequence}}));
}

std::vector<LedgerHeader> LedgerRepository::list_ledgers(LedgerPage const& page) {
    auto const rest = page.descending ? "WHERE sequence < $1 ORDER BY sequence DESC LIMIT $2"
                                      : "WHERE sequence > $1 ORDER BY sequence LIMIT $2";
    std::vector<LedgerHeader> ledgers;
    for (auto const& row : transaction_.query(std::string(kSelectLedger) + rest,
                                              {page.after, std::int64_t{page.limit}}))
        ledgers.push_back(to_ledger(row));
    return ledgers;
}

void LedgerRepository::append_ledger(LedgerHeader const& ledger) {
    transaction_.execute(
        "INSERT INTO ledgers (sequence, hash, previous_hash, closed_at, transaction_set_hash, "
        "result_set_hash, total_coins, "
        "fee_pool, successful_transactions, failed_transactions, operations, all_operations) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        {std::int64_t{ledger.sequence}, to_value(ledger.hash), to_value(ledger.previous_hash),
         column(ledger.closed_at), to_value(ledger.transaction_set_hash),
         to_value(ledger.result_set_hash), ledger.total_coins, ledger.fee_pool,
         std::int64_t{ledger.successful_transactions}, std::int64_t{ledger.failed_transactions},
         std::int64_t{ledger.operations}, std::int64_t{ledger.all_operations}});
}

void LedgerRepository::append_transaction(ClosedTransaction const& transaction,
                                          sandbox::Participants const& participants) {
    transaction_.execute(
        "INSERT INTO transactions (ledger, number, closed_at, successful, hash, inner_hash, "
        "envelope, result) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {std::int64_t{transaction.ledger}, std::int64_t{transaction.order},
         column(transaction.closed_at), std::int64_t{transaction.successful},
         to_value(transaction.hash),
         transaction.inner_hash ? to_value(*transaction.inner_hash) : Value(nullptr),
         transaction.envelope, transaction.result});
    list_in_history(transaction_, transaction, participants);
}

std::optional<ClosedTransaction> LedgerRepository::find_transaction(
    stellar::TransactionHash const& hash) {
    auto const rows = transaction_.query("SELECT " + std::string(kTransactionColumns) +
                                             " FROM transactions WHERE hash = $1 OR inner_hash = "
                                             "$1 ORDER BY ledger LIMIT 1",
                                         {to_value(hash)});
    if (rows.empty()) return std::nullopt;
    return transaction_at(rows.front(), 0);
}

}  // namespace farthing::store
