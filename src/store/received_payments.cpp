#include "store/columns.hpp"
#include "store/payments_repository.hpp"

/// The part of PaymentsRepository that is about payments from outside.
namespace farthing::store {
namespace {

using payments::OrderId;
using payments::ReceivedPayment;
using payments::UnassignedReason;

constexpr std::string_view kSelect =
    "SELECT network, operation, address, sender, hash, inner_hash, amount, asset, memo, "
    "created_at, order_id, reason FROM received_payments ";

std::variant<OrderId, UnassignedReason> verdict_at(Row const& row, std::size_t order,
                                                   std::size_t reason) {
    if (!row.is_null(order)) return id_at<OrderId>(row, order);
    auto const parsed = payments::parse_unassigned_reason(row.text(reason));
    if (!parsed) throw StoreFailure("a column does not hold why a payment is not assigned");
    return *parsed;
}

ReceivedPayment to_payment(Row const& row) {
    return {.network = row.text(0),
            .operation = horizon::HistoryPosition::from_number(row.integer(1)),
            .address = key_at(row, 2),
            .from = key_at(row, 3),
            .hash = hash_at(row, 4),
            .inner_hash = row.is_null(5) ? std::nullopt : std::optional(hash_at(row, 5)),
            .amount = row.is_null(6) ? std::nullopt : std::optional(stroops_at(row, 6)),
            .asset = row.text(7),
            .memo = row.optional_text(8),
            .created_at = timestamp_at(row, 9),
            .verdict = verdict_at(row, 10, 11)};
}

Value order_column(ReceivedPayment const& payment) {
    auto const* order = std::get_if<OrderId>(&payment.verdict);
    return order != nullptr ? Value(order->text()) : Value(nullptr);
}

Value reason_column(ReceivedPayment const& payment) {
    auto const* reason = std::get_if<UnassignedReason>(&payment.verdict);
    return reason != nullptr ? Value(std::string(to_text(*reason))) : Value(nullptr);
}

}  // namespace

std::vector<payments::FollowedAccount> PaymentsRepository::followed_accounts(
    std::string_view network) {
    std::vector<payments::FollowedAccount> accounts;
    for (auto const& row : transaction_.query(
             "SELECT s.payout_address, min(s.created_at), coalesce(max(f.cursor), 0) FROM stores s "
             "LEFT JOIN followed_accounts f "
             "ON f.network = s.network AND f.address = s.payout_address WHERE s.network = $1 "
             "GROUP BY s.payout_address ORDER BY min(s.created_at), s.payout_address",
             {std::string(network)}))
        accounts.push_back(
            {.address = key_at(row, 0), .since = timestamp_at(row, 1), .cursor = row.integer(2)});
    return accounts;
}

std::int64_t PaymentsRepository::find_cursor(std::string_view network,
                                             stellar::PublicKey const& address) {
    auto const rows = transaction_.query(
        "SELECT cursor FROM followed_accounts WHERE network = $1 AND address = $2",
        {std::string(network), column(address)});
    return rows.empty() ? 0 : rows.front().integer(0);
}

void PaymentsRepository::raise_cursor(std::string_view network, stellar::PublicKey const& address,
                                      std::int64_t cursor) {
    transaction_.execute(
        "INSERT INTO followed_accounts (network, address, cursor) VALUES ($1, $2, $3) "
        "ON CONFLICT (network, address) DO UPDATE SET cursor = excluded.cursor "
        "WHERE followed_accounts.cursor < excluded.cursor",
        {std::string(network), column(address), cursor});
}

bool PaymentsRepository::insert_received_payment(ReceivedPayment const& payment) {
    auto const amount = payment.amount ? column(*payment.amount) : Value(nullptr);
    auto const inner_hash = payment.inner_hash ? to_value(*payment.inner_hash) : Value(nullptr);
    return transaction_.execute(
               "INSERT INTO received_payments (network, operation, address, sender, hash, "
               "inner_hash, amount, asset, memo, ledger, created_at, order_id, reason) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
               "ON CONFLICT (network, operation, address) DO NOTHING",
               {payment.network, payment.operation.to_number(), column(payment.address),
                column(payment.from), to_value(payment.hash), inner_hash, amount, payment.asset,
                optional_value(payment.memo), std::int64_t{payment.operation.ledger},
                column(payment.created_at), order_column(payment), reason_column(payment)}) == 1;
}

bool PaymentsRepository::has_received_payment(std::string_view network,
                                              stellar::PublicKey const& address,
                                              horizon::HistoryPosition const& operation) {
    return transaction_.finds(
        "SELECT 1 FROM received_payments WHERE network = $1 AND operation = $2 AND "
        "address = $3",
        {std::string(network), operation.to_number(), column(address)});
}

std::optional<ReceivedPayment> PaymentsRepository::find_received_payment(
    std::string_view network, stellar::PublicKey const& address,
    horizon::HistoryPosition const& operation) {
    auto const rows = transaction_.query(
        std::string(kSelect) + "WHERE network = $1 AND operation = $2 AND address = $3",
        {std::string(network), operation.to_number(), column(address)});
    return rows.empty() ? std::nullopt : std::optional(to_payment(rows.front()));
}

std::int64_t PaymentsRepository::count_received_payments(std::string_view network,
                                                         stellar::PublicKey const& address) {
    return transaction_.number(
        "SELECT count(*) FROM received_payments WHERE network = $1 AND address = $2",
        {std::string(network), column(address)});
}

std::optional<ReceivedPayment> PaymentsRepository::find_waiting_payment(OrderId const& order) {
    auto const rows = transaction_.query(
        std::string(kSelect) +
            "WHERE memo = $1 AND reason = 'order_under_way' ORDER BY operation LIMIT 1",
        {order.text()});
    return rows.empty() ? std::nullopt : std::optional(to_payment(rows.front()));
}

void PaymentsRepository::assign_payment(ReceivedPayment const& payment, OrderId const& order) {
    transaction_.execute(
        "UPDATE received_payments SET order_id = $4, reason = NULL "
        "WHERE network = $1 AND operation = $2 AND address = $3 AND order_id IS NULL",
        {payment.network, payment.operation.to_number(), column(payment.address), order.text()});
}

void PaymentsRepository::close_waiting_payments(OrderId const& order) {
    transaction_.execute(
        "UPDATE received_payments SET reason = 'order_already_settled' "
        "WHERE memo = $1 AND reason = 'order_under_way'",
        {order.text()});
}

std::vector<ReceivedPayment> PaymentsRepository::unassigned_payments(
    std::string_view network, stellar::PublicKey const& address, std::int64_t before,
    std::size_t limit) {
    std::vector<ReceivedPayment> payments;
    for (auto const& row : transaction_.query(
             std::string(kSelect) +
                 "WHERE network = $1 AND address = $2 AND operation < $3 AND order_id IS NULL "
                 "ORDER BY operation DESC LIMIT $4",
             {std::string(network), column(address), before, static_cast<std::int64_t>(limit)}))
        payments.push_back(to_payment(row));
    return payments;
}

}  // namespace farthing::store
