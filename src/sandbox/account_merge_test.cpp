#include <gtest/gtest.h>

#include <limits>

#include "sandbox/operations.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::AccountMerge;
using stellar::AccountMergeCode;

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
auto const kStart = stellar::starting_sequence(kTestLedger + 1);

AccountMerge into(stellar::KeyPair const& destination) {
    return {{destination.public_key()}};
}

TEST(AccountMerge, IsMalformedIntoItself) {
    EXPECT_EQ(check(into(kAlice), kAlice.public_key()), AccountMergeCode::malformed);
    EXPECT_EQ(check(AccountMerge{{kAlice.public_key(), 7}}, kAlice.public_key()),
              AccountMergeCode::malformed);
    EXPECT_EQ(check(into(kBob), kAlice.public_key()), AccountMergeCode::success);
}

TEST(AccountMerge, MovesTheWholeBalanceAndRemovesTheAccount) {
    Stage stage;
    stage.change(kAlice).balance = 7;
    auto const result = stage.apply(into(kBob), kAlice);
    EXPECT_TRUE(is_success(result));
    EXPECT_EQ(result.merged, 7);
    EXPECT_EQ(stage.account(kBob).balance, 100 * kLumen + 7);
    EXPECT_EQ(stage.accounts.find(kAlice.public_key()), nullptr);
}

/// Each line takes one obstacle away, the first of those that are left is named.
TEST(AccountMerge, FailsWithTheFirstReasonInTheNetworksOrder) {
    Stage stage;
    auto& account = stage.change(kAlice);
    account.options.flags = kAuthImmutable;
    account.options.data = {{.name = "a"}};
    account.subentries = 1;
    account.sequence = kStart;
    account.sponsoring = 1;
    stage.change(kBob).balance = kMax - 100 * kLumen + 1;
    auto const code = [&](stellar::KeyPair const& destination = kBob) {
        return stage.apply(into(destination), kAlice);
    };
    EXPECT_EQ(code(kNobody), result_of(AccountMergeCode::no_account));
    EXPECT_EQ(code(), result_of(AccountMergeCode::immutable_set));
    account.options.flags = 0;
    EXPECT_EQ(code(), result_of(AccountMergeCode::has_subentries));
    account.options.data.clear();
    account.subentries = 0;
    EXPECT_EQ(code(), result_of(AccountMergeCode::sequence_too_far));
    account.sequence = kStart - 1;
    EXPECT_EQ(code(), result_of(AccountMergeCode::is_sponsor));
    account.sponsoring = 0;
    EXPECT_EQ(code(), result_of(AccountMergeCode::destination_full));
    stage.change(kBob).balance -= 1;
    EXPECT_TRUE(is_success(code()));
    EXPECT_EQ(stage.account(kBob).balance, kMax);
}

TEST(AccountMerge, TakesItsSignersAlong) {
    Stage stage;
    auto& account = stage.change(kAlice);
    account.options.signers = {{.key = kBob.public_key()}, {.key = stellar::HashLock{}}};
    account.subentries = 2;
    EXPECT_TRUE(is_success(stage.apply(into(kBob), kAlice)));
}

TEST(AccountMerge, LooksAtTheNumbersThatThisLedgerIsAboutToUse) {
    auto transaction = transaction_of(kAlice, {pay(kBob.public_key(), 1)});
    for (auto const& [sequence, expected] : {std::pair{kStart, AccountMergeCode::sequence_too_far},
                                             std::pair{kStart - 1, AccountMergeCode::success}}) {
        transaction.sequence = sequence;
        auto const candidate = candidate_of(signed_by(transaction, {kAlice}));
        Stage stage;
        stage.transactions = {&candidate};
        EXPECT_EQ(stage.apply(into(kBob), kAlice).inner, result_of(expected).inner);
        EXPECT_TRUE(is_success(stage.apply(into(kBob), kCarol))) << "of another account";
    }
}

TEST(AccountMerge, WaitsForTheEndOfASponsorship) {
    Stage stage;
    stage.sponsorships.begin(kAlice.public_key(), kBob.public_key());
    EXPECT_EQ(stage.apply(into(kBob), kAlice), result_of(AccountMergeCode::is_sponsor));
    EXPECT_TRUE(is_success(stage.apply(into(kAlice), kBob))) << "the one who is sponsored may go";
}

TEST(AccountMerge, GivesSponsorsTheirReservesBack) {
    Stage stage;
    auto& account = stage.change(kAlice);
    account.options.sponsor = kBob.public_key();
    account.options.signers = {{.key = stellar::HashLock{}, .sponsor = kCarol.public_key()},
                               {.key = stellar::HashLock{{1}}}};
    account.subentries = 2;
    account.sponsored = 3;
    stage.change(kBob).sponsoring = 2;
    stage.change(kCarol).sponsoring = 5;
    EXPECT_TRUE(is_success(stage.apply(into(kBob), kAlice)));
    EXPECT_EQ(stage.account(kBob).sponsoring, 0U);
    EXPECT_EQ(stage.account(kBob).balance, 200 * kLumen);
    EXPECT_EQ(stage.account(kCarol).sponsoring, 4U);
}

}  // namespace
}  // namespace farthing::sandbox
