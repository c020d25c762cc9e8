#include "sandbox/validity.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::PreconditionsV2;
using stellar::Transaction;
using stellar::TransactionCode;
using stellar::TransactionResult;

constexpr NextLedger kNext{kTestLedger + 1, kTestTime};
constexpr std::uint64_t kNow = 1'790'000'000;
constexpr auto kMaxSequence = std::numeric_limits<std::int64_t>::max();

Transaction good() {
    return transaction_of(kAlice, {pay(kBob.public_key(), 1)});
}

std::optional<TransactionResult> fault_of(stellar::Envelope envelope,
                                          MemoryRepository repository = small_ledger()) {
    Accounts accounts(repository);
    return find_fault(candidate_of(std::move(envelope)), accounts, kNext);
}

TransactionCode code_of(stellar::Envelope envelope, MemoryRepository repository = small_ledger()) {
    auto const fault = fault_of(std::move(envelope), std::move(repository));
    return fault ? fault->code : TransactionCode::success;
}

/// The code of a transaction that Alice has signed.
TransactionCode code_of(Transaction const& transaction,
                        MemoryRepository repository = small_ledger()) {
    return code_of(signed_by(transaction, {kAlice}), std::move(repository));
}

TransactionCode code_with(stellar::Preconditions preconditions) {
    auto transaction = good();
    transaction.preconditions = std::move(preconditions);
    return code_of(transaction);
}

TEST(Validity, FindsNothingWrongWithAGoodTransaction) {
    EXPECT_EQ(fault_of(signed_by(good(), {kAlice})), std::nullopt);
}

TEST(Validity, BoundsTheTime) {
    using stellar::TimeBounds;
    EXPECT_EQ(code_with(TimeBounds{kNow, kNow}), TransactionCode::success);
    EXPECT_EQ(code_with(TimeBounds{0, 0}), TransactionCode::success);
    EXPECT_EQ(code_with(TimeBounds{kNow + 1, 0}), TransactionCode::too_early);
    EXPECT_EQ(code_with(TimeBounds{0, kNow - 1}), TransactionCode::too_late);
    EXPECT_EQ(code_with(TimeBounds{~std::uint64_t{0}, 0}), TransactionCode::too_early);
    EXPECT_EQ(code_with(TimeBounds{kNow + 1, kNow - 1}), TransactionCode::too_early);
    EXPECT_EQ(code_with(PreconditionsV2{.time_bounds = TimeBounds{0, kNow - 1}}),
              TransactionCode::too_late);
}

TEST(Validity, BoundsTheLedger) {
    auto const code = [](std::uint32_t min, std::uint32_t max) {
        return code_with(PreconditionsV2{.ledger_bounds = stellar::LedgerBounds{min, max}});
    };
    EXPECT_EQ(code(kTestLedger + 1, kTestLedger + 2), TransactionCode::success);
    EXPECT_EQ(code(0, 0), TransactionCode::success);
    EXPECT_EQ(code(kTestLedger + 2, 0), TransactionCode::too_early);
    EXPECT_EQ(code(0, kTestLedger + 1), TransactionCode::too_late) << "the bound is exclusive";
}

TEST(Validity, WantsTheNextSequenceNumber) {
    auto const code = [](std::int64_t account, std::int64_t sequence) {
        auto repository = small_ledger();
        auto alice = *repository.find_account(kAlice.public_key());
        alice.sequence = account;
        repository.put_account(alice);
        auto transaction = good();
        transaction.sequence = sequence;
        return code_of(transaction, repository);
    };
    EXPECT_EQ(code(7, 8), TransactionCode::success);
    EXPECT_EQ(code(7, 7), TransactionCode::bad_sequence);
    EXPECT_EQ(code(7, 9), TransactionCode::bad_sequence);
    EXPECT_EQ(code(7, -8), TransactionCode::bad_sequence);
    EXPECT_EQ(code(kMaxSequence - 1, kMaxSequence), TransactionCode::success);
    EXPECT_EQ(code(kMaxSequence, std::numeric_limits<std::int64_t>::min()),
              TransactionCode::bad_sequence);
    auto const start = stellar::starting_sequence(kNext.sequence);
    EXPECT_EQ(code(start - 1, start), TransactionCode::bad_sequence)
        << "the number that an account made in this ledger begins with";
}

TEST(Validity, AllowsAGapInTheSequenceDownToItsMinimum) {
    auto const code = [](std::int64_t minimum, std::int64_t sequence) {
        auto transaction = good();
        transaction.preconditions = PreconditionsV2{.min_sequence = minimum};
        transaction.sequence = sequence;
        return code_of(transaction);
    };
    auto const now = stellar::starting_sequence(1);
    EXPECT_EQ(code(now, now + 5), TransactionCode::success);
    EXPECT_EQ(code(now - 9, now + 1), TransactionCode::success);
    EXPECT_EQ(code(now + 1, now + 5), TransactionCode::bad_sequence);
    EXPECT_EQ(code(now - 9, now), TransactionCode::bad_sequence);
    EXPECT_EQ(code(now, stellar::starting_sequence(kNext.sequence)), TransactionCode::bad_sequence);
}

TEST(Validity, WantsTheSequenceNumberToHaveRested) {
    auto const code = [](std::uint64_t age, std::uint32_t gap) {
        auto repository = small_ledger();
        auto alice = *repository.find_account(kAlice.public_key());
        alice.sequence_time = kNow - 60;
        alice.sequence_ledger = kNext.sequence - 5;
        repository.put_account(alice);
        auto transaction = good();
        transaction.preconditions =
            PreconditionsV2{.min_sequence_age = age, .min_sequence_ledger_gap = gap};
        return code_of(transaction, repository);
    };
    EXPECT_EQ(code(60, 5), TransactionCode::success);
    EXPECT_EQ(code(61, 0), TransactionCode::bad_min_seq_age_or_gap);
    EXPECT_EQ(code(0, 6), TransactionCode::bad_min_seq_age_or_gap);
    EXPECT_EQ(code(~std::uint64_t{0}, 0), TransactionCode::bad_min_seq_age_or_gap);
    EXPECT_EQ(code(0, ~std::uint32_t{0}), TransactionCode::bad_min_seq_age_or_gap);
}

TEST(Validity, WantsTheMinimumFee) {
    auto transaction = good();
    transaction.fee = 99;
    auto const fault = fault_of(signed_by(transaction, {kAlice}));
    EXPECT_EQ(fault->code, TransactionCode::insufficient_fee);
    EXPECT_EQ(fault->fee_charged, 100) << "what would have been enough";
    transaction.fee = 500'000'000;
    EXPECT_EQ(code_of(transaction), TransactionCode::success);
}

TEST(Validity, WantsTheWholeBidAboveTheReserve) {
    auto const code = [](std::int64_t balance) {
        auto repository = small_ledger();
        repository.put_account(account_of(kAlice, balance));
        return code_of(good(), repository);
    };
    EXPECT_EQ(code(kLumen + 100), TransactionCode::success);
    EXPECT_EQ(code(kLumen + 99), TransactionCode::insufficient_balance);
    EXPECT_EQ(code(1), TransactionCode::insufficient_balance);
}

TEST(Validity, WantsTheSignaturesThatAreNeededAndNoOthers) {
    EXPECT_EQ(code_of(signed_by(good(), {})), TransactionCode::bad_auth);
    EXPECT_EQ(code_of(signed_by(good(), {kBob})), TransactionCode::bad_auth);
    EXPECT_EQ(code_of(signed_by(good(), {kAlice, kBob})), TransactionCode::bad_auth_extra);
    EXPECT_EQ(code_of(signed_by(good(), {kAlice, kAlice})), TransactionCode::bad_auth_extra);
    auto const other_network = stellar::network_id(stellar::kTestnetPassphrase);
    EXPECT_EQ(code_of(signed_by(good(), {kAlice}, other_network)), TransactionCode::bad_auth);
}

TEST(Validity, WantsTheSignatureOfEachOperationsSource) {
    auto const transaction =
        transaction_of(kAlice, {pay(kBob.public_key(), 1), by(kBob, pay(kAlice.public_key(), 1)),
                                by(kCarol, pay(kAlice.public_key(), 1))});
    EXPECT_EQ(code_of(signed_by(transaction, {kCarol, kAlice, kBob})), TransactionCode::success);

    auto const fault = fault_of(signed_by(transaction, {kAlice, kCarol}));
    ASSERT_EQ(fault->code, TransactionCode::failed);
    ASSERT_EQ(fault->operations.size(), 3U);
    EXPECT_EQ(stellar::horizon_name(fault->operations[0]), "op_success");
    EXPECT_EQ(stellar::horizon_name(fault->operations[1]), "op_bad_auth");
    EXPECT_EQ(stellar::horizon_name(fault->operations[2]), "op_success") << "not looked at";
    EXPECT_EQ(fault->fee_charged, 0);
}

TEST(Validity, LetsAnAccountThatDoesNotExistYetSignForItsOperations) {
    auto const transaction = transaction_of(
        kAlice,
        {create(kNobody.public_key(), 2 * kLumen), by(kNobody, pay(kAlice.public_key(), kLumen))});
    EXPECT_EQ(code_of(signed_by(transaction, {kAlice, kNobody})), TransactionCode::success);
    EXPECT_EQ(code_of(signed_by(transaction, {kAlice})), TransactionCode::failed);
}

stellar::Operation contract_call(std::int32_t type = 24) {
    return {.body = stellar::OtherOperation{.type = type, .body = {}}};
}

TEST(Validity, WantsWellFormedExtraSigners) {
    auto const code = [](std::vector<stellar::SignerKey> signers) {
        return code_with(PreconditionsV2{.extra_signers = std::move(signers)});
    };
    EXPECT_EQ(code({kBob.public_key(), kBob.public_key()}), TransactionCode::malformed);
    EXPECT_EQ(code({stellar::SignedPayload{kBob.public_key(), {}}}), TransactionCode::malformed);
    EXPECT_EQ(code({stellar::SignedPayload{kBob.public_key(), {1}}}), TransactionCode::bad_auth);
}

TEST(Validity, NamesOperationsThatAreNotSupportedBeforeTheirAuthority) {
    auto const change_trust = by(kBob, contract_call(6));
    auto const fault = fault_of(signed_by(transaction_of(kAlice, {change_trust}), {kAlice}));
    ASSERT_EQ(fault->code, TransactionCode::failed);
    EXPECT_EQ(stellar::horizon_name(fault->operations[0]), "op_not_supported");
}

TEST(Validity, WantsContractCallsAloneAndWithTheirData) {
    using Operations = std::vector<stellar::Operation>;
    auto const code = [](Operations operations, bool with_data) {
        auto transaction = transaction_of(kAlice, std::move(operations));
        if (with_data) transaction.soroban_data = base::Bytes{};
        return code_of(transaction);
    };
    auto const payment = pay(kBob.public_key(), 1);
    EXPECT_EQ(code({contract_call()}, true), TransactionCode::failed) << "not supported";
    EXPECT_EQ(code({contract_call(26)}, false), TransactionCode::malformed);
    EXPECT_EQ(code({contract_call(), contract_call()}, true), TransactionCode::malformed);
    EXPECT_EQ(code({contract_call(), payment}, true), TransactionCode::malformed);
    EXPECT_EQ(code({payment, contract_call()}, false), TransactionCode::malformed);
    EXPECT_EQ(code({payment}, true), TransactionCode::malformed);
    EXPECT_EQ(code({contract_call(23)}, false), TransactionCode::failed) << "another one";
    auto const lacking = signed_by(transaction_of(kAlice, {contract_call()}), {kAlice});
    EXPECT_EQ(code_of(bumped(lacking, kBob, 200)), TransactionCode::malformed);
}

TEST(Validity, TakesAMuxedAccountForTheAccount) {
    auto transaction = transaction_of(
        kAlice, {by(kBob, {.body = stellar::Payment{
                               {kCarol.public_key(), 7}, stellar::NativeAsset{}, 1}})});
    transaction.source.id = 8;
    transaction.operations[0].source->id = 9;
    auto bump = bumped(signed_by(transaction, {kAlice, kBob}), kCarol, 200);
    EXPECT_EQ(code_of(bump.inner), TransactionCode::success);
    bump.fee_source.id = 10;
    bump.signatures = {stellar::sign(stellar::hash_of(bump, kTestNetwork), kCarol)};
    EXPECT_EQ(code_of(bump), TransactionCode::success);
}

TEST(Validity, JudgesTheFormOfOperations) {
    auto const fault =
        fault_of(signed_by(transaction_of(kAlice, {pay(kBob.public_key(), 0)}), {kAlice}));
    ASSERT_EQ(fault->code, TransactionCode::failed);
    EXPECT_EQ(stellar::horizon_name(fault->operations[0]), "op_malformed");
}

/// Each step adds one more thing that is wrong, so that each time the first in the order must be
/// named.
TEST(Validity, NamesTheFirstFaultInTheNetworksOrder) {
    auto transaction = good();
    auto envelope = signed_by(transaction, {kAlice, kBob});
    EXPECT_EQ(code_of(envelope), TransactionCode::bad_auth_extra);

    transaction.operations[0] = pay(kBob.public_key(), 0);
    EXPECT_EQ(code_of(signed_by(transaction, {kAlice, kBob})), TransactionCode::failed);

    auto repository = small_ledger();
    repository.put_account(account_of(kAlice, kLumen));
    EXPECT_EQ(code_of(signed_by(transaction, {kAlice, kBob}), repository),
              TransactionCode::insufficient_balance);

    EXPECT_EQ(code_of(signed_by(transaction, {kBob}), repository), TransactionCode::bad_auth);

    transaction.preconditions = PreconditionsV2{.min_sequence_age = ~std::uint64_t{0}};
    EXPECT_EQ(code_of(signed_by(transaction, {kBob}), repository),
              TransactionCode::bad_min_seq_age_or_gap);

    transaction.sequence += 5;
    EXPECT_EQ(code_of(signed_by(transaction, {kBob}), repository), TransactionCode::bad_sequence);

    transaction.source = {kNobody.public_key()};
    EXPECT_EQ(code_of(signed_by(transaction, {kBob}), repository), TransactionCode::no_account);

    transaction.fee = 0;
    EXPECT_EQ(code_of(signed_by(transaction, {kBob}), repository),
              TransactionCode::insufficient_fee);

    auto v2 = std::get<PreconditionsV2>(transaction.preconditions);
    v2.time_bounds = stellar::TimeBounds{0, 1};
    transaction.preconditions = v2;
    EXPECT_EQ(code_of(signed_by(transaction, {kBob}), repository), TransactionCode::too_late);

    v2.time_bounds->min_time = kNow + 1;
    transaction.preconditions = v2;
    EXPECT_EQ(code_of(signed_by(transaction, {kBob}), repository), TransactionCode::too_early);

    transaction.operations.clear();
    EXPECT_EQ(code_of(signed_by(transaction, {kBob}), repository),
              TransactionCode::missing_operation);

    v2.extra_signers = {stellar::HashLock{}, stellar::HashLock{}};
    transaction.preconditions = v2;
    EXPECT_EQ(code_of(signed_by(transaction, {kBob}), repository), TransactionCode::malformed);
}

stellar::SignedTransaction free_of_charge() {
    auto transaction = good();
    transaction.fee = 0;
    return signed_by(transaction, {kAlice});
}

TEST(Validity, LetsAnotherAccountPayForATransactionThatOffersNothing) {
    auto repository = small_ledger();
    repository.put_account(account_of(kAlice, kLumen));
    EXPECT_EQ(code_of(bumped(free_of_charge(), kBob, 200), repository), TransactionCode::success);
}

TEST(Validity, JudgesTheFeeSourceBeforeTheInnerTransaction) {
    auto const code = [](stellar::FeeBump const& bump) { return code_of(bump); };
    auto bad_inner = free_of_charge();
    bad_inner.transaction.sequence += 5;

    EXPECT_EQ(code(bumped(bad_inner, kBob, 199)), TransactionCode::insufficient_fee);
    EXPECT_EQ(code(bumped(bad_inner, kBob, -1)), TransactionCode::insufficient_fee);
    EXPECT_EQ(code(bumped(bad_inner, kNobody, 200)), TransactionCode::no_account);
    EXPECT_EQ(code(bumped(bad_inner, kBob, 100 * kLumen)), TransactionCode::insufficient_balance);
    auto unsigned_bump = bumped(bad_inner, kBob, 200);
    unsigned_bump.signatures.clear();
    EXPECT_EQ(code(unsigned_bump), TransactionCode::bad_auth);
    auto twice = bumped(bad_inner, kBob, 200);
    twice.signatures.push_back(twice.signatures[0]);
    EXPECT_EQ(code(twice), TransactionCode::bad_auth_extra);
}

TEST(Validity, WrapsTheFaultOfAnInnerTransaction) {
    auto inner = free_of_charge().transaction;
    inner.sequence += 5;
    auto const envelope = bumped(signed_by(inner, {kAlice}), kBob, 200);
    auto const fault = fault_of(envelope);
    EXPECT_EQ(fault->code, TransactionCode::fee_bump_inner_failed);
    EXPECT_EQ(fault->inner->code, TransactionCode::bad_sequence);
    EXPECT_EQ(fault->inner->hash, stellar::hash_of(inner, kTestNetwork));
    EXPECT_EQ(stellar::decode_result(stellar::encode_result(*fault))->inner->code,
              TransactionCode::bad_sequence);
}

TEST(Validity, DoesNotTakeTheOuterSignatureForTheInnerTransaction) {
    auto inner = free_of_charge();
    inner.signatures.clear();
    auto const fault = fault_of(bumped(inner, kAlice, 200));
    EXPECT_EQ(fault->inner->code, TransactionCode::bad_auth);
}

TEST(Validity, JudgesTheSignaturesOfBothTransactionsApart) {
    auto const good_inner = free_of_charge();
    auto bad_inner = good_inner;
    bad_inner.signatures[0].signature[40] ^= 1;
    EXPECT_EQ(code_of(bumped(good_inner, kAlice, 200)), TransactionCode::success);
    EXPECT_EQ(fault_of(bumped(bad_inner, kAlice, 200))->inner->code, TransactionCode::bad_auth);
}

TEST(Validity, ChangesNothing) {
    auto const repository = small_ledger();
    auto copy = repository;
    Accounts accounts(copy);
    EXPECT_FALSE(find_fault(candidate_of(signed_by(good(), {kAlice})), accounts, kNext));
    accounts.write(99);
    EXPECT_EQ(copy.find_account(kAlice.public_key())->last_modified_ledger, 1U);
}

}  // namespace
}  // namespace farthing::sandbox
