#include "store/invariant_table.hpp"

#include <array>

namespace farthing::store {
namespace {

using Weight = payments::Invariant::Weight;

constexpr char const* kOrders = "SELECT count(*) FROM orders";
constexpr char const* kOpenOrders =
    "SELECT count(*) FROM orders WHERE state IN ('offered', 'submitted')";
constexpr char const* kPurchases = "SELECT count(*) FROM purchases";
constexpr char const* kReceived = "SELECT count(*) FROM received_payments";
constexpr char const* kCredited =
    "SELECT count(*) FROM received_payments WHERE order_id IS NOT NULL";
constexpr char const* kChannels = "SELECT count(*) FROM channels";

// Positions in history have the ledger above bit 32 and the operation, from 1, in the lowest 12.
//
// In the second of M3 a payment may have arrived inside a fee-bump, whoever made that: then its own
// hash is the inner one.
constexpr std::array<SqlInvariant, 15> kQuick{{
    {{"M3", "no operation of the network is credited to two purchases"},
     kPurchases,
     "SELECT 'purchase ' || min(id) AS offender FROM purchases "
     "GROUP BY network, hash, operation HAVING count(*) > 1"},
    {{"M3", "every credited payment is the one that its settled order was paid by"},
     kCredited,
     "SELECT 'payment ' || r.operation || ' for order ' || r.order_id AS offender "
     "FROM received_payments r LEFT JOIN orders o ON o.id = r.order_id "
     "LEFT JOIN purchases p ON p.order_id = r.order_id "
     "WHERE r.order_id IS NOT NULL AND (o.id IS NULL OR p.id IS NULL OR o.state <> 'settled' "
     "OR o.network <> r.network OR o.destination <> r.address OR r.asset <> 'XLM' "
     "OR r.amount IS NULL OR r.amount < o.price OR p.ledger <> r.ledger "
     "OR p.operation <> (r.operation & 4095) - 1 OR p.hash NOT IN (r.hash, coalesce(r.inner_hash, "
     "r.hash)))"},
    {{"M3", "no order is credited twice, and no operation for two orders"},
     kCredited,
     "SELECT 'order ' || order_id AS offender FROM received_payments "
     "WHERE order_id IS NOT NULL GROUP BY order_id HAVING count(*) > 1 "
     "UNION ALL SELECT 'payment ' || operation FROM received_payments "
     "WHERE order_id IS NOT NULL GROUP BY network, operation HAVING count(*) > 1"},
    {{"M4", "every payment that arrived is an order's, or has a reason why it is not"},
     kReceived,
     "SELECT 'payment ' || operation AS offender FROM received_payments "
     "WHERE (order_id IS NULL) = (reason IS NULL) OR ledger <> operation >> 32"},
    {{"M4", "no payment waits for an order that is not under way"},
     "SELECT count(*) FROM received_payments WHERE reason = 'order_under_way'",
     "SELECT 'payment ' || r.operation || ' for order ' || r.memo AS offender "
     "FROM received_payments r LEFT JOIN orders o ON o.id = r.memo "
     "WHERE r.reason = 'order_under_way' AND (o.id IS NULL OR o.state <> 'submitted')"},
    {{"M4", "every sale in the ledgers that have been read has its payment on record"},
     kPurchases,
     "SELECT 'purchase ' || p.id AS offender FROM followed_accounts f "
     "JOIN orders o ON o.network = f.network AND o.destination = f.address "
     "JOIN purchases p ON p.order_id = o.id LEFT JOIN received_payments r ON r.order_id = o.id "
     "WHERE p.ledger < f.cursor >> 32 AND r.order_id IS NULL"},
    {{"M6", "no payment of an order that was given up has arrived after all"},
     "SELECT count(*) FROM orders WHERE state = 'failed'",
     "SELECT 'order ' || o.id AS offender FROM received_payments r JOIN orders o "
     "ON o.network = r.network AND (o.hash = r.hash OR o.id = r.memo) "
     "WHERE r.reason = 'order_ended' AND o.state = 'failed' AND o.submitted_at IS NOT NULL "
     "AND (o.hash IN (r.hash, r.inner_hash) OR o.submitted_hash = r.hash)"},
    {{"M6", "no submitted order was given up as too late before its time", Weight::warning},
     "SELECT count(*) FROM orders WHERE state = 'failed'",
     "SELECT 'order ' || id AS offender FROM orders WHERE failure = 'expired' "
     "AND submitted_at IS NOT NULL AND ended_at < expires_at"},
    {{"P2", "every settled order has one purchase, and no other order has any"},
     kOrders,
     "SELECT 'order ' || o.id AS offender FROM orders o "
     "LEFT JOIN purchases p ON p.order_id = o.id WHERE o.state = 'settled' AND p.id IS NULL "
     "UNION ALL SELECT 'purchase ' || p.id FROM purchases p LEFT JOIN orders o "
     "ON o.id = p.order_id WHERE o.state IS NULL OR o.state <> 'settled' "
     "UNION ALL SELECT 'order ' || order_id FROM purchases GROUP BY order_id HAVING count(*) > 1"},
    {{"P3", "every purchase has its order's price, buyer, good, payment and validity"},
     kPurchases,
     "SELECT 'purchase ' || p.id AS offender FROM purchases p JOIN orders o ON o.id = p.order_id "
     "WHERE p.price <> o.price OR p.buyer <> o.buyer OR p.good_id <> o.good_id "
     "OR p.network <> o.network OR p.hash <> o.hash "
     "OR p.expires_at IS DISTINCT FROM p.purchased_at + o.purchase_validity_ms"},
    {{"P4", "no order is under way for 15 minutes beyond its time", Weight::warning},
     kOpenOrders,
     "SELECT 'order ' || id || ' (' || state || ')' AS offender FROM orders "
     "WHERE state IN ('offered', 'submitted') AND expires_at + 900000 < $1"},
    {{"E1", "every order's times, bytes and reason fit its state"},
     kOrders,
     "SELECT 'order ' || id || ' (' || state || ')' AS offender FROM orders WHERE "
     "(submitted_at IS NULL) <> (signed_envelope IS NULL OR length(signed_envelope) = 0) "
     "OR (state IN ('settled', 'failed')) <> (ended_at IS NOT NULL) "
     "OR (state = 'failed') <> (failure IS NOT NULL) "
     "OR (payer IS NULL) <> (submitted_hash IS NULL) "
     "OR (payer IS NOT NULL AND submitted_at IS NULL AND state <> 'settled') "
     "OR (state = 'offered' AND submitted_at IS NOT NULL) "
     "OR (state = 'submitted' AND submitted_at IS NULL) "
     "OR (failure = 'cancelled' AND submitted_at IS NOT NULL) "
     "OR (failure NOT IN ('cancelled', 'expired') AND submitted_at IS NULL) "
     "OR state NOT IN ('offered', 'submitted', 'settled', 'failed')"},
    {{"L1", "every channel account that is taken is held by an open order of its own"},
     kChannels,
     "SELECT 'channel ' || c.number || ' of ' || c.network AS offender FROM channels c "
     "LEFT JOIN orders o ON o.id = c.order_id WHERE (c.forgotten = 1 AND c.order_id IS NULL) "
     "OR (c.order_id IS NOT NULL AND (o.id IS NULL OR o.network <> c.network "
     "OR o.channel <> c.number OR o.state NOT IN ('offered', 'submitted')))"},
    {{"L2", "every open order holds one channel account, unless a wallet pays by its own"},
     kOpenOrders,
     "SELECT 'order ' || o.id AS offender FROM orders o LEFT JOIN channels c "
     "ON c.order_id = o.id WHERE o.state = 'offered' OR (o.state = 'submitted' AND o.payer IS "
     "NULL) GROUP BY o.id, o.sequence "
     "HAVING count(c.number) <> 1 OR max(c.sequence) <> o.sequence - 1"},
    {{"S1", "every order's good is its store's, on the order's network"},
     kOrders,
     "SELECT 'order ' || o.id AS offender FROM orders o LEFT JOIN goods g ON g.id = o.good_id "
     "LEFT JOIN stores s ON s.id = o.store_id WHERE g.store_id IS NULL OR s.network IS NULL "
     "OR g.store_id <> o.store_id OR s.network <> o.network"},
}};

constexpr std::array<SqlInvariant, 3> kSlow{{
    {{"P2", "no buyer has two open orders for one good"},
     kOpenOrders,
     "SELECT 'buyer ' || buyer AS offender FROM orders WHERE state IN ('offered', 'submitted') "
     "GROUP BY buyer, good_id HAVING count(*) > 1"},
    {{"E1", "every change of an order's state has its event, in order"},
     "SELECT count(*) FROM events",
     "SELECT 'order ' || o.id || ' (' || o.state || ')' AS offender FROM orders o LEFT JOIN ("
     "SELECT order_id, sum(CASE WHEN kind = 'order.offered' THEN 1 ELSE 0 END) AS offered, "
     "sum(CASE WHEN kind = 'order.submitted' THEN 1 ELSE 0 END) AS submitted, "
     "sum(CASE WHEN kind = 'order.settled' THEN 1 ELSE 0 END) AS settled, "
     "sum(CASE WHEN kind = 'order.failed' THEN 1 ELSE 0 END) AS failed, "
     "max(CASE WHEN kind = 'order.offered' THEN id ELSE 0 END) AS first, "
     "max(CASE WHEN kind = 'order.submitted' THEN id ELSE 0 END) AS second, "
     "max(CASE WHEN kind IN ('order.settled', 'order.failed') THEN id ELSE 0 END) AS last "
     "FROM events GROUP BY order_id) e ON e.order_id = o.id "
     "WHERE e.order_id IS NULL OR e.offered <> 1 "
     "OR e.submitted <> CASE WHEN o.submitted_at IS NULL THEN 0 ELSE 1 END "
     "OR e.settled <> CASE WHEN o.state = 'settled' THEN 1 ELSE 0 END "
     // An offer that had ended may still turn out to have been paid in time.
     "OR (o.state = 'failed' AND e.failed <> 1) OR (o.state <> 'failed' AND e.failed > CASE WHEN "
     "o.state = 'settled' AND o.submitted_at IS NULL THEN 1 ELSE 0 END) "
     "OR (e.submitted = 1 AND e.second < e.first) "
     "OR (e.settled + e.failed = 1 AND (e.last < e.first OR e.last < e.second))"},
    {{"R4", "this machine's clock has not gone back behind a time at which it was right"},
     "SELECT count(*) FROM clock_marks",
     "SELECT 'the clock, by ' || ((at - $1) / 1000) || ' s' AS offender FROM clock_marks "
     "WHERE at - $1 > 60000"},
}};

}  // namespace

std::span<SqlInvariant const> quick_invariants() {
    return kQuick;
}

std::span<SqlInvariant const> slow_invariants() {
    return kSlow;
}

}  // namespace farthing::store
