#include "store/invariants.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <ostream>
#include <set>

#include "payments/receive_testing.hpp"
#include "payments/wallet_transaction.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::store {
namespace {

using payments::Finding;
using payments::Order;
using payments::OrderState;

/// A shop that has seen everything that can happen to an order, through the real operations.
class InvariantsTest : public payments::ReceiveTest {
protected:
    InvariantsTest() {
        live();
        (void)goods::change(goods, clock, store.id, good.id,
                            {.purchase_validity = std::chrono::hours(1)});
        live();
    }

    void live() {
        names["settled"] = settled().id.text();
        names["credited"] = credited().id.text();
        names["elsewhere"] = elsewhere().id.text();
        names["superseded"] = superseded(submitted()).id.text();
        names["replaced"] = superseded(submitted_by_wallet()).id.text();
        names["wallet"] = paid_by_wallet().id.text();
        names["cancelled"] = cancelled().id.text();
        names["refused"] = refused().id.text();
        names["submitted"] = in_state(OrderState::submitted).id.text();
        names["waiting"] = waiting().id.text();
        names["offered"] = offered().id.text();
        receive({payment(), payment("nothing")});
    }

    Order settled() {
        auto const order = in_state(OrderState::settled);
        receive({own_payment_of(order)});
        return order;
    }
    Order credited() {
        auto const order = submitted();
        receive({own_payment_of(order)});
        return order;
    }
    Order elsewhere() {
        auto const order = offered();
        receive({payment_for(order)});
        return order;
    }
    Order cancelled() {
        auto const order = offered();
        (void)payments::cancel_order(repository, clock, order.buyer, order.id);
        return order;
    }
    Order refused() {
        auto const order = submitted();
        (void)payments::fail_order(repository, clock, order.id,
                                   {.reason = payments::FailureReason::insufficient_balance,
                                    .channel_sequence = order.sequence});
        return order;
    }
    /// Under way, and another payment for it has come meanwhile.
    Order waiting() {
        auto const order = submitted();
        receive({payment_for(order)});
        return order;
    }

    /// What was submitted failed, and another payment for the order had come meanwhile.
    Order superseded(Order const& order) {
        receive({payment_for(order)});
        EXPECT_TRUE(payments::settle_by_waiting_payment(
            repository, clock, random, order.id,
            {.reason = payments::FailureReason::insufficient_balance,
             .channel_sequence = payments::sequence_after_payment(order)}));
        return order;
    }

    Order submitted_by_wallet() {
        auto const order = offered();
        auto const end = static_cast<std::uint64_t>(clock.now().seconds() + 60);
        stellar::Transaction const transaction{
            .source = {stranger.public_key()},
            .fee = 100,
            .sequence = 12'345,
            .preconditions = stellar::TimeBounds{.max_time = end},
            .memo = stellar::MemoText{order.id.text()},
            .operations = {{.body = stellar::Payment{.destination = {order.destination},
                                                     .asset = stellar::NativeAsset{},
                                                     .amount = order.price.value()}}}};
        auto const envelope = stellar::encode_envelope_base64(stellar::SignedTransaction{
            transaction, {stellar::sign(stellar::hash_of(transaction, network.id), stranger)}});
        auto const checked = payments::check_wallet_transaction(repository, clock, keys, network,
                                                                order.id, envelope);
        (void)payments::record_wallet_submission(repository, clock,
                                                 std::get<payments::WalletSubmission>(*checked));
        return *repository.find_order(order.id);
    }
    Order paid_by_wallet() {
        auto const order = submitted_by_wallet();
        auto paid = payment_for(order);
        paid.hash = payments::submitted_hash(order);
        paid.inner_hash = order.hash;
        receive({paid});
        return order;
    }

    /// Runs statements in which `@settled` is the id of the settled order, and so on, as somebody
    /// would who can write into the file past all that guards it.
    void plant(std::vector<std::string> const& statements) {
        auto& transaction = database.transaction();
        transaction.execute("PRAGMA defer_foreign_keys = ON");
        transaction.execute("PRAGMA ignore_check_constraints = ON");
        for (auto statement : statements) {
            for (auto const& [name, id] : names)
                for (auto at = statement.find("@" + name); at != std::string::npos;
                     at = statement.find("@" + name))
                    statement.replace(at, name.size() + 1, "'" + id + "'");
            transaction.execute(statement);
        }
    }

    std::vector<Finding> check() {
        return check_thoroughly(database.transaction(), clock.now(), network.name,
                                payments::OrderAudit(network.id, keys));
    }

    /// `M3 no operation...` of all that does not hold.
    std::set<std::string> breaches() {
        std::set<std::string> found;
        for (auto const& finding : check()) {
            if (finding.holds()) continue;
            EXPECT_FALSE(finding.offenders.empty());
            EXPECT_LE(finding.offenders.size(), Finding::kNamed);
            found.insert(std::string(finding.invariant.id) + " " +
                         std::string(finding.invariant.sentence));
        }
        return found;
    }

    std::map<std::string, std::string> names;
};

TEST_F(InvariantsTest, AHealthyDatabaseHasNoBreachAndEverythingInItWasLookedAt) {
    EXPECT_EQ(breaches(), std::set<std::string>());
    auto const findings = check();
    EXPECT_EQ(findings.size(), 23U);
    for (auto const& finding : findings)
        EXPECT_GT(finding.looked_at, 0) << finding.invariant.sentence;
}

TEST_F(InvariantsTest, NoRowAtAllIsHealthyToo) {
    TestDatabase empty(platform_schema());
    for (auto const& finding : check_thoroughly(empty.transaction(), clock.now(), network.name,
                                                payments::OrderAudit(network.id, keys)))
        EXPECT_TRUE(finding.holds()) << finding.invariant.sentence;
}

TEST_F(InvariantsTest, AFewOffendersAreNamedAndAllAreCounted) {
    for (int i = 0; i < 7; ++i) in_state(OrderState::settled);
    plant({"DELETE FROM purchases"});
    auto const findings = check();
    auto const broken = std::ranges::find_if(findings, [](Finding const& finding) {
        return finding.invariant.id == "P2" && !finding.holds();
    });
    ASSERT_NE(broken, findings.end());
    EXPECT_EQ(broken->breaches, count("orders WHERE state = 'settled'"));
    EXPECT_EQ(broken->offenders.size(), Finding::kNamed);
}

TEST_F(InvariantsTest, EveryOrderAndPurchaseIsLookedAtHoweverManyThereAre) {
    plant(
        {"CREATE TABLE many AS WITH RECURSIVE numbers (n) AS "
         "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1100) SELECT n FROM numbers",
         "INSERT INTO orders SELECT printf('%026d', n), network, good_id, store_id, title, buyer, "
         "destination, price, purchase_validity_ms, channel, sequence, randomblob(32), "
         "unsigned_envelope, signed_envelope, created_at, expires_at, submitted_at, ended_at, "
         "state, failure, payer, submitted_hash FROM many, orders WHERE id = @settled",
         "INSERT INTO purchases SELECT printf('%026d', n), printf('%026d', n), network, good_id, "
         "buyer, price, randomblob(32), operation, ledger, purchased_at, expires_at "
         "FROM many, purchases WHERE order_id = @settled"});
    for (auto const& finding : check()) {
        if (finding.invariant.id == "M5") {
            EXPECT_EQ(finding.looked_at, count("orders"));
            EXPECT_EQ(finding.breaches, 1'100);
        }
        if (finding.invariant.id == "C3") {
            EXPECT_EQ(finding.looked_at, count("purchases"));
        }
    }
}

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
     {"INSERT INTO stores SELECT 'aaaaaaaaaaaaaaaaaaaaaaaa', network, name, payout_address, "
      "created_at FROM stores",
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
    {"a hash is no hash",
     {"UPDATE orders SET hash = x'00' WHERE id = @submitted"},
     {"M5 every order's stored bytes"}},
    {"an order pays another amount than its bytes",
     {"UPDATE orders SET price = price - 1 WHERE id = @settled",
      "UPDATE purchases SET price = price - 1 WHERE order_id = @settled"},
     {"M5 every order's stored bytes"}},
    {"a good has lost its secret",
     {"UPDATE goods SET shared_secret = ''"},
     {"C3 every valid purchase"}},
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
