#include "base/encoding.hpp"
#include "payments/wallet_testing.hpp"

namespace farthing::payments {
namespace {

using base::Errc;
using WalletSubmissionTest = WalletTransactionTest;

TEST_F(WalletSubmissionTest, TakesTheOrderWithItsOwnHashTimeAndBytes) {
    auto const order = offered(reader);
    auto const transaction = payment_for(order);
    auto const submission = checked(order, transaction);
    auto const recorded = pay(order, transaction);
    ASSERT_TRUE(recorded);
    EXPECT_FALSE(recorded->repeated);

    auto const now = stored(order);
    EXPECT_EQ(now.state, OrderState::submitted);
    EXPECT_EQ(now.hash, stellar::hash_of(transaction, network.id));
    EXPECT_EQ(now.signed_envelope, submission.envelope);
    EXPECT_EQ(now.expires_at, submission.expires_at);
    EXPECT_EQ(now.wallet_payment, submission.payment);
    EXPECT_EQ(submitted_hash(now), submission.payment.submitted_hash);
    EXPECT_EQ(now.buyer, reader.public_key());
    // It needs no sequence number of the channel account's, so it keeps none from others.
    EXPECT_EQ(free_channels(), 2U);
    EXPECT_EQ(repository.submitted_orders("testnet").size(), 1U);
}

TEST_F(WalletSubmissionTest, TheSameTransactionAgainChangesNothingAndAnotherIsRefused) {
    auto const order = offered(reader);
    auto const transaction = payment_for(order);
    auto const submission = checked(order, transaction);
    ASSERT_TRUE(pay(order, transaction));
    EXPECT_TRUE(pay(order, transaction)->repeated);
    // Two requests that were both checked before the first one was written.
    auto other_bytes = submission;
    other_bytes.envelope.push_back(0);
    EXPECT_TRUE(record_wallet_submission(repository, clock, other_bytes)->repeated);
    EXPECT_EQ(stored(order).signed_envelope, submission.envelope);

    auto another = transaction;
    ++another.sequence;
    EXPECT_EQ(pay(order, another).error().code, Errc::conflict);
    auto late = submission;
    late.hash = {1};
    EXPECT_EQ(record_wallet_submission(repository, clock, late).error().code, Errc::conflict);
    EXPECT_EQ(stored(order).hash, submission.hash);

    // Also when its time is over: what it becomes is known by and by.
    clock.set(submission.expires_at + std::chrono::seconds(1));
    EXPECT_TRUE(pay(order, transaction)->repeated);
    ASSERT_TRUE(settle_order(repository, clock, random, order.id, {.ledger = 7}));
    EXPECT_EQ(pay(order, transaction)->order.state, OrderState::settled);
    EXPECT_EQ(pay(order, another).error().code, Errc::conflict);
}

TEST_F(WalletSubmissionTest, OneTransactionPaysOneOrder) {
    auto const first = offered(reader);
    auto const second = offered(stranger);
    auto const transaction = payment_for(first);
    ASSERT_TRUE(pay(first, transaction));
    EXPECT_EQ(pay(second, transaction).error().code, Errc::invalid_request);

    // Even if the memo did not tell them apart.
    auto stolen = checked(second, payment_for(second));
    stolen.hash = stored(first).hash;
    EXPECT_EQ(record_wallet_submission(repository, clock, stolen).error().code, Errc::conflict);
    EXPECT_EQ(stored(second).state, OrderState::offered);
}

TEST_F(WalletSubmissionTest, OfTwoWaysToPayTheFirstOneStands) {
    auto const order = offered(reader);
    auto const signed_order = *sign_order(order, reader.sign(order.hash), keys, network);
    auto const submission = checked(order, payment_for(order));
    ASSERT_TRUE(record_wallet_submission(repository, clock, submission));
    // Both were checked, the other one came first.
    EXPECT_EQ(record_submission(repository, clock, "testnet", reader.public_key(), signed_order)
                  .error()
                  .code,
              Errc::conflict);
    EXPECT_EQ(stored(order).signed_envelope, submission.envelope);

    auto const other = offered(stranger);
    auto const late = checked(other, payment_for(other));
    ASSERT_TRUE(submit(other, stranger));
    EXPECT_EQ(record_wallet_submission(repository, clock, late).error().code, Errc::conflict);
    EXPECT_EQ(pay(other, payment_for(other)).error().code, Errc::conflict);
    EXPECT_FALSE(stored(other).wallet_payment);
}

TEST_F(WalletSubmissionTest, TheOfferedTransactionIsNotSignedAnyMore) {
    auto const order = offered(reader);
    auto transaction = payment_for(order);
    transaction.source = {reader.public_key()};
    ASSERT_TRUE(record_wallet_submission(
        repository, clock, std::get<WalletSubmission>(*check(order, sign(transaction, reader)))));
    auto const now = stored(order);
    for (auto const& hash : {order.hash, now.hash})
        EXPECT_EQ(sign_order(now, reader.sign(hash), keys, network).error().code, Errc::conflict);
    for (auto const& envelope : {stellar::encode_envelope_base64(sign(transaction, reader)),
                                 base::to_base64(order.unsigned_envelope)})
        EXPECT_EQ(signature_in(envelope, now, network).error().code, Errc::conflict);
    EXPECT_EQ(
        cancel_order(repository, clock, "testnet", reader.public_key(), order.id).error().code,
        Errc::conflict);
    EXPECT_TRUE(std::holds_alternative<UnderWay>(*offer(reader)));
}

TEST_F(WalletSubmissionTest, WhatComesAfterTheOffersEndIsRefused) {
    auto const order = offered(reader);
    auto const submission = checked(order, payment_for(order));
    clock.set(order.expires_at);
    EXPECT_EQ(pay(order, payment_for(order)).error().code, Errc::conflict);
    EXPECT_EQ(record_wallet_submission(repository, clock, submission).error().code, Errc::conflict);
    ASSERT_EQ(expire_offers(repository, clock, 10).size(), 1U);
    EXPECT_NE(pay(order, payment_for(order)).error().message.find("ended"), std::string::npos);
}

TEST_F(WalletSubmissionTest, KeepsTheOrderAliveBeyondTheOffer) {
    auto const order = offered(reader);
    ASSERT_TRUE(pay(order, payment_for(order)));
    expire();
    EXPECT_TRUE(expire_offers(repository, clock, 10).empty());
    EXPECT_EQ(stored(order).state, OrderState::submitted);
}

TEST_F(WalletSubmissionTest, TheChannelComesBackWithItsSequenceNumberUnused) {
    auto const paid = offered(reader);
    ASSERT_TRUE(pay(paid, payment_for(paid)));
    auto const purchase = settle_order(repository, clock, random, paid.id, {.ledger = 7});
    EXPECT_EQ(purchase->hash, stored(paid).hash);
    EXPECT_EQ(purchase->buyer, reader.public_key());

    auto const unpaid = offered(stranger);
    ASSERT_TRUE(pay(unpaid, payment_for(unpaid)));
    ASSERT_TRUE(fail_order(repository, clock, unpaid.id,
                           {.reason = FailureReason::expired,
                            .channel_sequence = sequence_after_payment(stored(unpaid))}));
    ASSERT_EQ(free_channels(), 2U);
    for (auto const& channel : repository.free_channels(network.name))
        EXPECT_EQ(channel.sequence, 100);
}

}  // namespace
}  // namespace farthing::payments
