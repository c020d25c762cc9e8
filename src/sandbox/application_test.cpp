#include "sandbox/application.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "sandbox/ledger.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::SetOptions;
using stellar::TransactionCode;
using Names = std::vector<std::string_view>;

auto const alice = kAlice.public_key();
auto const bob = kBob.public_key();
auto const carol = kCarol.public_key();
auto const nobody = kNobody.public_key();
auto const kFirst = stellar::starting_sequence(1);

stellar::Operation set(SetOptions options) {
    return {.body = std::move(options)};
}
stellar::Operation merge(stellar::PublicKey const& into) {
    return {.body = stellar::AccountMerge{{into}}};
}
stellar::Operation bump(std::int64_t to) {
    return {.body = stellar::BumpSequence{to}};
}
stellar::Operation begin(stellar::PublicKey const& account) {
    return {.body = stellar::BeginSponsoring{account}};
}
stellar::Operation end() {
    return {.body = stellar::EndSponsoring{}};
}
stellar::Operation lock_out() {
    return set({.master_weight = 0});
}

/// The codes of a result: the transaction's, the inner one's of a fee-bump, those of operations.
Names names_of(stellar::TransactionResult const& result) {
    Names names{horizon_name(result.code)};
    if (result.inner) names.push_back(horizon_name(result.inner->code));
    for (auto const& operation : result.operations) names.push_back(horizon_name(operation));
    return names;
}

/// Carol's transaction, signed by those in whose name it does something.
stellar::SignedTransaction carols(std::vector<stellar::Operation> operations) {
    auto const does_something = [&](stellar::KeyPair const& key) {
        return std::ranges::any_of(operations, [&](stellar::Operation const& operation) {
            return operation.source && operation.source->account == key.public_key();
        });
    };
    std::vector<stellar::KeyPair> signers{kCarol};
    for (auto const& key : {kAlice, kBob})
        if (does_something(key)) signers.push_back(key);
    auto envelope = signed_by(transaction_of(kCarol, std::move(operations)), {});
    auto const hash = stellar::hash_of(envelope.transaction, kTestNetwork);
    for (auto const& key : signers) envelope.signatures.push_back(stellar::sign(hash, key));
    return envelope;
}

/// What becomes of a transaction in a ledger where one of Carol's comes first.
class Application : public testing::Test {
protected:
    Names names_after(std::vector<stellar::Operation> first, stellar::Envelope const& second) {
        auto const closing = close_with(repository, {carols(std::move(first)), second});
        EXPECT_EQ(result_in(closing, 0).code, TransactionCode::success);
        EXPECT_EQ(result_in(closing, 1).fee_charged, 100 * candidate_of(second).paid_operations());
        EXPECT_TRUE(check_conservation(repository));
        return names_of(result_in(closing, 1));
    }

    Account account(stellar::PublicKey const& id) { return *repository.find_account(id); }

    MemoryRepository repository = small_ledger();
};

stellar::SignedTransaction alices(stellar::Preconditions preconditions = {}) {
    auto transaction = transaction_of(kAlice, {pay(bob, 1)});
    transaction.preconditions = std::move(preconditions);
    return signed_by(transaction, {kAlice});
}

TEST_F(Application, MissesASourceThatWasMergedAway) {
    EXPECT_EQ(names_after({by(kAlice, merge(bob))}, alices()), (Names{"tx_no_source_account"}));
    EXPECT_FALSE(repository.find_account(alice));
    EXPECT_EQ(account(bob).balance, 200 * kLumen - 100) << "without the fee";
}

TEST_F(Application, MissesTheSequenceNumberThatWasBumped) {
    EXPECT_EQ(names_after({by(kAlice, bump(kFirst + 1))}, alices()), (Names{"tx_bad_seq"}));
    EXPECT_EQ(account(alice).sequence, kFirst + 1);
    EXPECT_EQ(account(alice).balance, 100 * kLumen - 100);
}

TEST_F(Application, TakesASequenceNumberThatStillFits) {
    auto transaction = alices(stellar::PreconditionsV2{.min_sequence = 0}).transaction;
    transaction.sequence = kFirst + 9;
    EXPECT_EQ(names_after({by(kAlice, bump(kFirst + 8))}, signed_by(transaction, {kAlice})),
              (Names{"tx_success", "op_success"}));
    EXPECT_EQ(account(alice).sequence, kFirst + 9);
}

TEST_F(Application, UsesTheNumberOfWhatComesTooSoonAfterABump) {
    EXPECT_EQ(
        names_after({by(kAlice, bump(0))}, alices(stellar::PreconditionsV2{.min_sequence_age = 1})),
        (Names{"tx_bad_minseq_age_or_gap"}));
    EXPECT_EQ(account(alice).sequence, kFirst + 1);
    EXPECT_EQ(account(bob).balance, 100 * kLumen);
}

TEST_F(Application, UsesTheNumberOfWhatHasNoAuthorityAnyMore) {
    EXPECT_EQ(names_after({by(kAlice, lock_out())}, alices()), (Names{"tx_bad_auth"}));
    EXPECT_EQ(account(alice).sequence, kFirst + 1);
    EXPECT_EQ(account(alice).balance, 100 * kLumen - 100);
}

TEST_F(Application, TellsWhichOperationsHaveNoAuthorityAnyMore) {
    auto const both =
        signed_by(transaction_of(kAlice, {pay(bob, 1), by(kBob, pay(alice, 5)), pay(nobody, 1)}),
                  {kAlice, kBob});
    EXPECT_EQ(names_after({by(kBob, lock_out())}, both),
              (Names{"tx_failed", "op_success", "op_bad_auth", "op_success"}))
        << "the others are not tried";
    EXPECT_EQ(account(alice).sequence, kFirst + 1);
    EXPECT_EQ(account(bob).balance, 100 * kLumen);
}

TEST_F(Application, RefusesASignatureThatIsOfNoUseAnyMore) {
    auto owner = account(alice);
    owner.options.signers = {{.key = bob}};
    owner.options.medium_threshold = 2;
    owner.options.high_threshold = 1;
    owner.subentries = 1;
    repository.put_account(owner);
    auto const both = signed_by(transaction_of(kAlice, {pay(carol, 1)}), {kAlice, kBob});
    EXPECT_EQ(names_after({by(kAlice, set({.medium_threshold = 1}))}, both),
              (Names{"tx_bad_auth_extra"}));
    EXPECT_EQ(account(alice).sequence, kFirst + 1);
}

TEST_F(Application, MissesTheSourceOfAnOperationThatWasMergedAway) {
    auto const both = signed_by(transaction_of(kAlice, {by(kBob, pay(alice, 5))}), {kAlice, kBob});
    EXPECT_EQ(names_after({by(kBob, merge(carol))}, both),
              (Names{"tx_failed", "op_no_source_account"}));
}

TEST_F(Application, WrapsAllThisInAFeeBump) {
    auto const bump_of = [](stellar::SignedTransaction inner) {
        return bumped(std::move(inner), kBob, 200);
    };
    EXPECT_EQ(names_after({by(kAlice, merge(carol))}, bump_of(alices())),
              (Names{"tx_fee_bump_inner_failed", "tx_no_source_account"}));
    EXPECT_EQ(account(bob).balance, 100 * kLumen - 200);

    repository = small_ledger();
    EXPECT_EQ(names_after({by(kAlice, lock_out())}, bump_of(alices())),
              (Names{"tx_fee_bump_inner_failed", "tx_bad_auth"}));
    EXPECT_EQ(account(alice).sequence, kFirst + 1);
    EXPECT_EQ(account(alice).balance, 100 * kLumen);
}

TEST_F(Application, DoesNotAskTheFeeSourceAgain) {
    EXPECT_EQ(names_after({by(kBob, lock_out())}, bumped(alices(), kBob, 200)),
              (Names{"tx_fee_bump_inner_success", "tx_success", "op_success"}));
    repository = small_ledger();
    EXPECT_EQ(names_after(
                  {by(kBob, merge(carol))},
                  bumped(signed_by(transaction_of(kAlice, {pay(carol, 1)}), {kAlice}), kBob, 200)),
              (Names{"tx_fee_bump_inner_success", "tx_success", "op_success"}));
    EXPECT_EQ(account(carol).balance, 200 * kLumen - 200 - 100 + 1);
}

TEST_F(Application, DoesNotFitAnAccountThatWasMadeAgain) {
    EXPECT_EQ(names_after({by(kAlice, merge(carol)), create(alice, 5 * kLumen)}, alices()),
              (Names{"tx_bad_seq"}));
    EXPECT_EQ(account(alice).sequence, stellar::starting_sequence(kTestLedger + 1));
    EXPECT_EQ(account(alice).balance, 5 * kLumen);
}

TEST_F(Application, AsksForAuthorityBeforeTheFirstOperation) {
    auto const closing = close_with(
        repository, {signed_by(transaction_of(kAlice, {lock_out(), pay(bob, 1)}), {kAlice})});
    EXPECT_EQ(names_of(result_in(closing, 0)), (Names{"tx_success", "op_success", "op_success"}));
    EXPECT_EQ(account(bob).balance, 100 * kLumen + 1);
}

TEST_F(Application, UndoesEverythingWhenASponsorshipIsLeftOpen) {
    auto const closing = close_with(
        repository,
        {signed_by(transaction_of(kAlice, {begin(nobody), create(nobody, 0)}), {kAlice})});
    EXPECT_EQ(names_of(result_in(closing, 0)), (Names{"tx_bad_sponsorship"}));
    EXPECT_EQ(result_in(closing, 0).fee_charged, 200);
    EXPECT_EQ(account(alice).balance, 100 * kLumen - 200);
    EXPECT_EQ(account(alice).sequence, kFirst + 1);
    EXPECT_EQ(account(alice).sponsoring, 0U);
    EXPECT_FALSE(repository.find_account(nobody));
    EXPECT_EQ(closing.header.failed_transactions, 1U);
}

TEST_F(Application, CallsAFailedOperationWorseThanAnOpenSponsorship) {
    auto const closing = close_with(
        repository, {signed_by(transaction_of(kAlice, {begin(nobody), end()}), {kAlice})});
    EXPECT_EQ(names_of(result_in(closing, 0)),
              (Names{"tx_failed", "op_success", "op_not_sponsored"}));
}

TEST_F(Application, MakesAnAccountThatOwnsNothing) {
    auto const closing = close_with(
        repository,
        {signed_by(transaction_of(kAlice, {begin(nobody), create(nobody, 0), by(kNobody, end())}),
                   {kAlice, kNobody})});
    EXPECT_EQ(result_in(closing, 0).code, TransactionCode::success);
    EXPECT_EQ(account(nobody).balance, 0);
    EXPECT_EQ(account(alice).sponsoring, 2U);
}

/// Alice's account, with Alice's payment itself as a signer that Bob pays the reserve of.
class OneTimeSigner : public testing::Test {
protected:
    OneTimeSigner() { authorise(payment, alice); }

    void authorise(stellar::Transaction const& transaction, stellar::PublicKey const& by) {
        add_signer(stellar::hash_of(transaction, kTestNetwork), by);
    }

    void add_signer(stellar::TransactionHash const& hash, stellar::PublicKey const& by) {
        auto owner = account(by);
        owner.options.signers = {
            {.key = stellar::PreAuthorizedTransaction{hash}, .sponsor = sponsor}};
        owner.subentries += 1;
        owner.sponsored += 1;
        repository.put_account(owner);
        auto payer = account(sponsor);
        payer.sponsoring += 1;
        repository.put_account(payer);
    }

    bool is_gone(stellar::PublicKey const& by) {
        auto const owner = account(by);
        return owner.options.signers.empty() && owner.subentries == 0 && owner.sponsored == 0;
    }

    Account account(stellar::PublicKey const& id) { return *repository.find_account(id); }

    stellar::PublicKey const sponsor = carol;
    MemoryRepository repository = small_ledger();
    stellar::Transaction payment = transaction_of(kAlice, {pay(bob, 1)});
};

TEST_F(OneTimeSigner, SignsAndIsGone) {
    auto const closing = close_with(repository, {signed_by(payment, {})});
    EXPECT_EQ(result_in(closing, 0).code, TransactionCode::success);
    EXPECT_TRUE(is_gone(alice));
    EXPECT_EQ(account(sponsor).sponsoring, 0U);
}

TEST_F(OneTimeSigner, IsGoneWhenTheOperationsFail) {
    payment.operations = {pay(nobody, 1)};
    repository = small_ledger();
    authorise(payment, alice);
    auto const closing = close_with(repository, {signed_by(payment, {})});
    EXPECT_EQ(result_in(closing, 0).code, TransactionCode::failed);
    EXPECT_TRUE(is_gone(alice));
}

TEST_F(OneTimeSigner, IsGoneWhenTheTransactionIsNotEvenTried) {
    auto const first =
        signed_by(transaction_of(kBob, {by(kAlice, bump(kFirst + 5))}), {kBob, kAlice});
    auto const closing = close_with(repository, {first, signed_by(payment, {})});
    EXPECT_EQ(result_in(closing, 1).code, TransactionCode::bad_sequence);
    EXPECT_TRUE(is_gone(alice));
    EXPECT_EQ(account(sponsor).sponsoring, 0U);
}

TEST_F(OneTimeSigner, StaysWhenTheTransactionComesInNoLedger) {
    payment.fee = 1;
    repository = small_ledger();
    authorise(payment, alice);
    auto const closing = close_with(repository, {signed_by(payment, {})});
    EXPECT_TRUE(closing.transactions.empty());
    EXPECT_FALSE(is_gone(alice));
}

TEST_F(OneTimeSigner, IsGoneFromAllAccountsThatTakePart) {
    payment = transaction_of(kAlice, {pay(bob, 1), by(kBob, pay(alice, 2))});
    repository = small_ledger();
    authorise(payment, alice);
    authorise(payment, bob);
    auto const closing = close_with(repository, {signed_by(payment, {})});
    EXPECT_EQ(result_in(closing, 0).code, TransactionCode::success);
    EXPECT_TRUE(is_gone(alice));
    EXPECT_TRUE(is_gone(bob));
    EXPECT_EQ(account(sponsor).sponsoring, 0U);
}

TEST_F(OneTimeSigner, MayBeAFeeBumpOfTheFeeSource) {
    repository = small_ledger();
    auto bump_around = bumped(signed_by(payment, {kAlice}), kBob, 200);
    bump_around.signatures.clear();
    add_signer(stellar::hash_of(bump_around, kTestNetwork), bob);
    auto const closing = close_with(repository, {bump_around});
    EXPECT_EQ(result_in(closing, 0).code, TransactionCode::fee_bump_inner_success);
    EXPECT_TRUE(is_gone(bob));
}

TEST_F(OneTimeSigner, IsTheInnerTransactionOfAFeeBump) {
    auto const closing = close_with(repository, {bumped(signed_by(payment, {}), kBob, 200)});
    EXPECT_EQ(result_in(closing, 0).code, TransactionCode::fee_bump_inner_success);
    EXPECT_TRUE(is_gone(alice));
}

}  // namespace
}  // namespace farthing::sandbox
