#include "payments/wallet_transaction.hpp"

#include <functional>
#include <limits>

#include "base/encoding.hpp"
#include "payments/wallet_testing.hpp"

namespace farthing::payments {
namespace {

using base::Errc;
using stellar::Payment;
using stellar::PreconditionsV2;
using stellar::SignedTransaction;
using stellar::TimeBounds;
using stellar::Transaction;

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

// long: a table
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

}  // namespace
}  // namespace farthing::payments
