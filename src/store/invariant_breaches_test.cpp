#include <algorithm>
#include <ostream>

#include "store/invariants_testing.hpp"

namespace farthing::store {
namespace {

/// What is done to the database, and which sentences are broken by it: the beginnings of them.
struct Plant {
    char const* what;
    std::vector<std::string> statements;
    std::set<std::string> broken;
};

std::ostream& operator<<(std::ostream& out, Plant const& plant) {
    return out << plant.what;
}

/// The same table without what guards it.
std::string copy(std::string const& table) {
    return "CREATE TABLE loose AS SELECT * FROM " + table;
}
std::string drop(std::string const& table) {
    return "DROP TABLE " + table;
}
std::string rename(std::string const& table) {
    return "ALTER TABLE loose RENAME TO " + table;
}

std::vector<Plant> const kPlants{
    {"a payment buys twice",
     {copy("purchases"), drop("purchases"), rename("purchases"),
      "UPDATE purchases SET hash = (SELECT hash FROM purchases WHERE order_id = @settled), "
      "ledger = 0, operation = 0 WHERE order_id = @wallet"},
     {"M3 no operation", "M3 every credited", "P3 every purchase"}},
    {"a credited payment has another hash",
     {"UPDATE received_payments SET hash = x'00' WHERE order_id = @credited"},
     {"M3 every credited"}},
    {"a credited payment in a fee-bump has another hash",
     {"UPDATE received_payments SET hash = x'00', inner_hash = x'01' WHERE order_id = @wallet"},
     {"M3 every credited"}},
    {"a credited payment is too small",
     {"UPDATE received_payments SET amount = 1 WHERE order_id = @credited"},
     {"M3 every credited"}},
    {"a credited payment is no lumens",
     {"UPDATE received_payments SET asset = 'XLM:G' WHERE order_id = @elsewhere"},
     {"M3 every credited"}},
    {"a payment is credited to an order that is not settled",
     {"UPDATE received_payments SET order_id = @offered, reason = NULL "
      "WHERE operation = (SELECT max(operation) FROM received_payments)"},
     {"M3 every credited"}},
    {"an order is credited twice",
     {copy("received_payments"), drop("received_payments"), rename("received_payments"),
      "INSERT INTO received_payments SELECT network, operation, 'G', sender, hash, inner_hash, "
      "amount, asset, memo, ledger, created_at, order_id, reason FROM received_payments "
      "WHERE order_id = @credited"},
     {"M3 no order is credited twice", "M3 every credited"}},
    {"a payment is neither assigned nor explained",
     {"UPDATE received_payments SET reason = NULL WHERE reason = 'no_memo'"},
     {"M4 every payment that arrived"}},
    {"a payment lies in another ledger than its position says",
     {"UPDATE received_payments SET ledger = ledger + 1 WHERE reason = 'no_memo'"},
     {"M4 every payment that arrived"}},
    {"a payment waits for an order that has ended",
     {"UPDATE received_payments SET memo = @cancelled WHERE reason = 'order_under_way'"},
     {"M4 no payment waits"}},
    {"the payment of a sale is missing",
     {"DELETE FROM received_payments WHERE order_id = @credited"},
     {"M4 every sale"}},
    {"the payment of a sale by another transaction is missing",
     {"DELETE FROM received_payments WHERE order_id = @elsewhere", "DELETE FROM followed_accounts"},
     {"M3 every order that was paid by another"}},
    {"the payment of an order that was given up arrives",
     {"INSERT INTO received_payments SELECT network, 99 << 32, destination, buyer, hash, "
      "NULL, price, 'XLM', id, 99, 0, NULL, 'order_ended' FROM orders WHERE id = @refused"},
     {"M6 no payment of an order"}},
    {"an order is given up as too late before its time",
     {"UPDATE orders SET failure = 'expired' WHERE id = @refused"},
     {"M6 no submitted order"}},
    {"a settled order has no purchase",
     {"DELETE FROM purchases WHERE order_id = @settled"},
     {"P2 every settled", "M3 every credited"}},
    {"an order that failed has a purchase",
     {"UPDATE purchases SET order_id = @refused WHERE order_id = @settled"},
     {"P2 every settled", "P3 every purchase", "M3 every credited", "M4 every sale"}},
    {"a settled order has two purchases",
     {copy("purchases"), drop("purchases"), rename("purchases"),
      "INSERT INTO purchases SELECT '0' || id, order_id, network, good_id, buyer, price, hash, "
      "7, "
      "ledger, purchased_at, expires_at FROM purchases WHERE order_id = @settled"},
     {"P2 every settled", "M3 every credited", "C3 every valid purchase"}},
    {"a purchase has another price",
     {"UPDATE purchases SET price = price + 1 WHERE order_id = @settled"},
     {"P3 every purchase"}},
    {"a purchase has another buyer",
     {"UPDATE purchases SET buyer = (SELECT buyer FROM orders WHERE id = @wallet) "
      "WHERE order_id = @settled"},
     {"P3 every purchase"}},
    {"a purchase lives longer than was sold",
     {"UPDATE purchases SET expires_at = expires_at + 1 WHERE order_id = @settled"},
     {"P3 every purchase"}},
    {"a purchase never ends though it was sold for a time",
     {"UPDATE purchases SET expires_at = NULL WHERE order_id = @settled"},
     {"P3 every purchase"}},
    {"an order has been under way for long",
     {"UPDATE orders SET expires_at = expires_at - 1020000 WHERE id = @submitted"},
     {"P4 no order", "M5 every order's stored bytes"}},
    {"an order is settled but never ended",
     {"UPDATE orders SET ended_at = NULL WHERE id = @settled"},
     {"E1 every order's times"}},
    {"an order is submitted without bytes",
     {"UPDATE orders SET signed_envelope = NULL WHERE id = @submitted"},
     {"E1 every order's times", "M5 every order's stored bytes"}},
    {"an order was cancelled after it was submitted",
     {"UPDATE orders SET failure = 'cancelled' WHERE id = @refused"},
     {"E1 every order's times"}},
    {"an order has a state that there is not",
     {"UPDATE orders SET state = 'lost' WHERE id = @submitted"},
     {"E1 every order's times", "M5 every order's stored bytes", "L1 every channel"}},
    {"a change of state has no event",
     {"DELETE FROM events WHERE order_id = @settled AND kind = 'order.settled'"},
     {"E1 every change"}},
    {"a change of state has two events",
     {"INSERT INTO events (at, kind, order_id) VALUES (0, 'order.settled', @settled)"},
     {"E1 every change"}},
    {"events are in the wrong order",
     {"UPDATE events SET id = id + 1000000 WHERE order_id = @settled AND "
      "kind = 'order.submitted'"},
     {"E1 every change"}},
    {"an order was submitted before it was offered",
     {"UPDATE events SET id = -1 WHERE order_id = @submitted AND kind = 'order.submitted'"},
     {"E1 every change"}},
    {"an order has no events at all",
     {"DELETE FROM events WHERE order_id = @offered"},
     {"E1 every change"}},
    {"an ended order holds a channel",
     {"UPDATE channels SET order_id = @settled WHERE number = "
      "(SELECT min(number) FROM channels WHERE order_id IS NULL)"},
     {"L1 every channel"}},
    {"an order holds the channel of another number",
     {"UPDATE orders SET channel = 999 WHERE id = @offered"},
     {"L1 every channel", "M5 every order's stored bytes"}},
    {"an open order holds no channel",
     {"UPDATE channels SET order_id = NULL WHERE order_id = @submitted"},
     {"L2 every open order"}},
    {"a channel that is held is ahead of its order",
     {"UPDATE channels SET sequence = sequence + 1 WHERE order_id = @submitted"},
     {"L2 every open order"}},
    {"a channel is behind its settled order",
     {"UPDATE channels SET sequence = 99 WHERE number = "
      "(SELECT channel FROM orders WHERE id = @settled)"},
     {"L3 no channel account"}},
    {"a good belongs to another store",
     {"INSERT INTO stores (id, network, name, payout_address, created_at) "
      "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaa', network, name, payout_address, created_at FROM stores",
      "UPDATE orders SET store_id = 'aaaaaaaaaaaaaaaaaaaaaaaa' WHERE id = @settled"},
     {"S1 every order's good"}},
    {"a buyer has two open orders for one good",
     {"DROP INDEX one_open_order",
      "UPDATE orders SET buyer = (SELECT buyer FROM orders WHERE id = @submitted) "
      "WHERE id = @offered"},
     {"P2 no buyer", "M5 every order's stored bytes"}},
    {"the bytes of an order are damaged",
     {"UPDATE orders SET signed_envelope = x'00' WHERE id = @settled"},
     {"M5 every order's stored bytes"}},
    {"what was submitted before another payment came is damaged",
     {"UPDATE orders SET signed_envelope = x'00' WHERE id IN (@superseded, @replaced)"},
     {"M5 every order's stored bytes"}},
    {"an order that was paid past the server has lost who paid",
     {"UPDATE orders SET payer = NULL, submitted_hash = NULL WHERE id = @elsewhere"},
     {"M5 every order's stored bytes"}},
    {"an order has another hash",
     {"UPDATE orders SET hash = zeroblob(32) WHERE id = @submitted"},
     {"M5 every order's stored bytes"}},
    {"an order failed for no known reason",
     {"UPDATE orders SET failure = 'whim' WHERE id = @refused"},
     {"M5 every order's stored bytes"}},
    {"a hash is no hash",
     {"UPDATE orders SET hash = x'00' WHERE id = @submitted"},
     {"M5 every order's stored bytes"}},
    {"an order pays another amount than its bytes",
     {"UPDATE orders SET price = price - 1 WHERE id = @settled",
      "UPDATE purchases SET price = price - 1 WHERE order_id = @settled"},
     {"M5 every order's stored bytes"}},
    {"the clock was set back", {"UPDATE clock_marks SET at = at + 60001"}, {"R4 this"}},
    {"a good has lost its secret",
     {"UPDATE goods SET sealed_secret = x''"},
     {"C3 every valid purchase", "R2 every shared secret"}},
    {"a good has another's secret",
     {"INSERT INTO goods (id, store_id, price, url, title, created_at, updated_at, sealed_secret, "
      "secret_tail) SELECT 'aaaaaaaaaaaaaaaaaaaaaaaa', store_id, price, url, title, created_at, "
      "updated_at, sealed_secret, secret_tail FROM goods LIMIT 1"},
     {"R2 every shared secret"}},
    {"a good that was bought is gone",
     {"DELETE FROM goods"},
     {"R2 every row", "S1 every order's good", "C3 every valid purchase"}},
};

class PlantedBreach : public InvariantsTest, public testing::WithParamInterface<Plant> {};

TEST_P(PlantedBreach, IsFoundAndNamedAndNothingElseIsBlamed) {
    plant(GetParam().statements);
    auto const found = breaches();
    for (auto const& beginning : GetParam().broken)
        EXPECT_TRUE(std::ranges::any_of(
            found, [&](auto const& sentence) { return sentence.starts_with(beginning); }))
            << GetParam().what << " is not found as: " << beginning;
    for (auto const& sentence : found)
        EXPECT_TRUE(std::ranges::any_of(
            GetParam().broken,
            [&](auto const& beginning) { return sentence.starts_with(beginning); }))
            << GetParam().what << " also breaks: " << sentence;
}

INSTANTIATE_TEST_SUITE_P(Store, PlantedBreach, testing::ValuesIn(kPlants));

}  // namespace
}  // namespace farthing::store
