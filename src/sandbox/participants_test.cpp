#include "sandbox/participants.hpp"

#include <gtest/gtest.h>

#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using Accounts = std::vector<stellar::PublicKey>;

TEST(Participants, AreEverybodyWhoPaysIsPaidOrSigns) {
    auto const inner = signed_by(
        transaction_of(kAlice, {by(kBob, pay(kCarol.public_key(), 5)),
                                create(kNobody.public_key(), 6), pay(kAlice.public_key(), 7)}),
        {kAlice});
    auto const all = participants_of(bumped(inner, key_number(9), 800));
    EXPECT_EQ(all.transaction,
              (Accounts{kAlice.public_key(), kBob.public_key(), kCarol.public_key(),
                        kNobody.public_key(), key_number(9).public_key()}));
    ASSERT_EQ(all.operations.size(), 3);
    EXPECT_EQ(all.operations[0].accounts, (Accounts{kBob.public_key(), kCarol.public_key()}));
    EXPECT_EQ(all.operations[2].accounts, Accounts{kAlice.public_key()});
    EXPECT_TRUE(all.has_payment());
}

TEST(Participants, KnowWhichOperationsMoveLumens) {
    EXPECT_TRUE(is_payment(stellar::AccountMerge{{kBob.public_key()}}));
    EXPECT_TRUE(is_payment(stellar::CreateAccount{kBob.public_key(), 0}));
    EXPECT_FALSE(is_payment(stellar::BumpSequence{5}));
    EXPECT_FALSE(is_payment(stellar::OtherOperation{.type = 6, .body = {}}));
    auto const quiet =
        participants_of(signed_by(transaction_of(kAlice, {{.body = stellar::SetOptions{}}}), {}));
    EXPECT_FALSE(quiet.has_payment());
}

}  // namespace
}  // namespace farthing::sandbox
