#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "payments/receive_testing.hpp"

namespace farthing::payments {
namespace {

/// Random payments for random orders, delivered in pages that overlap, repeat and shuffle, while
/// the orders go their own ways. After all that, every payment is accounted for exactly once.
class ReceiveModelTest : public ReceiveTest {
protected:
    std::size_t below(std::size_t n) { return random.bytes<1>()[0] % n; }

    RemotePayment random_payment() {
        auto const& order = orders[below(orders.size())];
        // The order's own transaction is in a ledger at most once, with one operation.
        if (below(4) == 0 && own.insert(order.hash).second) return own_payment_of(order);
        auto next = below(4) == 0 ? payment() : payment_for(order);
        if (below(4) == 0 && !history.empty() && !own.contains(history.back().hash)) {
            // One more operation of the transaction before.
            next = history.back();
            ++next.position.operation;
        }
        next.incoming->amount = base::Stroops::of(kPrice.value() - 1 + std::int64_t(below(3)));
        if (below(8) == 0) next.incoming->asset = stellar::CreditAsset{"XLM", issuer()};
        return next;
    }

    void let_an_order_go_on() {
        auto const& order = orders[below(orders.size())];
        auto const now = *repository.find_order(order.id);
        if (now.state == OrderState::offered && below(2) == 0)
            (void)end_offer(repository, now, FailureReason::expired, clock.now());
        if (now.state != OrderState::submitted) return;
        if (below(2) == 0) {
            (void)settle_order(repository, clock, random, order.id, {.ledger = ledger});
            return;
        }
        Failed const failed{.reason = FailureReason::expired, .channel_sequence = 200};
        if (!settle_by_waiting_payment(repository, clock, random, order.id, failed))
            (void)fail_order(repository, clock, order.id, failed);
    }

    /// A page that begins somewhere in what is known and goes some way beyond it.
    void deliver() {
        auto const from = delivered - std::min(delivered, below(4));
        auto const to = std::min(history.size(), delivered + below(5));
        std::vector<RemotePayment> page(history.begin() + static_cast<std::ptrdiff_t>(from),
                                        history.begin() + static_cast<std::ptrdiff_t>(to));
        if (!page.empty()) page.push_back(page[below(page.size())]);
        for (std::size_t i = page.size(); i > 1; --i) std::swap(page[i - 1], page[below(i)]);
        auto const before = cursor();
        EXPECT_EQ(receive(page).refused, 0U);
        EXPECT_GE(cursor(), before);
        delivered = std::max(delivered, to);
    }

    void expect_everything_accounted_for() {
        auto& transaction = database.transaction();
        std::int64_t received = 0;
        for (std::size_t i = 0; i < delivered; ++i)
            received += history[i].incoming->amount->value();
        auto const sum = [&](std::string const& where) {
            return transaction
                .query("SELECT coalesce(sum(amount), 0) FROM received_payments WHERE " + where)
                .at(0)
                .integer(0);
        };
        EXPECT_EQ(count("received_payments"), static_cast<std::int64_t>(delivered));
        EXPECT_EQ(sum("order_id IS NOT NULL") + sum("order_id IS NULL"), received);
        // Who is assigned is settled, by at least the price, and by this very operation.
        EXPECT_EQ(count("received_payments r LEFT JOIN orders o ON o.id = r.order_id "
                        "LEFT JOIN purchases p ON p.order_id = r.order_id "
                        "WHERE r.order_id IS NOT NULL AND (o.state IS NOT 'settled' OR "
                        "r.amount < o.price OR r.asset <> 'XLM' OR p.hash <> o.hash OR "
                        "p.operation <> (r.operation & 4095) - 1)"),
                  0);
        EXPECT_EQ(count("orders WHERE state = 'settled'"), count("purchases"));
        EXPECT_EQ(count("received_payments r JOIN orders o ON o.id = r.memo "
                        "WHERE r.reason = 'order_under_way' AND o.state <> 'submitted'"),
                  0);
    }

    std::vector<Order> orders;
    std::vector<RemotePayment> history;
    std::set<stellar::TransactionHash> own;
    std::size_t delivered = 0;
};

TEST_F(ReceiveModelTest, WhateverComesIsCountedOnceAndNothingIsLost) {
    for (std::uint64_t seed = 101; seed <= 140; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        random = base::SeededRandom(seed);
        orders.clear();
        for (auto const state : {OrderState::offered, OrderState::offered, OrderState::submitted,
                                 OrderState::submitted, OrderState::settled, OrderState::failed})
            orders.push_back(in_state(state));
        for (int step = 0; step < 30; ++step) {
            history.push_back(random_payment());
            if (below(3) == 0) let_an_order_go_on();
            if (below(2) == 0) deliver();
        }
        while (delivered < history.size()) deliver();
        expect_everything_accounted_for();
        for (auto const& order : orders) {
            auto const now = *repository.find_order(order.id);
            if (now.state == OrderState::offered)
                (void)end_offer(repository, now, FailureReason::expired, clock.now());
            if (now.state == OrderState::submitted)
                (void)settle_order(repository, clock, random, order.id, {.ledger = ledger});
        }
    }
}

}  // namespace
}  // namespace farthing::payments
