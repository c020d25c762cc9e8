#pragma once

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "payments/receive.hpp"
#include "payments/testing.hpp"

/// A shop with one good, orders in every state, and payments that arrive at its address.
namespace farthing::payments {

using horizon::Incoming;
using horizon::RemotePayment;

constexpr auto kPrice = base::Stroops::of(4'000);

/// Who issues a credit that looks like lumens.
inline stellar::PublicKey issuer() {
    return stellar::PublicKey(base::ByteArray<32>{7});
}

class ReceiveTest : public ShopTest {
protected:
    ReceiveTest() {
        for (ChannelNumber number = 3; number <= 20; ++number)
            repository.put_channel(network.name, {number, keys.key(number).public_key(), 100});
    }

    using ShopTest::offered;
    Order offered() { return offered(stellar::KeyPair::generate(random)); }
    Order submitted() {
        auto const buyer = stellar::KeyPair::generate(random);
        return *submit(offered(buyer), buyer);
    }
    Order in_state(OrderState state) {
        if (state == OrderState::offered) return offered();
        if (state == OrderState::failed)
            return end_offer(repository, offered(), FailureReason::cancelled, clock.now());
        auto const order = submitted();
        if (state != OrderState::settled) return order;
        EXPECT_TRUE(settle_order(repository, clock, random, order.id, {.ledger = ledger + 1}));
        return order;
    }

    /// A payment of the price in lumens, in a ledger of its own.
    RemotePayment payment(std::optional<std::string> memo = {}) {
        RemotePayment next{.position = {.ledger = ++ledger, .transaction = 1, .operation = 1},
                           .created_at = clock.now(),
                           .hash = random.bytes<32>(),
                           .inner_hash = {},
                           .memo = std::move(memo),
                           .incoming = {}};
        next.incoming = Incoming{.kind = Incoming::Kind::payment,
                                 .from = stranger.public_key(),
                                 .asset = stellar::NativeAsset{},
                                 .amount = kPrice};
        return next;
    }
    RemotePayment payment_for(Order const& order) { return payment(order.id.text()); }
    RemotePayment own_payment_of(Order const& order) {
        auto own = payment_for(order);
        own.hash = order.hash;
        return own;
    }

    PageReceived receive(std::vector<RemotePayment> page) {
        return receive_payments(repository, clock, random, network.name, followed(),
                                std::move(page));
    }
    /// What the one payment of a page turned out to be.
    std::variant<OrderId, UnassignedReason> verdict(RemotePayment const& remote) {
        auto const page = receive({remote});
        EXPECT_EQ(page.recorded.size(), 1U);
        return page.recorded.at(0).verdict;
    }
    UnassignedReason reason(RemotePayment const& remote) {
        return std::get<UnassignedReason>(verdict(remote));
    }
    FollowedAccount followed() { return repository.followed_accounts(network.name).at(0); }
    std::int64_t cursor() { return repository.find_cursor(network.name, merchant.public_key()); }
    std::vector<ReceivedPayment> unassigned() {
        return repository.unassigned_payments(network.name, merchant.public_key(),
                                              std::numeric_limits<std::int64_t>::max(), 1'000);
    }
    OrderState state(Order const& order) { return repository.find_order(order.id)->state; }
    std::int64_t count(std::string const& what) {
        return database.transaction().query("SELECT count(*) FROM " + what).at(0).integer(0);
    }

    std::uint32_t ledger = 10;
};

}  // namespace farthing::payments
