#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "payments/receive_testing.hpp"
#include "payments/wallet_transaction.hpp"
#include "stellar/envelope_xdr.hpp"
#include "store/clock_mark.hpp"
#include "store/invariants.hpp"

namespace farthing::store {

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
        raise_clock_mark(database.transaction(), network.name, clock.now());
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
        (void)payments::cancel_order(repository, clock, "testnet", order.buyer, order.id);
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
        return check_thoroughly(database.transaction(), clock.now(),
                                {{network.name, {network.id, keys}}});
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

}  // namespace farthing::store
