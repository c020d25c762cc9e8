#include "payments/wallet_transaction.hpp"

#include <functional>
#include <limits>

#include "base/encoding.hpp"
#include "payments/testing.hpp"

namespace farthing::payments {
namespace {

using base::Errc;
using stellar::Payment;
using stellar::PreconditionsV2;
using stellar::SignedTransaction;
using stellar::TimeBounds;
using stellar::Transaction;

class WalletTransactionTest : public ShopTest {
protected:
    std::uint64_t seconds_from_now(std::int64_t seconds) const {
        return static_cast<std::uint64_t>(clock.now().seconds() + seconds);
    }

    /// What a wallet builds for the order.
    Transaction payment_for(Order const& order) const {
        return {.source = {payer.public_key()},
                .fee = 100,
                .sequence = 12'345,
                .preconditions = TimeBounds{.max_time = seconds_from_now(120)},
                .memo = stellar::MemoText{order.id.text()},
                .operations = {{.body = Payment{.destination = {merchant.public_key()},
                                                .asset = stellar::NativeAsset{},
                                                .amount = 4'000}}}};
    }

    SignedTransaction sign(Transaction const& transaction, stellar::KeyPair const& key) const {
        return {transaction, {stellar::sign(stellar::hash_of(transaction, network.id), key)}};
    }

    base::Result<CheckedTransaction> check(OrderId const& id, std::string const& envelope) {
        return check_wallet_transaction(repository, clock, keys, network, id, envelope);
    }
    base::Result<CheckedTransaction> check(Order const& order, stellar::Envelope const& envelope) {
        return check(order.id, stellar::encode_envelope_base64(envelope));
    }

    WalletSubmission checked(Order const& order, Transaction const& transaction) {
        return std::get<WalletSubmission>(*check(order, sign(transaction, payer)));
    }

    base::Result<Recorded> pay(Order const& order, Transaction const& transaction) {
        auto const result = check(order, sign(transaction, payer));
        if (!result) return result.error();
        if (auto const* again = std::get_if<Repeated>(&*result))
            return Recorded{.order = again->order, .repeated = true};
        return record_wallet_submission(repository, clock, std::get<WalletSubmission>(*result));
    }

    Order stored(Order const& order) { return *repository.find_order(order.id); }

    stellar::KeyPair payer = stellar::KeyPair::generate(random);
};

TEST_F(WalletTransactionTest, IsWrappedIntoAFeeBumpOfTheOrdersChannel) {
    auto const order = offered(reader);
    auto const transaction = payment_for(order);
    auto const submission = checked(order, transaction);

    auto const envelope = *stellar::decode_envelope(submission.envelope);
    auto const& bump = std::get<stellar::FeeBump>(envelope);
    auto const channel = keys.key(order.channel).public_key();
    EXPECT_EQ(bump.fee_source, stellar::MuxedAccount{channel});
    EXPECT_EQ(bump.fee, 2'000);
    EXPECT_EQ(bump.inner, sign(transaction, payer));
    EXPECT_EQ(submission.payment.submitted_hash, stellar::hash_of(bump, network.id));
    EXPECT_EQ(bump.signatures, std::vector{stellar::sign(submission.payment.submitted_hash,
                                                         keys.key(order.channel))});

    EXPECT_EQ(submission.hash, stellar::hash_of(transaction, network.id));
    EXPECT_NE(submission.hash, submission.payment.submitted_hash);
    EXPECT_EQ(submission.payment.payer, payer.public_key());
    EXPECT_EQ(submission.expires_at.seconds(), clock.now().seconds() + 120);
}

TEST_F(WalletTransactionTest, TheFeeBumpBidsAtLeastTheRateOfWhatIsInIt) {
    struct Case {
        std::uint32_t inner;
        std::int64_t bid;  ///< 0: submitted as it is.
    };
    auto const order = offered(reader);
    for (auto const& c : {Case{0, 2'000}, Case{1'000, 2'000}, Case{1'001, 2'002},
                          Case{10'000, 20'000}, Case{10'001, 0}, Case{1'000'000'000, 0},
                          Case{std::numeric_limits<std::uint32_t>::max(), 0}}) {
        auto transaction = payment_for(order);
        transaction.fee = c.inner;
        auto const submission = checked(order, transaction);
        auto const envelope = *stellar::decode_envelope(submission.envelope);
        if (auto const* bump = std::get_if<stellar::FeeBump>(&envelope)) {
            EXPECT_EQ(bump->fee, c.bid) << c.inner;
            EXPECT_LE(bump->fee, kMaxFeeBump);
            continue;
        }
        EXPECT_EQ(c.bid, 0) << c.inner;
        EXPECT_EQ(std::get<SignedTransaction>(envelope), sign(transaction, payer));
        EXPECT_EQ(submission.payment.submitted_hash, submission.hash);
    }
}

/// One thing that is wrong with a transaction, and a word of the sentence that says so.
struct Fault {
    std::string named;
    std::function<void(Transaction&)> plant;
};

Payment& payment_in(Transaction& transaction) {
    return std::get<Payment>(transaction.operations[0].body);
}

TEST_F(WalletTransactionTest, WhatIsNotExactlyTheOrdersPaymentIsRefusedWithWhatIsWrong) {
    auto const order = offered(reader);
    auto const other = offered(stranger);
    auto const issuer = stranger.public_key();
    auto const memo = [](stellar::Memo value) {
        return [value](Transaction& t) { t.memo = value; };
    };
    std::vector<Fault> const faults{
        {"2 operations", [](Transaction& t) { t.operations.push_back(t.operations[0]); }},
        {"0 operations", [](Transaction& t) { t.operations.clear(); }},
        {"must be a payment",
         [](Transaction& t) { t.operations[0].body = stellar::BumpSequence{1}; }},
        {"must be a payment",
         [&](Transaction& t) {
             t.operations[0].body = stellar::AccountMerge{{merchant.public_key()}};
         }},
        {"must be a payment",
         [&](Transaction& t) {
             t.operations[0].body = stellar::CreateAccount{merchant.public_key(), 4'000};
         }},
        {"own source",
         [&](Transaction& t) {
             t.operations[0].source = stellar::MuxedAccount{stranger.public_key()};
         }},
        {"native asset",
         [&](Transaction& t) {
             payment_in(t).asset = stellar::CreditAsset{"XLM", issuer};
         }},
        {"muxed", [](Transaction& t) { payment_in(t).destination.id = 0; }},
        {"destination must be " + merchant.address(),
         [&](Transaction& t) { payment_in(t).destination = {reader.public_key()}; }},
        {"4000 stroops", [](Transaction& t) { payment_in(t).amount = 3'999; }},
        {"exactly 0.0004 XLM", [](Transaction& t) { payment_in(t).amount = 4'001; }},
        {"amount", [](Transaction& t) { payment_in(t).amount = -4'000; }},
        {order.id.text(), memo(stellar::MemoNone{})},
        {order.id.text(), memo(stellar::MemoText{other.id.text()})},
        {order.id.text(), memo(stellar::MemoText{order.id.text() + " "})},
        {order.id.text(), memo(stellar::MemoText{order.id.text().substr(0, 25)})},
        {order.id.text(), memo(stellar::MemoId{7})},
        {order.id.text(), memo(stellar::MemoHash{order.hash})},
        {order.id.text(), memo(stellar::MemoReturn{order.hash})},
        {"payout address", [&](Transaction& t) { t.source = {merchant.public_key()}; }},
        {"of this server", [&](Transaction& t) { t.source = {keys.key(1).public_key()}; }},
        {"of this server", [&](Transaction& t) { t.source = {keys.key(2).public_key()}; }},
        {"no max_time", [](Transaction& t) { t.preconditions = stellar::NoPreconditions{}; }},
        {"no max_time", [](Transaction& t) { t.preconditions = TimeBounds{}; }},
        {"no max_time", [](Transaction& t) { t.preconditions = PreconditionsV2{}; }},
        {"has passed",
         [&](Transaction& t) { t.preconditions = TimeBounds{.max_time = seconds_from_now(0)}; }},
        {"300 seconds",
         [&](Transaction& t) { t.preconditions = TimeBounds{.max_time = seconds_from_now(301)}; }},
        {"300 seconds",
         [](Transaction& t) {
             t.preconditions = TimeBounds{.max_time = std::numeric_limits<std::uint64_t>::max()};
         }},
        {"min_time",
         [&](Transaction& t) {
             t.preconditions =
                 TimeBounds{.min_time = seconds_from_now(1), .max_time = seconds_from_now(60)};
         }},
        {"besides its time bounds",
         [&](Transaction& t) {
             t.preconditions = PreconditionsV2{
                 .time_bounds = TimeBounds{.max_time = seconds_from_now(60)}, .min_sequence = 1};
         }},
        {"besides its time bounds",
         [&](Transaction& t) {
             t.preconditions =
                 PreconditionsV2{.time_bounds = TimeBounds{.max_time = seconds_from_now(60)},
                                 .ledger_bounds = stellar::LedgerBounds{.max_ledger = 9}};
         }},
    };
    for (auto const& fault : faults) {
        auto transaction = payment_for(order);
        fault.plant(transaction);
        auto const result = check(order, sign(transaction, payer));
        ASSERT_FALSE(result) << fault.named;
        EXPECT_EQ(result.error().code, Errc::invalid_request);
        EXPECT_NE(result.error().message.find(fault.named), std::string::npos)
            << fault.named << " / " << result.error().message;
    }
    EXPECT_EQ(stored(order).state, OrderState::offered);
}

TEST_F(WalletTransactionTest, WhatMakesNoDifferenceIsTaken) {
    auto const order = offered(reader);
    std::vector<std::function<void(Transaction&)>> const variations{
        [](Transaction&) {},
        [](Transaction& t) { t.fee = 0; },
        [](Transaction& t) { t.source.id = 7; },
        [](Transaction& t) { t.operations[0].source = t.source; },
        [&](Transaction& t) { t.preconditions = TimeBounds{.max_time = seconds_from_now(1)}; },
        [&](Transaction& t) { t.preconditions = TimeBounds{.max_time = seconds_from_now(300)}; },
        [&](Transaction& t) {
            t.preconditions =
                TimeBounds{.min_time = seconds_from_now(0), .max_time = seconds_from_now(60)};
        },
        [&](Transaction& t) {
            t.preconditions =
                PreconditionsV2{.time_bounds = TimeBounds{.max_time = seconds_from_now(60)}};
        },
    };
    for (auto const& vary : variations) {
        auto transaction = payment_for(order);
        vary(transaction);
        auto const result = check(order, sign(transaction, payer));
        EXPECT_TRUE(result) << result.error().message;
    }
    // The buyer himself may pay in this way too.
    auto transaction = payment_for(order);
    transaction.source = {reader.public_key()};
    EXPECT_TRUE(check(order, sign(transaction, reader)));
}

TEST_F(WalletTransactionTest, TheSourcesKeyMustHaveSignedWhereItClaimsSo) {
    auto const order = offered(reader);
    auto const transaction = payment_for(order);
    auto const refusal = [&](std::vector<stellar::DecoratedSignature> signatures) {
        auto const result = check(order, SignedTransaction{transaction, std::move(signatures)});
        return result ? std::string("accepted") : result.error().message;
    };
    auto const hash = stellar::hash_of(transaction, network.id);
    auto const live = stellar::network_id(stellar::kPublicPassphrase);
    auto const for_live = stellar::sign(stellar::hash_of(transaction, live), payer);
    auto forged = stellar::sign(hash, stranger);
    forged.hint = payer.public_key().hint();
    auto shortened = stellar::sign(hash, payer);
    shortened.signature.pop_back();

    EXPECT_NE(refusal({}).find("not signed"), std::string::npos);
    EXPECT_NE(refusal({for_live}).find("Test SDF Network"), std::string::npos);
    EXPECT_NE(refusal({forged}).find("not the source account's"), std::string::npos);
    EXPECT_NE(refusal({shortened}).find("not the source account's"), std::string::npos);
    EXPECT_EQ(refusal({forged, stellar::sign(hash, payer)}), "accepted");
    // An account with other signers: only the network knows them.
    EXPECT_EQ(refusal({stellar::sign(hash, stranger)}), "accepted");
}

TEST_F(WalletTransactionTest, EnvelopesThatAreNoneAndFeeBumpsAreRefused) {
    auto const order = offered(reader);
    auto const inner = sign(payment_for(order), payer);
    stellar::FeeBump const bump{
        .fee_source = {payer.public_key()}, .fee = 400, .inner = inner, .signatures = {}};
    EXPECT_NE(check(order, bump).error().message.find("fee-bump"), std::string::npos);

    auto const whole = stellar::encode_envelope_base64(inner);
    for (auto const& text : {std::string(), std::string("AAAA"), std::string("not base64"),
                             whole.substr(0, whole.size() - 4), whole + "AAAA", " " + whole})
        EXPECT_EQ(check(order.id, text).error().code, Errc::invalid_request) << text;
    EXPECT_EQ(check(OrderId::make(clock, random), whole).error().code, Errc::not_found);
}

TEST_F(WalletTransactionTest, AnEnvelopeOfTheFirstVersionIsTheSameTransaction) {
    auto const order = offered(reader);
    auto const transaction = payment_for(order);
    auto const body = stellar::encode_envelope(sign(transaction, payer));
    // v0 has the type 0, and its source without the type of key.
    base::Bytes v0{0, 0, 0, 0};
    v0.insert(v0.end(), body.begin() + 8, body.begin() + 40);
    v0.insert(v0.end(), body.begin() + 40, body.end());
    auto const result = check(order.id, base::to_base64(v0));
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(std::get<WalletSubmission>(*result).hash, stellar::hash_of(transaction, network.id));
}

TEST_F(WalletTransactionTest, TakesTheOrderWithItsOwnHashTimeAndBytes) {
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
    EXPECT_EQ(free_channels(), 1U);
    EXPECT_EQ(repository.submitted_orders("testnet").size(), 1U);
}

TEST_F(WalletTransactionTest, TheSameTransactionAgainChangesNothingAndAnotherIsRefused) {
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

TEST_F(WalletTransactionTest, OneTransactionPaysOneOrder) {
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

TEST_F(WalletTransactionTest, OfTwoWaysToPayTheFirstOneStands) {
    auto const order = offered(reader);
    auto const signed_order = *sign_order(order, reader.sign(order.hash), keys, network);
    auto const submission = checked(order, payment_for(order));
    ASSERT_TRUE(record_wallet_submission(repository, clock, submission));
    // Both were checked, the other one came first.
    EXPECT_EQ(record_submission(repository, clock, reader.public_key(), signed_order).error().code,
              Errc::conflict);
    EXPECT_EQ(stored(order).signed_envelope, submission.envelope);

    auto const other = offered(stranger);
    auto const late = checked(other, payment_for(other));
    ASSERT_TRUE(submit(other, stranger));
    EXPECT_EQ(record_wallet_submission(repository, clock, late).error().code, Errc::conflict);
    EXPECT_EQ(pay(other, payment_for(other)).error().code, Errc::conflict);
    EXPECT_FALSE(stored(other).wallet_payment);
}

TEST_F(WalletTransactionTest, TheOfferedTransactionIsNotSignedAnyMore) {
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
    EXPECT_EQ(cancel_order(repository, clock, reader.public_key(), order.id).error().code,
              Errc::conflict);
    EXPECT_TRUE(std::holds_alternative<UnderWay>(*offer(reader)));
}

TEST_F(WalletTransactionTest, WhatComesAfterTheOffersEndIsRefused) {
    auto const order = offered(reader);
    auto const submission = checked(order, payment_for(order));
    clock.set(order.expires_at);
    EXPECT_EQ(pay(order, payment_for(order)).error().code, Errc::conflict);
    EXPECT_EQ(record_wallet_submission(repository, clock, submission).error().code, Errc::conflict);
    ASSERT_EQ(expire_offers(repository, clock, 10).size(), 1U);
    EXPECT_NE(pay(order, payment_for(order)).error().message.find("ended"), std::string::npos);
}

TEST_F(WalletTransactionTest, KeepsTheOrderAliveBeyondTheOffer) {
    auto const order = offered(reader);
    ASSERT_TRUE(pay(order, payment_for(order)));
    expire();
    EXPECT_TRUE(expire_offers(repository, clock, 10).empty());
    EXPECT_EQ(free_channels(), 1U);
}

TEST_F(WalletTransactionTest, TheChannelComesBackWithItsSequenceNumberUnused) {
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
