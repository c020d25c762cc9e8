#include "sandbox/authority.hpp"

#include <gtest/gtest.h>

#include "sandbox/testing.hpp"
#include "sandbox/validity.hpp"

namespace farthing::sandbox {
namespace {

using stellar::PreconditionsV2;
using stellar::TransactionCode;

std::optional<stellar::TransactionResult> fault_of(stellar::Envelope envelope,
                                                   MemoryRepository repository) {
    Accounts accounts(repository);
    return find_fault(candidate_of(std::move(envelope)), accounts, {kTestLedger + 1, kTestTime});
}

TransactionCode code_of(stellar::Envelope envelope, MemoryRepository repository = small_ledger()) {
    auto const fault = fault_of(std::move(envelope), std::move(repository));
    return fault ? fault->code : TransactionCode::success;
}

/// Alice's account with Bob as a second signer, and thresholds of 1, 2 and 3.
MemoryRepository with_thresholds() {
    auto repository = small_ledger();
    auto alice = *repository.find_account(kAlice.public_key());
    alice.options.low_threshold = 1;
    alice.options.medium_threshold = 2;
    alice.options.high_threshold = 3;
    alice.options.signers = {{.key = kBob.public_key(), .weight = 2}};
    alice.subentries = 1;
    repository.put_account(alice);
    return repository;
}

TEST(Authority, WantsTheWeightThatTheOperationNeeds) {
    using Codes = std::vector<std::string_view>;
    struct Case {
        stellar::OperationBody body;
        Codes of_alice_bob_both;
    };
    for (auto const& c : std::initializer_list<Case>{
             {stellar::BumpSequence{1}, {"op_success", "op_success", "unused"}},
             {stellar::ManageData{.name = "a"}, {"op_bad_auth", "op_success", "op_success"}},
             {stellar::SetOptions{}, {"op_bad_auth", "op_success", "op_success"}},
             {stellar::BeginSponsoring{kCarol.public_key()},
              {"op_bad_auth", "op_success", "op_success"}},
             {stellar::EndSponsoring{}, {"op_bad_auth", "op_success", "op_success"}},
             {stellar::SetOptions{.low_threshold = 1},
              {"op_bad_auth", "op_bad_auth", "op_success"}},
             {stellar::AccountMerge{{kCarol.public_key()}},
              {"op_bad_auth", "op_bad_auth", "op_success"}}}) {
        auto const transaction = transaction_of(kAlice, {{.body = c.body}});
        Codes codes;
        for (auto const& signers :
             {signed_by(transaction, {kAlice}), signed_by(transaction, {kBob}),
              signed_by(transaction, {kAlice, kBob})}) {
            auto const fault = fault_of(signers, with_thresholds());
            codes.push_back(!fault                      ? "op_success"
                            : fault->operations.empty() ? "unused"
                                                        : horizon_name(fault->operations[0]));
        }
        EXPECT_EQ(codes, c.of_alice_bob_both) << stellar::type_of(c.body);
    }
}

TEST(Authority, WantsTheLowThresholdOfTheSourceAndTheFeeSource) {
    auto repository = with_thresholds();
    auto alice = *repository.find_account(kAlice.public_key());
    alice.options.low_threshold = 2;
    repository.put_account(alice);
    auto const transaction = transaction_of(kAlice, {by(kCarol, pay(kBob.public_key(), 1))});
    EXPECT_EQ(code_of(signed_by(transaction, {kAlice, kCarol}), repository),
              TransactionCode::bad_auth);
    EXPECT_EQ(code_of(signed_by(transaction, {kBob, kCarol}), repository),
              TransactionCode::success);
    auto const carols = signed_by(transaction_of(kCarol, {pay(kBob.public_key(), 1)}), {kCarol});
    auto bump = bumped(carols, kAlice, 200);
    EXPECT_EQ(code_of(bump, repository), TransactionCode::bad_auth);
    bump.signatures.push_back(stellar::sign(stellar::hash_of(bump, kTestNetwork), kBob));
    EXPECT_EQ(code_of(bump, repository), TransactionCode::success);
}

TEST(Authority, WantsTheSignaturesOfExtraSigners) {
    auto transaction = transaction_of(kAlice, {pay(kBob.public_key(), 1)});
    transaction.preconditions =
        PreconditionsV2{.extra_signers = {kBob.public_key(), kCarol.public_key()}};
    EXPECT_EQ(code_of(signed_by(transaction, {kAlice, kBob})), TransactionCode::bad_auth);
    EXPECT_EQ(code_of(signed_by(transaction, {kAlice, kBob, kCarol})), TransactionCode::success);
    EXPECT_EQ(code_of(signed_by(transaction, {kBob, kCarol})), TransactionCode::bad_auth);
    transaction.preconditions = PreconditionsV2{.extra_signers = {kAlice.public_key()}};
    EXPECT_EQ(code_of(signed_by(transaction, {kAlice})), TransactionCode::success)
        << "one signature may serve both";
    transaction.preconditions = PreconditionsV2{.extra_signers = {stellar::HashLock{}}};
    EXPECT_EQ(code_of(signed_by(transaction, {kAlice})), TransactionCode::bad_auth);
}

}  // namespace
}  // namespace farthing::sandbox
