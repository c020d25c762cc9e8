#include "payments/receive.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "payments/receive_testing.hpp"

namespace farthing::payments {
namespace {

TEST_F(ReceiveTest, APaymentWithTheIdOfAnOfferedOrderPaysForIt) {
    auto const order = offered();
    auto const paid = payment_for(order);
    EXPECT_EQ(std::get<OrderId>(verdict(paid)), order.id);

    auto const now = *repository.find_order(order.id);
    EXPECT_EQ(now.state, OrderState::settled);
    EXPECT_EQ(now.hash, paid.hash);
    EXPECT_EQ(now.wallet_payment,
              (WalletPayment{.payer = stranger.public_key(), .submitted_hash = paid.hash}));
    auto const purchase = repository.find_purchase_of(order.id);
    ASSERT_TRUE(purchase);
    EXPECT_EQ(purchase->buyer, order.buyer);
    EXPECT_EQ(purchase->hash, paid.hash);
    EXPECT_EQ(purchase->operation, 0U);
    EXPECT_EQ(purchase->ledger, paid.position.ledger);
    EXPECT_EQ(purchase->price, kPrice);
    EXPECT_EQ(count("events WHERE kind = 'order.settled'"), 1);
    EXPECT_EQ(cursor(), paid.position.to_number());
    EXPECT_TRUE(unassigned().empty());
}

TEST_F(ReceiveTest, TheChannelOfAnOrderThatWasPaidElsewhereIsFreeWithItsNumberUnused) {
    auto const order = offered();
    (void)receive({payment_for(order)});
    auto const channels = repository.free_channels(network.name);
    ASSERT_EQ(channels.size(), 20U);
    EXPECT_EQ(channels[0].sequence, 100);
}

TEST_F(ReceiveTest, AnOfferThatHasEndedIsSettledByAPaymentThatWasInTime) {
    auto const order = offered();
    auto late_news = payment_for(order);
    late_news.created_at = order.expires_at;
    clock.set(order.expires_at);
    ASSERT_EQ(expire_offers(repository, clock, 10).size(), 1U);
    // Its channel account may be in other hands meanwhile.
    auto const next = offered(stranger);
    EXPECT_EQ(std::get<OrderId>(verdict(late_news)), order.id);
    EXPECT_EQ(state(order), OrderState::settled);
    EXPECT_EQ(repository.find_purchase_of(order.id)->hash, late_news.hash);
    EXPECT_EQ(state(next), OrderState::offered);
    EXPECT_EQ(repository.free_channels(network.name).size(), 19U);
}

TEST_F(ReceiveTest, AnOfferThatHasEndedStaysSoForAPaymentAfterItsTime) {
    auto const order = offered();
    auto late = payment_for(order);
    late.created_at = order.expires_at + std::chrono::seconds(1);
    clock.set(late.created_at);
    ASSERT_EQ(expire_offers(repository, clock, 10).size(), 1U);
    EXPECT_EQ(std::get<UnassignedReason>(verdict(late)), UnassignedReason::order_ended);
    EXPECT_EQ(state(order), OrderState::failed);
}

TEST_F(ReceiveTest, MoreThanThePriceIsAcceptedAndTheSurplusStandsInTheRow) {
    auto const order = offered();
    auto generous = payment_for(order);
    generous.incoming->amount = base::Stroops::of(kPrice.value() + 1);
    auto const page = receive({generous});
    EXPECT_EQ(page.recorded.at(0).amount, base::Stroops::of(kPrice.value() + 1));
    EXPECT_EQ(state(order), OrderState::settled);
    EXPECT_EQ(repository.find_purchase_of(order.id)->price, kPrice);
}

TEST_F(ReceiveTest, APathPaymentThatDeliversLumensInAnyOfItsOperationsPays) {
    auto const order = offered();
    auto third = payment_for(order);
    third.position.operation = 3;
    EXPECT_EQ(std::get<OrderId>(verdict(third)), order.id);
    EXPECT_EQ(repository.find_purchase_of(order.id)->operation, 2U);
}

TEST_F(ReceiveTest, APaymentInAFeeBumpIsKnownByItsOwnHash) {
    for (bool const waits : {false, true}) {
        auto const order = waits ? submitted() : offered();
        auto bumped = payment_for(order);
        bumped.inner_hash = random.bytes<32>();
        EXPECT_EQ(receive({bumped}).recorded.at(0).inner_hash, bumped.inner_hash);
        if (waits)
            (void)settle_by_waiting_payment(
                repository, clock, random, order.id,
                {.reason = FailureReason::expired, .channel_sequence = 100});
        auto const paid = *repository.find_order(order.id);
        EXPECT_EQ(paid.hash, bumped.inner_hash);
        EXPECT_EQ(paid.wallet_payment->submitted_hash, bumped.hash);
    }
}

TEST_F(ReceiveTest, TheOrdersOwnTransactionSettlesIt) {
    auto const order = submitted();
    EXPECT_EQ(std::get<OrderId>(verdict(own_payment_of(order))), order.id);
    EXPECT_EQ(state(order), OrderState::settled);
    EXPECT_EQ(repository.free_channels(network.name).size(), 20U);
    EXPECT_EQ(repository.free_channels(network.name)[0].sequence, 101);
}

TEST_F(ReceiveTest, AFeeBumpIsKnownByTheHashOfWhatIsInIt) {
    auto const order = submitted();
    auto bumped = payment_for(order);
    bumped.inner_hash = order.hash;
    EXPECT_EQ(std::get<OrderId>(verdict(bumped)), order.id);
    EXPECT_EQ(state(order), OrderState::settled);
    // The two hashes of one payment do not pay for two orders.
    EXPECT_EQ(repository.find_purchase_of(order.id)->hash, order.hash);
    EXPECT_EQ(count("purchases"), 1);
}

TEST_F(ReceiveTest, AnOrderThatTheSettlerHasSettledGetsItsPaymentAssigned) {
    auto const order = in_state(OrderState::settled);
    EXPECT_EQ(std::get<OrderId>(verdict(own_payment_of(order))), order.id);
    EXPECT_EQ(count("purchases"), 1);
}

TEST_F(ReceiveTest, AfterAnOldDatabaseIsPutBackTheLedgerStillKnowsWhoPaid) {
    auto const order = offered();
    EXPECT_EQ(std::get<OrderId>(verdict(own_payment_of(order))), order.id);
    EXPECT_EQ(state(order), OrderState::settled);
    EXPECT_EQ(repository.free_channels(network.name).at(0).number, order.channel);
    EXPECT_EQ(repository.free_channels(network.name)[0].sequence, 101);
}

TEST_F(ReceiveTest, ACreditThatCallsItselfLumensIsShownWithItsIssuer) {
    auto fake = payment();
    fake.incoming->asset = stellar::CreditAsset{.code = "XLM", .issuer = issuer()};
    EXPECT_EQ(receive({fake}).recorded.at(0).asset, "XLM:" + issuer().address());
    EXPECT_EQ(receive({payment()}).recorded.at(0).asset, "XLM");
}

TEST_F(ReceiveTest, AnOrderOfAnotherShopIsNotPaidHere) {
    auto const other = stores::create_store(
        stores, clock, random,
        {.network = "testnet", .name = "Another", .payout_address = stranger.address()});
    auto const order = offered();
    auto const page = receive_payments(
        repository, clock, random, network.name,
        {.address = stranger.public_key(), .since = other->store.created_at}, {payment_for(order)});
    EXPECT_EQ(std::get<UnassignedReason>(page.recorded.at(0).verdict),
              UnassignedReason::other_destination);
    EXPECT_EQ(state(order), OrderState::offered);
}

TEST_F(ReceiveTest, AnOrderOfAnotherNetworkIsUnknown) {
    auto const order = offered();
    auto const page =
        receive_payments(repository, clock, random, "live", followed(), {payment_for(order)});
    EXPECT_EQ(std::get<UnassignedReason>(page.recorded.at(0).verdict),
              UnassignedReason::unknown_order);
    auto const own =
        receive_payments(repository, clock, random, "live", followed(), {own_payment_of(order)});
    EXPECT_EQ(std::get<UnassignedReason>(own.recorded.at(0).verdict),
              UnassignedReason::unknown_order);
}

TEST_F(ReceiveTest, WhatBroughtNothingOnlyMovesTheCursor) {
    auto outgoing = payment();
    outgoing.incoming.reset();
    EXPECT_TRUE(receive({outgoing}).recorded.empty());
    EXPECT_EQ(cursor(), outgoing.position.to_number());
    EXPECT_EQ(count("received_payments"), 0);
}

TEST_F(ReceiveTest, WhatIsOlderThanTheShopIsPassedOverUnlessItNamesAnOrder) {
    auto const order = offered();
    auto old = payment();
    auto just = payment();
    auto named = payment_for(order);
    old.created_at = store.created_at - std::chrono::hours(2);
    just.created_at = store.created_at - std::chrono::minutes(59);
    named.created_at = old.created_at;
    auto const page = receive({old, just, named});
    ASSERT_EQ(page.recorded.size(), 2U);
    EXPECT_EQ(page.recorded[0].operation, just.position);
    EXPECT_EQ(state(order), OrderState::settled);
    EXPECT_EQ(page.cursor, named.position.to_number());
}

TEST_F(ReceiveTest, TheSamePaymentAgainChangesNothing) {
    auto const order = offered();
    std::vector const page{payment_for(order), payment(), payment()};
    EXPECT_EQ(receive(page).recorded.size(), 3U);
    auto const again = receive(page);
    EXPECT_TRUE(again.recorded.empty());
    EXPECT_EQ(again.refused, 0U);
    EXPECT_EQ(again.cursor, page.back().position.to_number());
    EXPECT_TRUE(receive({page[1]}).recorded.empty());
    EXPECT_EQ(cursor(), page.back().position.to_number());
    EXPECT_EQ(count("received_payments"), 3);
    EXPECT_EQ(count("purchases"), 1);
}

TEST_F(ReceiveTest, TheSamePaymentTwiceInOnePageCountsOnce) {
    auto const order = offered();
    auto const paid = payment_for(order);
    auto const other = payment();
    EXPECT_EQ(receive({other, paid, other, paid}).recorded.size(), 2U);
    EXPECT_EQ(state(order), OrderState::settled);
}

TEST_F(ReceiveTest, WhatAppearsInThePastIsRefused) {
    auto const order = offered();
    auto const late = payment_for(order);
    (void)receive({payment()});
    auto const page = receive({late});
    EXPECT_TRUE(page.recorded.empty());
    EXPECT_EQ(page.refused, 1U);
    EXPECT_EQ(state(order), OrderState::offered);
    EXPECT_GT(cursor(), late.position.to_number());
}

TEST_F(ReceiveTest, TheCursorOnlyRises) {
    for (std::int64_t const next : {0, 7, 3, 9})
        repository.raise_cursor(network.name, merchant.public_key(), next);
    EXPECT_EQ(cursor(), 9);
    repository.raise_cursor(network.name, merchant.public_key(), 8);
    EXPECT_EQ(cursor(), 9);
    EXPECT_EQ(repository.find_cursor("live", merchant.public_key()), 0);
}

TEST_F(ReceiveTest, OnlyTheFirstOfTwoPaymentsForAnOrderIsIts) {
    auto const order = offered();
    auto const first = payment_for(order);
    auto const second = payment_for(order);
    auto const page = receive({second, first});
    EXPECT_EQ(std::get<OrderId>(page.recorded.at(0).verdict), order.id);
    EXPECT_EQ(page.recorded[0].operation, first.position);
    EXPECT_EQ(std::get<UnassignedReason>(page.recorded.at(1).verdict),
              UnassignedReason::order_already_settled);
}

TEST_F(ReceiveTest, OneTransactionPaysForAnOrderOnceHoweverManyOperationsItHas) {
    auto const order = offered();
    auto const first = payment_for(order);
    auto second = first;
    second.position.operation = 2;
    auto merge = first;
    merge.position.operation = 3;
    merge.incoming->kind = Incoming::Kind::account_merged;
    auto const page = receive({first, second, merge});
    ASSERT_EQ(page.recorded.size(), 3U);
    EXPECT_EQ(std::get<UnassignedReason>(page.recorded[1].verdict),
              UnassignedReason::order_already_settled);
    EXPECT_EQ(std::get<UnassignedReason>(page.recorded[2].verdict),
              UnassignedReason::account_merged);
    EXPECT_EQ(count("purchases"), 1);
}

TEST_F(ReceiveTest, APaymentThatWaitedSettlesTheOrderWhoseOwnTransactionFailed) {
    auto const order = submitted();
    auto const first = payment_for(order);
    auto const second = payment_for(order);
    (void)receive({first, second});
    Failed const failed{.reason = FailureReason::insufficient_balance, .channel_sequence = 105};
    auto const purchase = settle_by_waiting_payment(repository, clock, random, order.id, failed);
    ASSERT_TRUE(purchase);
    EXPECT_EQ(purchase->hash, first.hash);
    EXPECT_EQ(state(order), OrderState::settled);
    EXPECT_EQ(repository.find_order(order.id)->hash, first.hash);
    EXPECT_EQ(repository.free_channels(network.name).at(0).sequence, 105);
    ASSERT_EQ(unassigned().size(), 1U);
    EXPECT_EQ(unassigned()[0].operation, second.position);
    EXPECT_EQ(std::get<UnassignedReason>(unassigned()[0].verdict),
              UnassignedReason::order_already_settled);
    EXPECT_FALSE(settle_by_waiting_payment(repository, clock, random, order.id, failed));
}

TEST_F(ReceiveTest, AChannelWhoseAccountIsGoneIsForgottenWhenAWaitingPaymentSettles) {
    auto const order = submitted();
    (void)receive({payment_for(order)});
    ASSERT_TRUE(settle_by_waiting_payment(
        repository, clock, random, order.id,
        {.reason = FailureReason::expired, .channel_sequence = std::nullopt}));
    EXPECT_EQ(count("channels"), 19);
}

TEST_F(ReceiveTest, WithoutAPaymentThatWaitsAFailureStaysOne) {
    auto const order = submitted();
    auto small = payment_for(order);
    small.incoming->amount = base::Stroops::of(1);
    (void)receive({small, payment_for(submitted())});
    EXPECT_FALSE(
        settle_by_waiting_payment(repository, clock, random, order.id,
                                  {.reason = FailureReason::expired, .channel_sequence = 100}));
    EXPECT_EQ(state(order), OrderState::submitted);
}

TEST_F(ReceiveTest, APaymentThatWaitedInVainIsShownAsPaidTwice) {
    auto const order = submitted();
    EXPECT_EQ(reason(payment_for(order)), UnassignedReason::order_under_way);
    (void)receive({own_payment_of(order)});
    ASSERT_EQ(unassigned().size(), 1U);
    EXPECT_EQ(std::get<UnassignedReason>(unassigned()[0].verdict),
              UnassignedReason::order_already_settled);
}

TEST_F(ReceiveTest, AnOrderThatIsPaidElsewhereIsNeverSignedAgain) {
    auto const buyer = stellar::KeyPair::generate(random);
    auto const order = offered(buyer);
    (void)receive({payment_for(order)});
    auto const paid = *repository.find_order(order.id);
    // Neither over the offered transaction nor over the one that paid.
    for (auto const& hash : {order.hash, paid.hash}) {
        auto const refused = sign_order(paid, buyer.sign(hash), keys, network);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, base::Errc::conflict);
    }
    auto const envelope = base::to_base64(order.unsigned_envelope);
    EXPECT_EQ(signature_in(envelope, paid, network).error().code, base::Errc::conflict);
}

TEST_F(ReceiveTest, TheListOfUnassignedPaymentsGoesOnWhereItStopped) {
    std::vector<RemotePayment> payments;
    for (int i = 0; i < 5; ++i) payments.push_back(payment());
    (void)receive(payments);
    auto const page = [&](std::int64_t before) {
        return repository.unassigned_payments(network.name, merchant.public_key(), before, 2);
    };
    auto const first = page(std::numeric_limits<std::int64_t>::max());
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].operation, payments[4].position);
    auto const second = page(first[1].operation.to_number());
    EXPECT_EQ(second.at(0).operation, payments[2].position);
    EXPECT_EQ(page(second[1].operation.to_number()).size(), 1U);
}

TEST_F(ReceiveTest, AddressesAreFollowedFromTheFirstStoreThatHasThem) {
    clock.advance(std::chrono::hours(1));
    for (auto const& address : {merchant.address(), stranger.address()})
        (void)stores::create_store(stores, clock, random,
                                   {.network = "testnet", .name = "B", .payout_address = address});
    (void)stores::create_store(
        stores, clock, random,
        {.network = "live", .name = "C", .payout_address = stranger.address()});
    auto const accounts = repository.followed_accounts("testnet");
    ASSERT_EQ(accounts.size(), 2U);
    EXPECT_EQ(accounts[0].address, merchant.public_key());
    EXPECT_EQ(accounts[0].since, store.created_at);
    EXPECT_EQ(accounts[0].cursor, 0);
    EXPECT_EQ(accounts[1].address, stranger.public_key());
    EXPECT_EQ(accounts[1].since, clock.now());
    auto const paid = payment();
    (void)receive({paid});
    EXPECT_EQ(repository.followed_accounts("testnet")[0].cursor, paid.position.to_number());
}

TEST(UnassignedReason, EachHasANameAndASentence) {
    for (int i = 0; i <= static_cast<int>(UnassignedReason::contract_transfer); ++i) {
        auto const reason = static_cast<UnassignedReason>(i);
        EXPECT_EQ(parse_unassigned_reason(to_text(reason)), reason);
        EXPECT_TRUE(explain(reason).ends_with('.'));
    }
    EXPECT_FALSE(parse_unassigned_reason("unknown"));
}

}  // namespace
}  // namespace farthing::payments
