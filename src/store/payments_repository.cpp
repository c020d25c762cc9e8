#include "store/payments_repository.hpp"

#include "store/columns.hpp"

namespace farthing::store {
namespace {

using payments::Order;
using payments::OrderId;
using payments::OrderState;
using payments::Purchase;

constexpr std::string_view kSelectOrder =
    "SELECT id, network, good_id, store_id, title, buyer, destination, price, "
    "purchase_validity_ms, channel, "
    "sequence, hash, unsigned_envelope, signed_envelope, created_at, expires_at, state, failure, "
    "payer, submitted_hash "
    "FROM orders ";

constexpr std::string_view kSelectPurchase =
    "SELECT id, order_id, network, good_id, buyer, price, hash, ledger, purchased_at, expires_at, "
    "operation FROM purchases ";

constexpr std::string_view kSelectChannel = "SELECT number, address, sequence FROM channels ";

std::string sql(std::string_view select, std::string_view rest) {
    return std::string(select) + std::string(rest);
}

OrderState state_at(Row const& row, std::size_t column) {
    auto const state = payments::parse_order_state(row.text(column));
    if (!state) throw StoreFailure("a column does not hold an order's state");
    return *state;
}

std::optional<payments::FailureReason> failure_at(Row const& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    auto const reason = payments::parse_failure_reason(row.text(column));
    if (!reason) throw StoreFailure("a column does not hold why an order failed");
    return reason;
}

std::optional<payments::WalletPayment> wallet_payment_at(Row const& row, std::size_t payer) {
    if (row.is_null(payer)) return std::nullopt;
    return payments::WalletPayment{.payer = key_at(row, payer),
                                   .submitted_hash = hash_at(row, payer + 1)};
}

Order to_order(Row const& row) {
    return {.id = id_at<OrderId>(row, 0),
            .network = row.text(1),
            .good = id_at<goods::GoodId>(row, 2),
            .store = id_at<stores::StoreId>(row, 3),
            .title = row.text(4),
            .buyer = key_at(row, 5),
            .destination = key_at(row, 6),
            .price = stroops_at(row, 7),
            .purchase_validity = optional_period_at(row, 8),
            .channel = row.integer(9),
            .sequence = row.integer(10),
            .hash = hash_at(row, 11),
            .unsigned_envelope = row.bytes(12),
            .signed_envelope = row.is_null(13) ? base::Bytes() : row.bytes(13),
            .created_at = timestamp_at(row, 14),
            .expires_at = timestamp_at(row, 15),
            .state = state_at(row, 16),
            .failure = failure_at(row, 17),
            .wallet_payment = wallet_payment_at(row, 18)};
}

Purchase to_purchase(Row const& row) {
    return {.id = id_at<payments::PurchaseId>(row, 0),
            .order = id_at<OrderId>(row, 1),
            .network = row.text(2),
            .good = id_at<goods::GoodId>(row, 3),
            .buyer = key_at(row, 4),
            .price = stroops_at(row, 5),
            .hash = hash_at(row, 6),
            .ledger = row.integer(7),
            .operation = u32_at(row, 10),
            .purchased_at = timestamp_at(row, 8),
            .expires_at = optional_timestamp_at(row, 9)};
}

payments::Channel to_channel(Row const& row) {
    return {.number = row.integer(0), .address = key_at(row, 1), .sequence = row.integer(2)};
}

template <class T, class Convert>
std::optional<T> first(Rows const& rows, Convert convert) {
    if (rows.empty()) return std::nullopt;
    return convert(rows.front());
}

template <class T, class Convert>
std::vector<T> all(Rows const& rows, Convert convert) {
    std::vector<T> items;
    for (auto const& row : rows) items.push_back(convert(row));
    return items;
}

}  // namespace

std::optional<payments::Channel> PaymentsRepository::lease_channel(std::string_view network,
                                                                   OrderId const& order) {
    return first<payments::Channel>(
        transaction_.query(
            "UPDATE channels SET order_id = $2 WHERE network = $1 AND order_id IS NULL AND "
            "number = (SELECT number FROM channels WHERE network = $1 AND order_id IS NULL "
            "ORDER BY sequence, number LIMIT 1) RETURNING number, address, sequence",
            {std::string(network), order.text()}),
        to_channel);
}

void PaymentsRepository::return_channel(OrderId const& order, stellar::SequenceNumber last_used) {
    transaction_.execute("DELETE FROM channels WHERE order_id = $1 AND forgotten = 1",
                         {order.text()});
    transaction_.execute("UPDATE channels SET order_id = NULL, sequence = $2 WHERE order_id = $1",
                         {order.text(), last_used});
}

bool PaymentsRepository::put_channel(std::string_view network, payments::Channel const& channel) {
    transaction_.execute(
        "INSERT INTO channels (network, number, address, sequence) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (network, number) DO UPDATE SET sequence = excluded.sequence "
        "WHERE channels.order_id IS NULL AND channels.sequence < excluded.sequence",
        {std::string(network), channel.number, column(channel.address), channel.sequence});
    return !transaction_.finds(
        "SELECT 1 FROM channels WHERE network = $1 AND number = $2 AND forgotten = 1",
        {std::string(network), channel.number});
}

void PaymentsRepository::forget_channel(std::string_view network, payments::ChannelNumber number) {
    transaction_.execute(
        "DELETE FROM channels WHERE network = $1 AND number = $2 AND order_id IS NULL",
        {std::string(network), number});
    transaction_.execute("UPDATE channels SET forgotten = 1 WHERE network = $1 AND number = $2",
                         {std::string(network), number});
}

bool PaymentsRepository::is_channel(std::string_view network, stellar::PublicKey const& address) {
    return transaction_.finds("SELECT 1 FROM channels WHERE network = $1 AND address = $2",
                              {std::string(network), column(address)});
}

payments::ChannelNumber PaymentsRepository::highest_channel(std::string_view network) {
    return transaction_.number("SELECT coalesce(max(number), 0) FROM channels WHERE network = $1",
                               {std::string(network)});
}

std::vector<payments::Channel> PaymentsRepository::free_channels(std::string_view network) {
    return all<payments::Channel>(
        transaction_.query(
            sql(kSelectChannel, "WHERE network = $1 AND order_id IS NULL ORDER BY number"),
            {std::string(network)}),
        to_channel);
}

std::int64_t PaymentsRepository::count_channels(std::string_view network) {
    return transaction_.number("SELECT count(*) FROM channels WHERE network = $1",
                               {std::string(network)});
}

bool PaymentsRepository::insert_order(Order const& order) {
    return transaction_.execute(
               "INSERT INTO orders (id, network, good_id, store_id, title, buyer, destination, "
               "price, "
               "purchase_validity_ms, channel, sequence, hash, unsigned_envelope, created_at, "
               "expires_at, state) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
               "'offered') "
               "ON CONFLICT DO NOTHING",
               {order.id.text(), order.network, order.good.text(), order.store.text(), order.title,
                column(order.buyer), column(order.destination), column(order.price),
                column(order.purchase_validity), order.channel, order.sequence,
                to_value(order.hash), order.unsigned_envelope, column(order.created_at),
                column(order.expires_at)}) == 1;
}

std::optional<Order> PaymentsRepository::find_order(OrderId const& id) {
    return first<Order>(transaction_.query(sql(kSelectOrder, "WHERE id = $1"), {id.text()}),
                        to_order);
}

std::vector<Order> PaymentsRepository::orders_behind(std::string_view network, std::string_view id,
                                                     std::size_t limit) {
    return all<Order>(
        transaction_.query(
            sql(kSelectOrder, "WHERE network = $1 AND id > $2 ORDER BY id LIMIT $3"),
            {std::string(network), std::string(id), static_cast<std::int64_t>(limit)}),
        to_order);
}

std::optional<Order> PaymentsRepository::find_open_order(std::string_view network,
                                                         stellar::PublicKey const& buyer,
                                                         goods::GoodId const& good) {
    return first<Order>(transaction_.query(sql(kSelectOrder,
                                               "WHERE buyer = $1 AND good_id = $2 AND network = $3 "
                                               "AND state IN ('offered', 'submitted')"),
                                           {column(buyer), good.text(), std::string(network)}),
                        to_order);
}

std::optional<Order> PaymentsRepository::find_order_by_hash(std::string_view network,
                                                            stellar::TransactionHash const& hash) {
    return first<Order>(transaction_.query(sql(kSelectOrder, "WHERE network = $1 AND hash = $2"),
                                           {std::string(network), to_value(hash)}),
                        to_order);
}

std::vector<Order> PaymentsRepository::submitted_orders(std::string_view network) {
    return all<Order>(
        transaction_.query(
            sql(kSelectOrder, "WHERE network = $1 AND state = 'submitted' ORDER BY id"),
            {std::string(network)}),
        to_order);
}

std::vector<Order> PaymentsRepository::offers_ending_before(base::Timestamp time,
                                                            std::size_t limit) {
    return all<Order>(
        transaction_.query(
            sql(kSelectOrder,
                "WHERE state = 'offered' AND expires_at <= $1 ORDER BY expires_at LIMIT $2"),
            {column(time), static_cast<std::int64_t>(limit)}),
        to_order);
}

std::optional<Order> PaymentsRepository::oldest_offer_before(std::string_view network,
                                                             base::Timestamp time) {
    // Ids are time-ordered, and all offers live equally long.
    return first<Order>(
        transaction_.query(sql(kSelectOrder,
                               "WHERE state = 'offered' AND network = $1 AND created_at <= $2 "
                               "ORDER BY expires_at LIMIT 1"),
                           {std::string(network), column(time)}),
        to_order);
}

bool PaymentsRepository::mark_submitted(OrderId const& id, base::Bytes const& signed_envelope,
                                        base::Timestamp now) {
    return transaction_.execute(
               "UPDATE orders SET state = 'submitted', signed_envelope = $2, submitted_at = $3 "
               "WHERE id = $1 AND state = 'offered'",
               {id.text(), signed_envelope, column(now)}) == 1;
}

bool PaymentsRepository::mark_submitted_by_wallet(payments::WalletSubmission const& submission,
                                                  base::Timestamp now) {
    // The unique index orders_by_hash is the law; asking first only makes a value of the conflict.
    return transaction_.execute(
               "UPDATE orders SET state = 'submitted', signed_envelope = $2, submitted_at = $3, "
               "hash = $4, expires_at = $5, payer = $6, submitted_hash = $7 "
               "WHERE id = $1 AND state = 'offered' AND NOT EXISTS (SELECT 1 FROM orders AS other "
               "WHERE other.network = orders.network AND other.hash = $4)",
               {submission.order.text(), submission.envelope, column(now),
                to_value(submission.hash), column(submission.expires_at),
                column(submission.payment.payer), to_value(submission.payment.submitted_hash)}) ==
           1;
}

std::int64_t PaymentsRepository::count_wallet_submissions(std::string_view network) {
    return transaction_.number(
        "SELECT count(*) FROM orders WHERE network = $1 AND state = 'submitted' AND payer IS "
        "NOT NULL",
        {std::string(network)});
}

bool PaymentsRepository::mark_settled(OrderId const& id, base::Timestamp now) {
    return transaction_.execute(
               "UPDATE orders SET state = 'settled', ended_at = $2 WHERE id = $1 AND state = "
               "'submitted'",
               {id.text(), column(now)}) == 1;
}

bool PaymentsRepository::mark_paid_elsewhere(OrderId const& id, OrderState from,
                                             payments::PaidElsewhere const& paid,
                                             base::Timestamp now) {
    return transaction_.execute(
               "UPDATE orders SET state = 'settled', hash = $3, payer = $4, submitted_hash = $5, "
               "ended_at = $6, failure = NULL, signed_envelope = coalesce(signed_envelope, x'') "
               "WHERE id = $1 AND state = $2",
               {id.text(), std::string(to_text(from)), to_value(paid.hash),
                column(paid.payment.payer), to_value(paid.payment.submitted_hash), column(now)}) ==
           1;
}

bool PaymentsRepository::mark_failed(OrderId const& id, OrderState from,
                                     payments::FailureReason reason, base::Timestamp now) {
    return transaction_.execute(
               "UPDATE orders SET state = 'failed', failure = $3, ended_at = $4 WHERE id = $1 AND "
               "state = $2",
               {id.text(), std::string(to_text(from)), std::string(to_text(reason)),
                column(now)}) == 1;
}

void PaymentsRepository::insert_purchase(Purchase const& purchase) {
    transaction_.execute(
        "INSERT INTO purchases (id, order_id, network, good_id, buyer, price, hash, operation, "
        "ledger, purchased_at, "
        "expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        {purchase.id.text(), purchase.order.text(), purchase.network, purchase.good.text(),
         column(purchase.buyer), column(purchase.price), to_value(purchase.hash),
         std::int64_t{purchase.operation}, purchase.ledger, column(purchase.purchased_at),
         column(purchase.expires_at)});
}

std::optional<Purchase> PaymentsRepository::find_purchase_of(OrderId const& order) {
    return first<Purchase>(
        transaction_.query(sql(kSelectPurchase, "WHERE order_id = $1"), {order.text()}),
        to_purchase);
}

std::optional<Purchase> PaymentsRepository::find_purchase(payments::PurchaseId const& id) {
    return first<Purchase>(transaction_.query(sql(kSelectPurchase, "WHERE id = $1"), {id.text()}),
                           to_purchase);
}

std::vector<Purchase> PaymentsRepository::purchases_behind(std::string_view network,
                                                           std::string_view id, std::size_t limit) {
    return all<Purchase>(
        transaction_.query(
            sql(kSelectPurchase, "WHERE network = $1 AND id > $2 ORDER BY id LIMIT $3"),
            {std::string(network), std::string(id), static_cast<std::int64_t>(limit)}),
        to_purchase);
}

std::vector<Purchase> PaymentsRepository::purchases_of(
    std::string_view network, stellar::PublicKey const& buyer,
    std::optional<payments::PurchaseId> const& before, std::size_t limit) {
    // Behind every id: `~` sorts after letters and digits.
    auto const bound = before ? before->text() : std::string("~");
    return all<Purchase>(
        transaction_.query(
            sql(kSelectPurchase,
                "WHERE buyer = $1 AND network = $2 AND id < $3 ORDER BY id DESC LIMIT $4"),
            {column(buyer), std::string(network), bound, static_cast<std::int64_t>(limit)}),
        to_purchase);
}

std::optional<Purchase> PaymentsRepository::find_valid_purchase(std::string_view network,
                                                                stellar::PublicKey const& buyer,
                                                                goods::GoodId const& good,
                                                                base::Timestamp now) {
    return first<Purchase>(
        transaction_.query(sql(kSelectPurchase,
                               "WHERE buyer = $1 AND good_id = $2 AND network = $4 AND "
                               "(expires_at IS NULL OR expires_at > $3) ORDER BY id DESC LIMIT 1"),
                           {column(buyer), good.text(), column(now), std::string(network)}),
        to_purchase);
}

void PaymentsRepository::append_event(std::string_view kind, OrderId const& order,
                                      base::Timestamp now) {
    transaction_.execute("INSERT INTO events (at, kind, order_id) VALUES ($1, $2, $3)",
                         {column(now), std::string(kind), order.text()});
}

}  // namespace farthing::store
