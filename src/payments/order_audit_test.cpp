#include "payments/order_audit.hpp"

#include <functional>

#include "payments/wallet_testing.hpp"

namespace farthing::payments {
namespace {

class OrderAuditTest : public WalletTransactionTest {
protected:
    std::string fault(Order const& order) {
        return OrderAudit(network.id, keys).fault_of(order).value_or("none");
    }
    Order submitted() {
        auto const order = offered(reader);
        return *submit(order, reader);
    }
    Order paid_by_wallet(stellar::KeyPair const& buyer) {
        auto const order = offered(buyer);
        return pay(order, payment_for(order))->order;
    }
    static stellar::SignedTransaction decode(base::Bytes const& bytes) {
        return std::get<stellar::SignedTransaction>(*stellar::decode_envelope(bytes));
    }
};

TEST_F(OrderAuditTest, WhatTheShopMakesHasNoFaultInAnyState) {
    auto order = offered(reader);
    EXPECT_EQ(fault(order), "none");
    order = *submit(order, reader);
    EXPECT_EQ(fault(order), "none");
    (void)settle_order(repository, clock, random, order.id, {.ledger = 7});
    EXPECT_EQ(fault(stored(order)), "none");
    auto const other = offered(stranger);
    EXPECT_EQ(fault(end_offer(repository, other, FailureReason::cancelled, clock.now())), "none");
}

TEST_F(OrderAuditTest, AWalletsTransactionHasNoFaultWithAFeeBumpAndWithout) {
    EXPECT_EQ(fault(paid_by_wallet(reader)), "none");
    auto const order = offered(stranger);
    auto expensive = payment_for(order);
    expensive.fee = 50'000;
    EXPECT_EQ(fault(pay(order, expensive)->order), "none");
}

TEST_F(OrderAuditTest, APaymentFromElsewhereIsToldFromTheOrdersOwn) {
    OrderAudit const audit(network.id, keys);
    auto own = submitted();
    own.state = OrderState::settled;
    EXPECT_FALSE(audit.is_paid_elsewhere(own));
    own.hash[0] ^= 1;
    EXPECT_EQ(fault(own), "what was offered: its hash is not the order's");
    own.wallet_payment = WalletPayment{.payer = stranger.public_key(), .submitted_hash = {}};
    EXPECT_EQ(fault(own), "none");
    EXPECT_TRUE(audit.is_paid_elsewhere(own));
    own.signed_envelope.clear();
    EXPECT_EQ(fault(own), "none");
    EXPECT_TRUE(audit.is_paid_elsewhere(own));
    own.wallet_payment.reset();
    EXPECT_NE(fault(own), "none");
    auto wallets = paid_by_wallet(stranger);
    EXPECT_FALSE(audit.is_paid_elsewhere(wallets));
    wallets.state = OrderState::settled;
    EXPECT_FALSE(audit.is_paid_elsewhere(wallets));
    wallets.hash[0] ^= 1;
    EXPECT_EQ(fault(wallets), "none");
    EXPECT_TRUE(audit.is_paid_elsewhere(wallets));
    wallets.expires_at = wallets.expires_at + std::chrono::seconds(1);
    EXPECT_EQ(fault(wallets), "what was submitted: its max_time is not the order's");
}

struct RowChange {
    std::function<void(Order&)> change;
    std::string fault;
};

TEST_F(OrderAuditTest, ARowThatDiffersFromItsBytesIsNamed) {
    auto const sound = submitted();
    std::vector<RowChange> const changes{
        {[](Order& order) { order.price = base::Stroops::of(3'999); }, "it pays another amount"},
        {[this](Order& order) { order.destination = stranger.public_key(); },
         "it pays another destination"},
        {[this](Order& order) { order.buyer = stranger.public_key(); },
         "its payer is not the order's buyer"},
        {[this](Order& order) { order.id = OrderId::make(clock, random); },
         "its memo is not the order's id"},
        {[](Order& order) { ++order.sequence; }, "its sequence number is not the order's"},
        {[](Order& order) { ++order.channel; }, "its source is not the order's channel account"},
        {[](Order& order) { order.expires_at = order.expires_at + std::chrono::seconds(1); },
         "its max_time is not the order's"},
        {[](Order& order) { order.hash[31] ^= 1; }, "its hash is not the order's"},
        {[](Order& order) { order.unsigned_envelope.pop_back(); }, "it is not a transaction"},
        {[](Order& order) { order.unsigned_envelope = order.signed_envelope; }, "it is signed"}};
    for (auto const& [change, expected] : changes) {
        auto order = sound;
        change(order);
        EXPECT_EQ(fault(order), "what was offered: " + expected);
    }
}

TEST_F(OrderAuditTest, SubmittedBytesThatAreNotTheOfferedOnesAreNamed) {
    auto const sound = submitted();
    auto const with = [&](auto change) {
        auto order = sound;
        auto envelope = decode(order.signed_envelope);
        change(envelope);
        order.signed_envelope = stellar::encode_envelope(envelope);
        return fault(order);
    };
    EXPECT_EQ(with([](auto& envelope) { ++envelope.transaction.fee; }),
              "what was submitted: it is not what was offered");
    EXPECT_EQ(with([](auto& envelope) { envelope.signatures.pop_back(); }),
              "what was submitted: it does not have two signatures");
    auto order = sound;
    order.signed_envelope.clear();
    EXPECT_EQ(fault(order), "what was submitted: there are no bytes");
    order.signed_envelope = {1};
    EXPECT_EQ(fault(order), "what was submitted: it is not a transaction");
}

TEST_F(OrderAuditTest, AWalletsTransactionThatDiffersFromTheRowIsNamed) {
    auto const sound = paid_by_wallet(reader);
    std::vector<RowChange> const changes{
        {[this](Order& order) { order.wallet_payment->payer = merchant.public_key(); },
         "its source is not the order's payer"},
        {[](Order& order) { order.wallet_payment->submitted_hash[0] ^= 1; },
         "its hash is not the one that it was submitted with"},
        {[](Order& order) { order.hash[0] ^= 1; }, "its hash is not the order's"},
        {[](Order& order) { order.expires_at = order.expires_at + std::chrono::seconds(1); },
         "its max_time is not the order's"},
        {[](Order& order) { order.signed_envelope.clear(); }, "there are no bytes"},
        {[](Order& order) { order.signed_envelope.pop_back(); }, "it is not an envelope"}};
    for (auto const& [change, expected] : changes) {
        auto order = sound;
        change(order);
        EXPECT_EQ(fault(order), "what was submitted: " + expected);
    }
}

TEST_F(OrderAuditTest, BytesForAnotherNetworkOrOtherChannelKeysAreNamed) {
    auto const order = submitted();
    auto const live = stellar::network_id(stellar::kPublicPassphrase);
    EXPECT_EQ(OrderAudit(live, keys).fault_of(order),
              "what was offered: its hash is not the order's");
    ChannelKeys const others(base::Secret("another"), "testnet");
    EXPECT_EQ(OrderAudit(network.id, others).fault_of(order),
              "what was offered: its source is not the order's channel account");
    EXPECT_EQ(OrderAudit(network.id, std::nullopt).fault_of(order), std::nullopt);
}

TEST_F(OrderAuditTest, APurchasesReceiptIsSoundWhileItLivesAndNotAskedForAfterwards) {
    auto const purchase = buy(reader);
    auto const secret = good.description.shared_secret;
    EXPECT_EQ(fault_of_receipt(purchase, secret, clock.now()), std::nullopt);
    EXPECT_EQ(fault_of_receipt(purchase, base::Secret(), clock.now()),
              "its good has no shared secret");
    EXPECT_EQ(fault_of_receipt(purchase, base::Secret(), *purchase.expires_at), std::nullopt);
}

}  // namespace
}  // namespace farthing::payments
