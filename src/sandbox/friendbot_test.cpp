#include "sandbox/friendbot.hpp"

#include <gtest/gtest.h>

#include "sandbox/genesis.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

class FriendbotTest : public testing::Test {
protected:
    FriendbotTest() { found_network(repository, kTestNetwork, friendbot, kTestTime); }

    base::Result<stellar::Envelope> give(stellar::PublicKey const& address) {
        return friendbot.give(
            repository, address, NextLedger{3, kTestTime}, kTestNetwork,
            [&](stellar::PublicKey const& minion) { return !busy.contains(minion); });
    }
    stellar::Transaction gift(stellar::PublicKey const& address) {
        return std::get<stellar::SignedTransaction>(*give(address)).transaction;
    }

    Friendbot const friendbot{"a network for tests"};
    MemoryRepository repository;
    std::map<stellar::PublicKey, bool> busy;
};

TEST_F(FriendbotTest, CreatesAnAccountThatIsMissing) {
    auto const transaction = gift(kNobody.public_key());
    EXPECT_NE(transaction.source.account, friendbot.account());
    EXPECT_EQ(transaction.fee, 100U);
    EXPECT_EQ(stellar::time_bounds(transaction)->max_time, 1'790'000'060U);
    ASSERT_EQ(transaction.operations.size(), 1U);
    EXPECT_EQ(transaction.operations[0].source->account, friendbot.account());
    EXPECT_EQ(transaction.operations[0].body, stellar::OperationBody(stellar::CreateAccount{
                                                  kNobody.public_key(), 10'000 * kLumen}));
}

TEST_F(FriendbotTest, PaysAnAccountThatHasLessThanItGives) {
    repository.put_account(account_of(kAlice, 10'000 * kLumen - 1));
    EXPECT_EQ(gift(kAlice.public_key()).operations[0].body,
              stellar::OperationBody(stellar::Payment{
                  {kAlice.public_key()}, stellar::NativeAsset{}, 10'000 * kLumen}));
}

TEST_F(FriendbotTest, GivesNothingToAnAccountThatHasEnough) {
    repository.put_account(account_of(kAlice, 10'000 * kLumen));
    auto const refused = give(kAlice.public_key());
    EXPECT_EQ(refused.error().code, base::Errc::invalid_request);
    EXPECT_EQ(refused.error().message, "account already funded to starting balance");
}

TEST_F(FriendbotTest, TakesAnotherMinionWhileOneIsBusy) {
    for (std::size_t i = 0; i < kFriendbotMinions; ++i) {
        auto const minion = gift(kNobody.public_key()).source.account;
        EXPECT_TRUE(busy.emplace(minion, true).second);
    }
    EXPECT_EQ(give(kNobody.public_key()).error().code, base::Errc::unavailable);
}

TEST_F(FriendbotTest, KnowsItsOwnGifts) {
    auto const transaction = gift(kNobody.public_key());
    EXPECT_TRUE(friendbot.gives_to(kNobody.public_key(), transaction));
    EXPECT_FALSE(friendbot.gives_to(kAlice.public_key(), transaction));
    auto const other = transaction_of(kAlice, {pay(kNobody.public_key(), 1)});
    EXPECT_FALSE(friendbot.gives_to(kNobody.public_key(), other));
}

TEST_F(FriendbotTest, DoesNotTakeWhatOthersDoInItsNameForGifts) {
    auto const nobody = kNobody.public_key();
    for (auto const& body : std::initializer_list<stellar::OperationBody>{
             stellar::AccountMerge{{nobody}}, stellar::SetOptions{}, stellar::BumpSequence{1}}) {
        stellar::Operation const operation{.source = stellar::MuxedAccount{friendbot.account()},
                                           .body = body};
        EXPECT_FALSE(friendbot.gives_to(nobody, transaction_of(kAlice, {operation})));
    }
}

TEST_F(FriendbotTest, SurvivesTheLossOfItsMinions) {
    auto const first = gift(kNobody.public_key()).source.account;
    repository.remove_account(first);
    EXPECT_NE(gift(kNobody.public_key()).source.account, first);
    for (std::size_t i = 1; i < kFriendbotMinions; ++i)
        repository.remove_account(gift(kNobody.public_key()).source.account);
    EXPECT_EQ(give(kNobody.public_key()).error().code, base::Errc::unavailable);
}

TEST_F(FriendbotTest, HasOtherKeysOnAnotherNetwork) {
    EXPECT_NE(Friendbot("another").account(), friendbot.account());
    EXPECT_EQ(Friendbot("a network for tests").account(), friendbot.account());
}

}  // namespace
}  // namespace farthing::sandbox
