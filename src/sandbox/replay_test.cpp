#include "sandbox/replay.hpp"

#include <gtest/gtest.h>

#include "sandbox/genesis.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

constexpr char const* kPassphrase = "a network for tests";

/// A network with a founding, gifts, a payment that fails and an empty ledger.
class ReplayOfANetwork : public testing::Test {
protected:
    ReplayOfANetwork() {
        ledger_.open(repository_, kTestTime);
        give(kAlice);
        give(kBob);
        close();
        submit(pay(kBob.public_key(), 5 * kLumen));
        close();
        submit(pay(kBob.public_key(), 100'000 * kLumen));
        close();
        close();
    }

    base::Result<void> replay() {
        Replay replay(kPassphrase);
        auto const last = repository_.latest_ledger()->sequence;
        for (std::uint32_t sequence = 1; sequence <= last; ++sequence) {
            auto const next =
                replay.next(*repository_.find_ledger(sequence), transactions_[sequence]);
            if (!next) return next;
        }
        EXPECT_EQ(replay.transactions(), 5);
        return replay.compare_accounts(repository_);
    }

    void give(stellar::KeyPair const& key) {
        auto const envelope = ledger_.friendbot(repository_, key.public_key(), kTestTime);
        ledger_.submit(repository_, *envelope, kTestTime);
    }
    void submit(stellar::Operation operation) {
        auto transaction = transaction_of(kAlice, {std::move(operation)});
        transaction.sequence = repository_.find_account(kAlice.public_key())->sequence + 1;
        ledger_.submit(repository_, signed_by(transaction, {kAlice}), kTestTime);
    }
    void close() {
        auto const closed = ledger_.close(repository_, kTestTime);
        ledger_.confirm(closed);
    }

    Ledger ledger_{kPassphrase};
    RecordingRepository repository_;
    std::map<std::uint32_t, std::vector<ClosedTransaction>>& transactions_ = repository_.by_ledger;
};

TEST_F(ReplayOfANetwork, ComesOutAsItWasRecorded) {
    auto const same = replay();
    EXPECT_TRUE(same) << same.error().message;
}

TEST_F(ReplayOfANetwork, NoticesABalanceThatNobodyPaid) {
    auto account = *repository_.find_account(kBob.public_key());
    account.balance += 1;
    repository_.put_account(account);
    EXPECT_EQ(replay().error().message,
              "account " + kBob.address() + " is not what its history makes it");
}

TEST_F(ReplayOfANetwork, NoticesAnInventedAccount) {
    repository_.put_account(account_of(kNobody, 0));
    EXPECT_EQ(replay().error().message, "1 accounts have no history");
}

TEST_F(ReplayOfANetwork, NoticesALostTransaction) {
    transactions_[4].clear();
    EXPECT_EQ(replay().error().message, "ledger 4: its header comes out differently");
}

TEST_F(ReplayOfANetwork, NoticesAFailureThatIsCalledASuccess) {
    transactions_[5].at(0).successful = true;
    EXPECT_EQ(replay().error().message, "ledger 5: its transactions come out differently");
}

TEST_F(ReplayOfANetwork, NoticesAnotherPassphrase) {
    Replay other("another network");
    ASSERT_TRUE(other.next(*repository_.find_ledger(1), {}));
    EXPECT_EQ(other.next(*repository_.find_ledger(2), transactions_[2]).error().message,
              "ledger 2: its transactions come out differently");
}

}  // namespace
}  // namespace farthing::sandbox
