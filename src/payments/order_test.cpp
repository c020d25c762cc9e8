#include "payments/order.hpp"

#include "payments/testing.hpp"
#include "receipts/receipt.hpp"

namespace farthing::payments {
namespace {

using base::Errc;

using OrderTest = ShopTest;

TEST_F(OrderTest, TheOfferIsOnePaymentFromTheReaderToTheMerchantAndNothingElse) {
    auto const order = offered(reader);
    auto const envelope = *stellar::decode_envelope(order.unsigned_envelope);
    auto const& transaction = std::get<stellar::SignedTransaction>(envelope).transaction;
    EXPECT_TRUE(std::get<stellar::SignedTransaction>(envelope).signatures.empty());
    EXPECT_EQ(transaction.source.account, keys.key(order.channel).public_key());
    EXPECT_EQ(transaction.sequence, 101);
    EXPECT_EQ(std::get<stellar::MemoText>(transaction.memo).text, order.id.text());
    EXPECT_EQ(stellar::time_bounds(transaction)->max_time,
              static_cast<std::uint64_t>(clock.now().seconds() + network.offer_lifetime.count()));
    ASSERT_EQ(transaction.operations.size(), 1U);
    EXPECT_EQ(transaction.operations[0].source->account, reader.public_key());
    auto const& payment = std::get<stellar::Payment>(transaction.operations[0].body);
    EXPECT_EQ(payment.destination.account, merchant.public_key());
    EXPECT_EQ(payment.amount, 4'000);
    EXPECT_EQ(stellar::hash_of(transaction, network.id), order.hash);
}

TEST_F(OrderTest, AskingTwiceGivesTheSameOrder) {
    auto const first = offered(reader);
    EXPECT_EQ(offered(reader).id, first.id);
    EXPECT_EQ(free_channels(), 1U);
    EXPECT_NE(offered(stranger).id, first.id);
}

TEST_F(OrderTest, AnOfferThatIsNearlyOverIsReplaced) {
    auto const first = offered(reader);
    clock.advance(network.offer_lifetime - std::chrono::seconds(5));
    auto const second = offered(reader);
    EXPECT_NE(second.id, first.id);
    EXPECT_EQ(repository.find_order(first.id)->failure, FailureReason::expired);
    EXPECT_EQ(free_channels(), 1U);
}

TEST_F(OrderTest, WithoutAFreeChannelTheReaderIsAskedToWait) {
    (void)offered(reader);
    (void)offered(stranger);
    auto const refused = offer(stellar::KeyPair::generate(random));
    EXPECT_EQ(refused.error().code, Errc::too_many_requests);
}

TEST_F(OrderTest, OffersLeftLyingDoNotShutTheShop) {
    auto const first = offered(reader);
    auto const second = offered(stranger);
    ASSERT_TRUE(submit(second, stranger));
    auto const late = stellar::KeyPair::generate(random);
    clock.advance(std::chrono::seconds(5));
    EXPECT_EQ(offered(late).channel, first.channel);
    EXPECT_TRUE(crowded);
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].id, first.id);
    EXPECT_EQ(repository.find_order(first.id)->failure, FailureReason::expired);
    EXPECT_EQ(repository.find_order(second.id)->state, OrderState::submitted);
    // Nothing is left to give up: the one is new, the other is paid for.
    EXPECT_EQ(offer(stellar::KeyPair::generate(random)).error().code, Errc::too_many_requests);
}

TEST_F(OrderTest, UnknownAndRemovedGoodsAreNotSold) {
    (void)goods::remove(goods, clock, store.id, good.id);
    EXPECT_EQ(offer(reader).error().code, Errc::not_found);
    EXPECT_EQ(free_channels(), 2U);
}

TEST_F(OrderTest, ThePublisherCannotBuyFromItself) {
    EXPECT_EQ(offer(merchant).error().code, Errc::forbidden);
}

TEST_F(OrderTest, TheQuoteHoldsWhateverThePublisherChanges) {
    auto const order = offered(reader);
    (void)goods::change(goods, clock, store.id, good.id, {.price = base::Stroops::lumens(1)});
    EXPECT_EQ(offered(reader).price, base::Stroops::of(4'000));
    EXPECT_EQ(buy(reader).price, base::Stroops::of(4'000));
}

TEST_F(OrderTest, ASubmissionCarriesBothSignaturesOverTheOfferedTransaction) {
    auto const order = offered(reader);
    auto const submitted = submit(order, reader);
    ASSERT_TRUE(submitted);
    EXPECT_EQ(submitted->state, OrderState::submitted);
    auto const envelope = *stellar::decode_envelope(submitted->signed_envelope);
    EXPECT_EQ(std::get<stellar::SignedTransaction>(envelope).signatures.size(), 2U);
    EXPECT_EQ(stellar::hash_of(envelope, network.id), order.hash);
}

TEST_F(OrderTest, AnotherKeysOrAnotherOrdersSignatureIsRefused) {
    auto const order = offered(reader);
    auto const other = offered(stranger);
    EXPECT_FALSE(sign_order(order, stranger.sign(order.hash), keys, network));
    EXPECT_FALSE(sign_order(order, reader.sign(other.hash), keys, network));
    EXPECT_EQ(repository.find_order(order.id)->state, OrderState::offered);
}

TEST_F(OrderTest, AWalletsOrderIsUnknownOnAnotherNetwork) {
    auto const order = offered(reader);
    auto const key = reader.public_key();
    auto const signed_order = *sign_order(order, reader.sign(order.hash), keys, network);
    EXPECT_EQ(find_own_order(repository, "live", key, order.id).error().code, Errc::not_found);
    EXPECT_EQ(cancel_order(repository, clock, "live", key, order.id).error().code, Errc::not_found);
    EXPECT_EQ(record_submission(repository, clock, "live", key, signed_order).error().code,
              Errc::not_found);
    EXPECT_FALSE(repository.find_open_order("live", key, order.good));
    EXPECT_EQ(repository.find_order(order.id)->state, OrderState::offered);
    EXPECT_TRUE(repository.find_open_order(network.name, key, order.good));
}

TEST_F(OrderTest, SomeoneElsesOrderIsAsUnknownAsNone) {
    auto const order = offered(reader);
    EXPECT_EQ(
        cancel_order(repository, clock, "testnet", stranger.public_key(), order.id).error().message,
        cancel_order(repository, clock, "testnet", stranger.public_key(),
                     OrderId::make(clock, random))
            .error()
            .message);
    EXPECT_EQ(find_own_order(repository, "testnet", stranger.public_key(), order.id).error().code,
              Errc::not_found);
}

TEST_F(OrderTest, AnAlteredEnvelopeIsRefusedWithWhatDiffers) {
    auto const order = offered(reader);
    auto const honest =
        std::get<stellar::SignedTransaction>(*stellar::decode_envelope(order.unsigned_envelope));
    auto const refusal = [&](auto alter) {
        auto envelope = honest;
        alter(envelope.transaction);
        auto const hash = stellar::hash_of(envelope.transaction, network.id);
        envelope.signatures = {stellar::sign(hash, reader)};
        auto const result = signature_in(stellar::encode_envelope_base64(envelope), order, network);
        return result ? std::string("accepted") : result.error().message;
    };
    using stellar::Transaction;
    EXPECT_EQ(refusal([](Transaction&) {}), "accepted");
    EXPECT_NE(refusal([](Transaction& t) {
                  t.operations.push_back(t.operations[0]);
              }).find("2 operations"),
              std::string::npos);
    EXPECT_NE(refusal([](Transaction& t) {
                  std::get<stellar::Payment>(t.operations[0].body).amount = 1;
              }).find("amount"),
              std::string::npos);
    EXPECT_NE(refusal([](Transaction& t) { t.memo = stellar::MemoNone{}; }).find("memo"),
              std::string::npos);
    EXPECT_NE(refusal([](Transaction& t) {
                  t.preconditions = stellar::NoPreconditions{};
              }).find("time bounds"),
              std::string::npos);
    EXPECT_NE(refusal([](Transaction& t) { ++t.sequence; }).find("sequence"), std::string::npos);
    EXPECT_NE(refusal([](Transaction& t) { t.fee = 1; }).find("fee"), std::string::npos);
    EXPECT_NE(
        refusal([&](Transaction& t) { t.source.account = reader.public_key(); }).find("source"),
        std::string::npos);
    EXPECT_FALSE(signature_in("AAAA", order, network));
    EXPECT_FALSE(signature_in(stellar::encode_envelope_base64(honest), order, network));
}

TEST_F(OrderTest, SubmittingAgainChangesNothing) {
    auto const order = offered(reader);
    auto const first = *submit(order, reader);
    EXPECT_FALSE(repeated);
    auto const again = *submit(order, reader);
    EXPECT_TRUE(repeated);
    EXPECT_EQ(again.signed_envelope, first.signed_envelope);
    EXPECT_TRUE(std::holds_alternative<UnderWay>(*offer(reader)));
}

TEST_F(OrderTest, ASignatureThatComesTooLateIsRefused) {
    auto const order = offered(reader);
    clock.set(order.expires_at);
    EXPECT_EQ(submit(order, reader).error().code, Errc::conflict);
    EXPECT_EQ(repository.find_order(order.id)->state, OrderState::offered);
}

TEST_F(OrderTest, OffersEndWhenTheirTimeIsOver) {
    auto const order = offered(reader);
    EXPECT_TRUE(expire_offers(repository, clock, 10).empty());
    expire();
    ASSERT_EQ(expire_offers(repository, clock, 10).size(), 1U);
    EXPECT_EQ(free_channels(), 2U);
    EXPECT_EQ(submit(order, reader).error().code, Errc::conflict);
    EXPECT_TRUE(expire_offers(repository, clock, 10).empty());
}

TEST_F(OrderTest, ASubmittedOrderNeitherExpiresNorIsCancelled) {
    auto const order = offered(reader);
    ASSERT_TRUE(submit(order, reader));
    expire();
    EXPECT_TRUE(expire_offers(repository, clock, 10).empty());
    EXPECT_EQ(
        cancel_order(repository, clock, "testnet", reader.public_key(), order.id).error().code,
        Errc::conflict);
    EXPECT_EQ(free_channels(), 1U);
}

TEST_F(OrderTest, ACancelledOrderFreesItsChannel) {
    auto const order = offered(reader);
    EXPECT_EQ(cancel_order(repository, clock, "testnet", reader.public_key(), order.id)->failure,
              FailureReason::cancelled);
    EXPECT_EQ(free_channels(), 2U);
    EXPECT_NE(submit(order, reader).error().message.find("ended"), std::string::npos);
}

TEST_F(OrderTest, SettlingTwiceGivesOnePurchase) {
    auto const purchase = buy(reader);
    auto const again = settle_order(repository, clock, random, purchase.order, {.ledger = 7});
    EXPECT_EQ(again->id, purchase.id);
    EXPECT_EQ(database.transaction().query("SELECT id FROM purchases").size(), 1U);
    EXPECT_EQ(free_channels(), 2U);
    EXPECT_EQ(repository.free_channels(network.name)[0].sequence, 101);
}

TEST_F(OrderTest, AReaderWhoBoughtIsNotChargedAgainUntilThePurchaseEnds) {
    auto const purchase = buy(reader);
    EXPECT_EQ(std::get<Bought>(*offer(reader)).purchase.id, purchase.id);
    clock.set(*purchase.expires_at - std::chrono::milliseconds(1));
    EXPECT_TRUE(std::holds_alternative<Bought>(*offer(reader)));
    clock.set(*purchase.expires_at);
    EXPECT_TRUE(std::holds_alternative<Offered>(*offer(reader)));
}

TEST_F(OrderTest, AFailureEndsTheOrderAndSaysWhy) {
    auto const order = offered(reader);
    ASSERT_TRUE(submit(order, reader));
    auto const failed =
        fail_order(repository, clock, order.id,
                   {.reason = FailureReason::insufficient_balance, .channel_sequence = 101});
    EXPECT_EQ(failed->failure, FailureReason::insufficient_balance);
    EXPECT_EQ(free_channels(), 2U);
    EXPECT_FALSE(settle_order(repository, clock, random, order.id, {.ledger = 7}));
    EXPECT_TRUE(std::holds_alternative<Offered>(*offer(reader)));
}

TEST_F(OrderTest, AnOrderWhoseChannelAccountIsGoneTakesTheChannelWithIt) {
    auto const order = offered(reader);
    ASSERT_TRUE(submit(order, reader));
    ASSERT_TRUE(fail_order(repository, clock, order.id,
                           {.reason = FailureReason::expired, .channel_sequence = std::nullopt}));
    EXPECT_EQ(repository.count_channels(network.name), 1);
    EXPECT_FALSE(repository.is_channel(network.name, keys.key(order.channel).public_key()));
    // Its account has come back, with whatever number.
    EXPECT_TRUE(repository.put_channel(network.name,
                                       {order.channel, keys.key(order.channel).public_key(), 7}));
    EXPECT_EQ(offered(reader).sequence, 8);
}

TEST_F(OrderTest, EveryChangeOfStateHasItsEvent) {
    (void)buy(reader);
    auto const rows = database.transaction().query("SELECT kind FROM events ORDER BY id");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].text(0), "order.offered");
    EXPECT_EQ(rows[1].text(0), "order.submitted");
    EXPECT_EQ(rows[2].text(0), "order.settled");
}

TEST_F(OrderTest, TheReceiptOpensTheGoodUntilThePurchaseEnds) {
    auto const purchase = buy(reader);
    auto const receipt = issue_receipt(purchase, good.description.shared_secret, clock.now());
    EXPECT_EQ(receipts::verify(receipt.text, good.description.shared_secret, clock.now()),
              receipts::Verdict::valid);
    EXPECT_EQ(receipts::read(receipt.text)->id, purchase.id.text());
    EXPECT_EQ(receipts::verify(receipt.text, good.description.shared_secret, *purchase.expires_at),
              receipts::Verdict::expired);
    EXPECT_LE(receipt.expires_at, *purchase.expires_at + std::chrono::seconds(1));
}

}  // namespace
}  // namespace farthing::payments
