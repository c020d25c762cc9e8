#include "audit.hpp"

#include <algorithm>
#include <utility>

#include "stellar/envelope_xdr.hpp"
#include "store/invariants.hpp"

namespace farthing::sim {
namespace {

void expect(bool holds, std::string const& what) {
    if (!holds) throw Violation(what);
}

std::string memo_of(stellar::Transaction const& transaction) {
    auto const* memo = std::get_if<stellar::MemoText>(&transaction.memo);
    return memo == nullptr ? "" : memo->text;
}

std::int64_t count(store::Transaction& database, std::string_view sql) {
    return database.query(sql).at(0).integer(0);
}

void expect_stored(store::Transaction& database, std::string const& id, base::Bytes const& bytes) {
    auto const stored = database.query("SELECT signed_envelope FROM orders WHERE id = $1", {id});
    expect(stored.size() == 1 && !stored[0].is_null(0) && stored[0].bytes(0) == bytes,
           "order " + id + " was submitted before its bytes were stored");
}

/// Without the gifts that founded the merchants' accounts.
constexpr std::string_view kPaymentsOnRecord =
    "received_payments WHERE reason IS NULL OR reason <> 'account_created'";

bool is_open(std::string const& state) {
    return state == "offered" || state == "submitted";
}

}  // namespace

void Audit::on_submission(stellar::Envelope const& envelope, store::Transaction* database) {
    auto const& transaction = inner_of(envelope);
    auto const id = memo_of(transaction);
    auto const bytes = stellar::encode_envelope(envelope);
    auto const [first, is_new] = sent_.try_emplace(id, bytes);
    expect(first->second == bytes, "order " + id + " was submitted with other bytes than before");
    if (!is_new) return;

    if (database != nullptr) expect_stored(*database, id, bytes);
    // A reader's own account is the reader's own business: the ledger takes one of the two.
    if (!transaction.operations.at(0).source) return;
    std::pair const place(transaction.source.account.address(), transaction.sequence);
    auto const [holder, is_first] = holders_.try_emplace(place, id);
    auto const before = std::exchange(holder->second, id);
    if (is_first || database == nullptr) return;
    auto const other = database->query("SELECT state FROM orders WHERE id = $1", {before});
    expect(!is_open(other.at(0).text(0)),
           "orders " + before + " and " + id + " are open with one sequence number");
}

bool Audit::pays_a_merchant(stellar::Transaction const& transaction) const {
    auto const* payment = std::get_if<stellar::Payment>(&transaction.operations.at(0).body);
    return payment != nullptr &&
           std::ranges::find(merchants_, payment->destination.account) != merchants_.end();
}

bool Audit::is_paid(stellar::TransactionHash const& hash) const {
    auto const found = network_.repository().find_transaction(hash);
    return found && found->successful;
}

void Audit::look_outside() {
    auto const& transactions = network_.repository().transactions();
    for (; transactions_seen_ < transactions.size(); ++transactions_seen_) {
        auto const& each = transactions[transactions_seen_];
        auto const envelope = *stellar::decode_envelope(each.envelope);
        auto const memo = memo_of(inner_of(envelope));
        if (!each.successful) continue;
        if (pays_a_merchant(inner_of(envelope))) ++payments_to_merchants_;
        if (memo.empty()) continue;
        ++totals_.payments;
        if (log_.direct_payments.contains(each.hash)) {
            paid_directly_.insert(memo);
            continue;
        }
        expect(++paid_[memo] == 1, "order " + memo + " was paid twice");
    }
    for (; receipts_seen_ < log_.receipts.size(); ++receipts_seen_) {
        auto const id = log_.receipts[receipts_seen_].order.text();
        expect(paid_.contains(id) || paid_directly_.contains(id),
               "a receipt for order " + id + " before it was paid");
    }
    expect(log_.frauds.empty(), log_.frauds.empty() ? "" : log_.frauds.front() + " was accepted");
}

std::vector<Audit::OrderRow> Audit::read_orders(store::Transaction& database) {
    std::vector<OrderRow> orders;
    for (auto const& row : database.query(
             "SELECT id, state, hash, signed_envelope, channel, sequence, price, "
             "(SELECT count(*) FROM purchases WHERE order_id = orders.id AND hash = orders.hash "
             "AND price = orders.price AND buyer = orders.buyer AND good_id = orders.good_id), "
             "(SELECT count(*) FROM purchases WHERE order_id = orders.id), "
             "(SELECT count(*) FROM channels WHERE order_id = orders.id AND number = channel), "
             "payer IS NOT NULL FROM orders ORDER BY id")) {
        OrderRow order{.id = row.text(0),
                       .state = row.text(1),
                       .hash = {},
                       .envelope = row.is_null(3) ? base::Bytes() : row.bytes(3),
                       .channel = row.integer(4),
                       .sequence = row.integer(5),
                       .price = row.integer(6),
                       .purchases = row.integer(7),
                       .purchases_of_any_kind = row.integer(8),
                       .leases = row.integer(9),
                       .by_wallet = row.integer(10) == 1};
        std::ranges::copy(row.bytes(2), order.hash.begin());
        orders.push_back(std::move(order));
    }
    return orders;
}

void Audit::check_order(OrderRow const& order) const {
    auto const name = order.state + " order " + order.id;
    bool const settled = order.state == "settled";
    expect(order.purchases == (settled ? 1 : 0), name + " has a wrong number of purchases");
    expect(order.purchases_of_any_kind == order.purchases, name + " has a strange purchase");
    expect(order.leases == (is_open(order.state) && !order.by_wallet ? 1 : 0),
           name + " holds " + std::to_string(order.leases) + " channels");
    if (settled) expect(is_paid(order.hash), name + " has no payment in the ledger");
    if (order.state == "offered" || order.state == "failed")
        expect(!is_paid(order.hash) && !paid_.contains(order.id),
               name + " has a payment in the ledger");
}

void Audit::check_told(std::map<std::string, OrderRow> const& orders) const {
    using Standing = ClientLog::Standing;
    for (auto const& [id, told] : log_.told) {
        auto const found = orders.find(id.text());
        expect(found != orders.end(), "order " + id.text() + ", which was offered, is lost");
        auto const& state = found->second.state;
        if (told == Standing::submitted)
            expect(state != "offered", "the submission of order " + id.text() + " is lost");
        if (told == Standing::settled)
            expect(state == "settled",
                   "order " + id.text() + " was told to be settled, but is " + state);
        if (told == Standing::failed)
            expect(state == "failed",
                   "order " + id.text() + " was told to have failed, but is " + state);
    }
}

void Audit::check_sent(std::map<std::string, OrderRow> const& orders) const {
    for (auto const& [id, bytes] : sent_) {
        auto const found = orders.find(id);
        expect(found != orders.end() && found->second.envelope == bytes,
               "the bytes of order " + id + ", which were submitted, are lost");
    }
}

void Audit::check_channels(store::Transaction& database) const {
    expect(count(database,
                 "SELECT count(*) FROM channels WHERE order_id IS NOT NULL AND NOT EXISTS (SELECT "
                 "1 FROM orders WHERE id = order_id AND state IN ('offered', 'submitted'))") == 0,
           "a channel is leased to an order that is not open");
    expect(count(database,
                 "SELECT count(*) - count(DISTINCT channel) FROM orders WHERE state = 'offered' OR "
                 "(state = 'submitted' AND payer IS NULL)") == 0,
           "two open orders have one channel");
}

void Audit::look_at(store::Transaction& database) {
    ++totals_.looks;
    totals_.settled = totals_.failed = 0;
    std::map<std::string, OrderRow> orders;
    for (auto& order : read_orders(database)) {
        check_order(order);
        if (order.state == "settled") ++totals_.settled;
        if (order.state == "failed") ++totals_.failed;
        orders.emplace(order.id, std::move(order));
    }
    check_told(orders);
    check_sent(orders);
    check_channels(database);
    for (auto const& finding :
         store::check_quickly(database, network_.repository().latest_ledger()->closed_at))
        expect(!finding.breaks_a_law(),
               std::string(finding.invariant.sentence) + ": not " +
                   (finding.offenders.empty() ? "" : finding.offenders[0]));
    for (auto const& receipt : log_.receipts)
        expect(count(database, "SELECT count(*) FROM purchases WHERE id = '" + receipt.purchase +
                                   "' AND order_id = '" + receipt.order.text() + "'") == 1,
               "the purchase of a receipt for order " + receipt.order.text() + " is lost");
}

bool Audit::is_all_on_record(store::Transaction& database) {
    look_outside();
    return count(database, "SELECT count(*) FROM " + std::string(kPaymentsOnRecord)) ==
           static_cast<std::int64_t>(payments_to_merchants_);
}

void Audit::look_at_end(store::Transaction& database, std::int64_t merchants_before) {
    look_outside();
    look_at(database);
    expect(
        count(database, "SELECT count(*) FROM orders WHERE state IN ('offered', 'submitted')") == 0,
        "an order is still open");
    for (auto const& row : database.query("SELECT number, address, sequence FROM channels")) {
        auto const account = *stellar::PublicKey::parse(row.text(1));
        expect(row.integer(2) + 1 == network_.next_sequence(account),
               "channel " + std::to_string(row.integer(0)) + " has a wrong sequence number");
    }
    std::int64_t now = 0;
    for (auto const& merchant : merchants_) now += network_.balance(merchant);
    auto const received = count(database, std::string("SELECT coalesce(sum(amount), 0) FROM ") +
                                              std::string(kPaymentsOnRecord));
    expect(now - merchants_before == received,
           "the merchants got something else than is on record");
    auto const sold =
        count(database, "SELECT coalesce(sum(price), 0) FROM orders WHERE state = 'settled'");
    auto const credited = count(
        database, "SELECT coalesce(sum(amount), 0) FROM received_payments WHERE reason IS NULL");
    expect(sold <= credited, "more was sold than has been paid");
    auto const conserved = sandbox::check_conservation(network_.repository());
    expect(conserved.has_value(), conserved ? "" : conserved.error().message);
}

}  // namespace farthing::sim
