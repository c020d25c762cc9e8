#include "sandbox/closing.hpp"

#include <gtest/gtest.h>

#include "sandbox/ledger_header.hpp"
#include "sandbox/testing.hpp"
#include "stellar/envelope_xdr.hpp"
#include "stellar/result_xdr.hpp"

namespace farthing::sandbox {
namespace {

using stellar::TransactionCode;

auto const alice = kAlice.public_key();
auto const bob = kBob.public_key();
auto const carol = kCarol.public_key();

stellar::SignedTransaction payment(stellar::KeyPair const& from, stellar::PublicKey const& to,
                                   std::int64_t amount) {
    return signed_by(transaction_of(from, {pay(to, amount)}), {from});
}

TEST(Closing, AppliesAPaymentAndWritesAllOfIt) {
    auto repository = small_ledger();
    auto const envelope = payment(kAlice, bob, 5);
    auto const closing = close_with(repository, {envelope});

    auto const payer = *repository.find_account(alice);
    EXPECT_EQ(payer.balance, 100 * kLumen - 5 - 100);
    EXPECT_EQ(payer.sequence, envelope.transaction.sequence);
    EXPECT_EQ(payer.sequence_ledger, kTestLedger + 1);
    EXPECT_EQ(payer.sequence_time, 1'790'000'000U);
    EXPECT_EQ(payer.last_modified_ledger, kTestLedger + 1);
    EXPECT_EQ(repository.find_account(bob)->balance, 100 * kLumen + 5);
    EXPECT_EQ(repository.find_account(bob)->sequence_ledger, 0U);

    auto const hash = stellar::hash_of(envelope.transaction, kTestNetwork);
    auto const closed = repository.find_transaction(hash);
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->ledger, kTestLedger + 1);
    EXPECT_EQ(closed->order, 1U);
    EXPECT_EQ(*stellar::decode_envelope(closed->envelope), stellar::Envelope(envelope));
    EXPECT_EQ(result_in(closing, 0).fee_charged, 100);
    EXPECT_EQ(result_in(closing, 0).code, TransactionCode::success);
}

TEST(Closing, ChainsItsHeader) {
    auto repository = small_ledger();
    auto const failing = payment(kBob, alice, 1'000 * kLumen);
    auto const closing = close_with(repository, {payment(kAlice, bob, 5), failing});
    auto const& header = closing.header;
    EXPECT_EQ(header.sequence, kTestLedger + 1);
    EXPECT_EQ(header.previous_hash, base::Sha256{7});
    EXPECT_EQ(header.total_coins, 300 * kLumen);
    EXPECT_EQ(header.fee_pool, 200);
    EXPECT_EQ(header.successful_transactions, 1U);
    EXPECT_EQ(header.failed_transactions, 1U);
    EXPECT_EQ(header.operations, 1U);
    EXPECT_EQ(header.all_operations, 2U);
    EXPECT_EQ(header.hash, hash_of_header(header));
    EXPECT_EQ(header.transaction_set_hash,
              hash_of_transactions(header.previous_hash, closing.transactions));
    EXPECT_EQ(header.result_set_hash, hash_of_results(closing.transactions));
    EXPECT_EQ(repository.latest_ledger(), header);

    auto const next = close_with(repository, {});
    EXPECT_EQ(next.header.previous_hash, header.hash);
    EXPECT_EQ(next.header.sequence, header.sequence + 1);
    EXPECT_EQ(next.header.fee_pool, 200);
    EXPECT_TRUE(next.transactions.empty());
}

TEST(Closing, NeverGoesBackInTime) {
    auto repository = small_ledger();
    using std::chrono::milliseconds;
    auto const time = [&](milliseconds after) {
        return close_with(repository, {}, kTestTime + after).header.closed_at - kTestTime;
    };
    EXPECT_EQ(time(milliseconds(2'999)), milliseconds(2'000)) << "whole seconds";
    EXPECT_EQ(time(milliseconds(-5'000)), milliseconds(2'000));
    EXPECT_EQ(time(milliseconds(3'000)), milliseconds(3'000));
}

TEST(Closing, TakesFeeAndSequenceNumberOfAFailedTransactionAndNothingElse) {
    auto repository = small_ledger();
    auto const envelope =
        signed_by(transaction_of(kAlice, {pay(bob, 5), pay(kNobody.public_key(), 1), pay(bob, 7),
                                          pay(bob, 1'000 * kLumen)}),
                  {kAlice});
    auto const closing = close_with(repository, {envelope});
    EXPECT_EQ(repository.find_account(alice)->balance, 100 * kLumen - 400);
    EXPECT_EQ(repository.find_account(alice)->sequence, envelope.transaction.sequence);
    EXPECT_EQ(repository.find_account(bob)->balance, 100 * kLumen);

    auto const result = result_in(closing, 0);
    EXPECT_EQ(result.code, TransactionCode::failed);
    std::vector<std::string_view> names;
    for (auto const& operation : result.operations) names.push_back(horizon_name(operation));
    EXPECT_EQ(names, (std::vector<std::string_view>{"op_success", "op_no_destination", "op_success",
                                                    "op_underfunded"}));
    EXPECT_EQ(closing.header.fee_pool, 400);
    EXPECT_EQ(closing.fates, (std::vector{Fate::applied}));
}

TEST(Closing, LetsOneOperationBuildOnTheOneBefore) {
    auto repository = small_ledger();
    auto const envelope = signed_by(
        transaction_of(kAlice,
                       {create(kNobody.public_key(), 2 * kLumen), by(kNobody, pay(bob, kLumen))}),
        {kAlice, kNobody});
    auto const closing = close_with(repository, {envelope});
    EXPECT_EQ(result_in(closing, 0).code, TransactionCode::success);
    EXPECT_EQ(repository.find_account(kNobody.public_key())->balance, kLumen);
    EXPECT_EQ(repository.find_account(bob)->balance, 101 * kLumen);
}

TEST(Closing, TellsWhenTheSourceOfAnOperationDoesNotExist) {
    auto repository = small_ledger();
    auto const envelope =
        signed_by(transaction_of(
                      kAlice, {by(kNobody, pay(bob, 1)), create(kNobody.public_key(), 2 * kLumen)}),
                  {kAlice, kNobody});
    auto const result = result_in(close_with(repository, {envelope}), 0);
    EXPECT_EQ(horizon_name(result.operations[0]), "op_no_source_account");
    EXPECT_EQ(horizon_name(result.operations[1]), "op_success");
    EXPECT_FALSE(repository.find_account(kNobody.public_key()));
}

TEST(Closing, ChargesTheMinimumOfWhatIsBid) {
    auto repository = small_ledger();
    auto transaction = transaction_of(kAlice, {pay(bob, 1)});
    transaction.fee = 50'000;
    auto const closing = close_with(repository, {signed_by(transaction, {kAlice})});
    EXPECT_EQ(result_in(closing, 0).fee_charged, 100);
    EXPECT_EQ(closing.header.fee_pool, 100);
}

TEST(Closing, LetsTheFeeSourcePayForAFeeBump) {
    auto repository = small_ledger();
    auto transaction = transaction_of(kAlice, {pay(bob, 5)});
    transaction.fee = 0;
    auto const bump = bumped(signed_by(transaction, {kAlice}), kCarol, 1'000);
    auto const closing = close_with(repository, {bump});
    EXPECT_EQ(repository.find_account(alice)->balance, 100 * kLumen - 5);
    EXPECT_EQ(repository.find_account(alice)->sequence, transaction.sequence);
    EXPECT_EQ(repository.find_account(carol)->balance, 100 * kLumen - 200);
    EXPECT_EQ(repository.find_account(carol)->sequence_ledger, 0U);

    auto const result = result_in(closing, 0);
    auto const inner_hash = stellar::hash_of(transaction, kTestNetwork);
    EXPECT_EQ(result.code, TransactionCode::fee_bump_inner_success);
    EXPECT_EQ(result.fee_charged, 200);
    EXPECT_EQ(result.inner->hash, inner_hash);
    EXPECT_EQ(result.inner->fee_charged, 0);
    EXPECT_TRUE(repository.find_transaction(inner_hash));
    EXPECT_EQ(closing.header.operations, 1U);
}

TEST(Closing, WrapsTheFailureOfAnInnerTransaction) {
    auto repository = small_ledger();
    auto const inner = payment(kAlice, kNobody.public_key(), 5);
    auto const closing = close_with(repository, {bumped(inner, kCarol, 200)});
    auto const result = result_in(closing, 0);
    EXPECT_EQ(result.code, TransactionCode::fee_bump_inner_failed);
    EXPECT_EQ(result.inner->code, TransactionCode::failed);
    EXPECT_EQ(horizon_name(result.operations[0]), "op_no_destination");
    EXPECT_EQ(closing.header.failed_transactions, 1U);
    EXPECT_EQ(repository.find_account(alice)->sequence, inner.transaction.sequence);
}

TEST(Closing, DropsWhatIsNotValidAnyMore) {
    auto repository = small_ledger();
    auto late = transaction_of(kAlice, {pay(bob, 5)});
    late.preconditions = stellar::TimeBounds{0, 1};
    auto const closing =
        close_with(repository, {signed_by(late, {kAlice}), payment(kBob, alice, 5)});
    EXPECT_EQ(closing.fates, (std::vector{Fate::dropped, Fate::applied}));
    EXPECT_EQ(closing.transactions.size(), 1U);
    EXPECT_EQ(repository.find_account(alice)->balance, 100 * kLumen + 5);
}

TEST(Closing, LetsNobodyBidMoreThanThereIs) {
    auto repository = small_ledger();
    repository.put_account(account_of(kCarol, kLumen + 399));
    auto const closing = close_with(repository, {bumped(payment(kAlice, bob, 5), kCarol, 200),
                                                 bumped(payment(kBob, alice, 5), kCarol, 200)});
    EXPECT_EQ(closing.fates, (std::vector{Fate::applied, Fate::dropped}));
}

/// The fee was seen to be there before the ledger, so it is taken before anything in the ledger can
/// spend it.
TEST(Closing, TakesAllFeesBeforeItAppliesAnything) {
    auto repository = small_ledger();
    auto const drain =
        signed_by(transaction_of(kBob, {by(kAlice, pay(bob, 99 * kLumen))}), {kBob, kAlice});
    auto const closing = close_with(repository, {drain, payment(kAlice, carol, 1)});
    EXPECT_EQ(horizon_name(result_in(closing, 0).operations[0]), "op_underfunded");
    EXPECT_EQ(result_in(closing, 1).code, TransactionCode::success);
}

TEST(Closing, LeavesWhatDoesNotFitAndWhatCameLater) {
    auto repository = small_ledger();
    std::vector<stellar::Envelope> envelopes;
    auto const hundred = std::vector<stellar::Operation>(100, pay(kCarol.public_key(), 1));
    for (std::uint8_t i = 0; i < 10; ++i) {
        auto const key = key_number(static_cast<std::uint8_t>(100 + i));
        repository.put_account(account_of(key, 100 * kLumen));
        auto operations = hundred;
        if (i == 9) operations.pop_back();
        envelopes.emplace_back(signed_by(transaction_of(key, operations), {key}));
    }
    envelopes.emplace_back(signed_by(transaction_of(kAlice, {pay(bob, 1), pay(bob, 1)}), {kAlice}));
    envelopes.emplace_back(payment(kBob, alice, 1));
    auto const closing = close_with(repository, envelopes);
    EXPECT_EQ(closing.header.all_operations, 999U);
    EXPECT_EQ(closing.fates[9], Fate::applied);
    EXPECT_EQ(closing.fates[10], Fate::left) << "two more operations do not fit";
    EXPECT_EQ(closing.fates[11], Fate::left) << "it would fit, but it came later";
}

TEST(Closing, TakesOneTransactionOfEachSourceAccount) {
    auto repository = small_ledger();
    auto second = transaction_of(kAlice, {pay(bob, 6)});
    second.sequence += 1;
    second.preconditions = stellar::PreconditionsV2{.min_sequence = 0};
    auto const closing =
        close_with(repository, {payment(kAlice, bob, 5), signed_by(second, {kAlice})});
    EXPECT_EQ(closing.fates, (std::vector{Fate::applied, Fate::left}));
    EXPECT_EQ(repository.find_account(bob)->balance, 100 * kLumen + 5);
}

TEST(Closing, GivesTheSameWhenItRunsAgain) {
    auto const before = small_ledger();
    std::vector<stellar::Envelope> const envelopes{payment(kAlice, bob, 5),
                                                   payment(kBob, carol, 6)};
    auto first = before;
    auto second = before;
    EXPECT_EQ(close_with(first, envelopes).header, close_with(second, envelopes).header);
}

}  // namespace
}  // namespace farthing::sandbox
