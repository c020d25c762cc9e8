#include "sandbox/ledger.hpp"

#include <gtest/gtest.h>

#include "sandbox/genesis.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::TransactionCode;

constexpr char const* kPassphrase = "a network for tests";

std::string word(Submission const& submission) {
    struct Words {
        std::string operator()(Pending) const { return "pending"; }
        std::string operator()(Duplicate) const { return "duplicate"; }
        std::string operator()(TryAgainLater) const { return "try again later"; }
        std::string operator()(Invalid const& invalid) const {
            return std::string(stellar::horizon_name(invalid.result.code));
        }
    };
    return std::visit(Words{}, submission.outcome);
}

class LedgerTest : public testing::Test {
protected:
    LedgerTest() {
        ledger.open(repository, kTestTime);
        for (auto const& key : {kAlice, kBob, kCarol}) repository.put_account(account_of(key, 0));
        for (auto const& key : {kAlice, kBob, kCarol}) fund(key);
    }

    /// Takes the money from the root account, so that conservation holds.
    void fund(stellar::KeyPair const& key) {
        auto root = *repository.find_account(root_key(kTestNetwork).public_key());
        root.balance -= 100 * kLumen;
        repository.put_account(root);
        repository.put_account(account_of(key, 100 * kLumen));
    }

    std::string submit(stellar::Envelope const& envelope) {
        return word(ledger.submit(repository, envelope, now));
    }
    ClosedLedger close() {
        auto const closed = ledger.close(repository, now);
        ledger.confirm(closed);
        return closed;
    }
    std::int64_t balance(stellar::KeyPair const& key) {
        return repository.find_account(key.public_key())->balance;
    }
    stellar::Transaction payment(stellar::KeyPair const& from, std::int64_t amount = 1) {
        auto transaction = transaction_of(from, {pay(kCarol.public_key(), amount)});
        transaction.sequence = repository.find_account(from.public_key())->sequence + 1;
        return transaction;
    }
    stellar::SignedTransaction signed_payment(stellar::KeyPair const& from,
                                              std::int64_t amount = 1) {
        return signed_by(payment(from, amount), {from});
    }

    Ledger ledger{kPassphrase};
    MemoryRepository repository;
    base::Timestamp now = kTestTime;
};

TEST_F(LedgerTest, QueuesATransactionAndAppliesItInTheNextLedger) {
    auto const envelope = signed_payment(kAlice, 5);
    EXPECT_EQ(submit(envelope), "pending");
    EXPECT_EQ(ledger.pending(), 1U);
    EXPECT_EQ(balance(kCarol), 100 * kLumen) << "not before the ledger closes";
    auto const closed = close();
    EXPECT_EQ(closed.transactions,
              (std::vector{stellar::hash_of(envelope.transaction, kTestNetwork)}));
    EXPECT_EQ(balance(kCarol), 100 * kLumen + 5);
    EXPECT_EQ(ledger.pending(), 0U);
    EXPECT_TRUE(check_conservation(repository));
}

TEST_F(LedgerTest, KnowsTheSameBytesAgain) {
    auto const envelope = signed_payment(kAlice);
    EXPECT_EQ(submit(envelope), "pending");
    EXPECT_EQ(submit(envelope), "duplicate");
    close();
    EXPECT_EQ(submit(envelope), "tx_bad_seq") << "it is in a ledger: look the hash up";
}

TEST_F(LedgerTest, TakesOneTransactionOfEachSourceAtATime) {
    auto const first = signed_payment(kAlice, 1);
    EXPECT_EQ(submit(first), "pending");
    EXPECT_EQ(submit(signed_payment(kAlice, 2)), "try again later");
    auto next = payment(kAlice, 2);
    ++next.sequence;
    EXPECT_EQ(submit(signed_by(next, {kAlice})), "try again later");
    EXPECT_EQ(submit(signed_payment(kBob)), "pending");
    auto old = payment(kAlice, 2);
    --old.sequence;
    EXPECT_EQ(submit(signed_by(old, {kAlice})), "tx_bad_seq");
    close();
    EXPECT_EQ(submit(signed_by(next, {kAlice})), "pending");
}

TEST_F(LedgerTest, SaysWhyATransactionIsNotValid) {
    auto transaction = payment(kAlice);
    EXPECT_EQ(submit(signed_by(transaction, {kBob})), "tx_bad_auth");
    transaction.sequence += 1;
    EXPECT_EQ(submit(signed_by(transaction, {kAlice})), "tx_bad_seq");
    EXPECT_EQ(ledger.pending(), 0U);
}

TEST_F(LedgerTest, JudgesTimeByTheLaterOfClockAndLedger) {
    auto transaction = payment(kAlice);
    transaction.preconditions = stellar::TimeBounds{0, 1'790'000'000};
    now = kTestTime + std::chrono::seconds(1);
    EXPECT_EQ(submit(signed_by(transaction, {kAlice})), "tx_too_late");
    close();
    now = kTestTime;
    EXPECT_EQ(submit(signed_by(transaction, {kAlice})), "tx_too_late") << "the clock was set back";
}

TEST_F(LedgerTest, DropsATransactionThatHasBecomeTooLate) {
    auto transaction = payment(kAlice);
    transaction.preconditions = stellar::TimeBounds{0, 1'790'000'000};
    EXPECT_EQ(submit(signed_by(transaction, {kAlice})), "pending");
    now = kTestTime + std::chrono::seconds(1);
    EXPECT_TRUE(close().transactions.empty());
    EXPECT_EQ(ledger.pending(), 0U);
    EXPECT_EQ(balance(kAlice), 100 * kLumen);
}

TEST_F(LedgerTest, ReplacesAWaitingTransactionForTenTimesItsFee) {
    auto const inner = signed_payment(kAlice, 1);
    EXPECT_EQ(submit(inner), "pending");
    auto const cheap = ledger.submit(repository, bumped(inner, kBob, 1'999), now);
    ASSERT_EQ(word(cheap), "tx_insufficient_fee");
    EXPECT_EQ(std::get<Invalid>(cheap.outcome).result.fee_charged, 2'000);
    auto const enough = bumped(inner, kBob, 2'000);
    EXPECT_EQ(submit(enough), "pending");
    EXPECT_EQ(ledger.pending(), 1U);
    EXPECT_EQ(submit(inner), "duplicate") << "it waits inside the fee-bump";
    EXPECT_EQ(submit(enough), "duplicate");

    auto const other = bumped(signed_payment(kAlice, 2), kBob, 20'000);
    EXPECT_EQ(submit(other), "pending") << "the same sequence number, another content";
    EXPECT_EQ(close().transactions, (std::vector{stellar::hash_of(other, kTestNetwork)}));
    EXPECT_EQ(balance(kCarol), 100 * kLumen + 2);
    EXPECT_EQ(balance(kBob), 100 * kLumen - 200);
}

TEST_F(LedgerTest, DoesNotReplaceByAnotherSequenceNumberOrAnInvalidFeeBump) {
    EXPECT_EQ(submit(signed_payment(kAlice)), "pending");
    auto next = payment(kAlice, 2);
    ++next.sequence;
    EXPECT_EQ(submit(bumped(signed_by(next, {kAlice}), kBob, 5'000)), "try again later");
    EXPECT_EQ(submit(bumped(signed_by(payment(kAlice, 2), {kBob}), kBob, 5'000)),
              "tx_fee_bump_inner_failed");
    EXPECT_EQ(ledger.pending(), 1U);
    close();
    EXPECT_EQ(balance(kCarol), 100 * kLumen + 1);
}

TEST_F(LedgerTest, LetsAFeeSourceBidOnlyWhatItHasForAllThatWait) {
    auto payer = account_of(key_number(9), 100 * kLumen);
    payer.balance = kLumen + 500;
    repository.put_account(payer);
    auto const bump = [&](stellar::KeyPair const& from, std::int64_t fee) {
        return bumped(signed_payment(from), key_number(9), fee);
    };
    EXPECT_EQ(submit(bump(kAlice, 300)), "pending");
    EXPECT_EQ(submit(bump(kBob, 201)), "tx_insufficient_balance");
    EXPECT_EQ(submit(bump(kBob, 200)), "pending");
}

TEST_F(LedgerTest, CountsAReplacedBidNotAgain) {
    repository.put_account(account_of(key_number(9), kLumen + 2'500));
    auto const inner = signed_payment(kAlice);
    EXPECT_EQ(submit(bumped(inner, key_number(9), 200)), "pending");
    EXPECT_EQ(submit(bumped(inner, key_number(9), 2'500)), "pending");
}

TEST_F(LedgerTest, KeepsWhatWaitsWhenACloseIsUndone) {
    auto const envelope = signed_payment(kAlice, 5);
    submit(envelope);
    auto const before = repository;
    ledger.close(repository, now);
    repository = before;
    EXPECT_EQ(ledger.pending(), 1U);
    EXPECT_EQ(submit(envelope), "duplicate");
    EXPECT_EQ(submit(signed_payment(kAlice, 6)), "try again later");
    EXPECT_EQ(close().transactions.size(), 1U);
    EXPECT_EQ(balance(kCarol), 100 * kLumen + 5);
    EXPECT_TRUE(check_conservation(repository));
}

/// Commands that share a commit see each other's changes before any of them is durable.
TEST_F(LedgerTest, TakesTheNextTransactionOfASourceBeforeTheCloseIsConfirmed) {
    submit(signed_payment(kAlice, 5));
    auto const before = repository;
    auto const first = ledger.close(repository, now);
    auto const next = signed_payment(kAlice, 6);
    EXPECT_EQ(submit(next), "pending");
    auto const second = ledger.close(repository, now);
    EXPECT_EQ(second.transactions.size(), 1U) << "and nothing is applied twice";

    // All of it is undone, and runs again.
    repository = before;
    EXPECT_EQ(close().transactions, first.transactions);
    EXPECT_EQ(submit(next), "duplicate");
    EXPECT_EQ(close().transactions, second.transactions);
    EXPECT_EQ(balance(kCarol), 100 * kLumen + 11);
    EXPECT_EQ(ledger.pending(), 0U);
    EXPECT_TRUE(check_conservation(repository));
}

TEST_F(LedgerTest, FundsAnAccountInOneCommand) {
    auto const envelope = ledger.friendbot(repository, kNobody.public_key(), now);
    ASSERT_TRUE(envelope) << envelope.error().message;
    EXPECT_EQ(submit(*envelope), "pending");
    close();
    EXPECT_EQ(balance(kNobody), 10'000 * kLumen);
    EXPECT_EQ(ledger.friendbot(repository, kNobody.public_key(), now).error().message,
              "account already funded to starting balance");
    EXPECT_TRUE(check_conservation(repository));
}

TEST_F(LedgerTest, GivesTheSameGiftWhenItIsAskedTwice) {
    auto const envelope = *ledger.friendbot(repository, kNobody.public_key(), now);
    submit(envelope);
    EXPECT_EQ(*ledger.friendbot(repository, kNobody.public_key(), now), envelope);
}

TEST_F(LedgerTest, FundsAsManyAccountsInALedgerAsFriendbotHasMinions) {
    for (std::uint8_t i = 0; i < kFriendbotMinions; ++i) {
        auto const address = key_number(static_cast<std::uint8_t>(100 + i)).public_key();
        ASSERT_EQ(submit(*ledger.friendbot(repository, address, now)), "pending");
    }
    EXPECT_EQ(ledger.friendbot(repository, kNobody.public_key(), now).error().code,
              base::Errc::unavailable);
    EXPECT_EQ(close().header.successful_transactions, kFriendbotMinions);
    EXPECT_TRUE(ledger.friendbot(repository, kNobody.public_key(), now));
}

TEST_F(LedgerTest, GoesOnWithTheLedgersThatThereAre) {
    auto const latest = *repository.latest_ledger();
    Ledger again(kPassphrase);
    again.open(repository, now);
    EXPECT_EQ(repository.latest_ledger(), latest);
    EXPECT_EQ(word(again.submit(repository, signed_payment(kAlice), now)), "pending");
}

TEST_F(LedgerTest, DoesNotOpenTheLedgersOfAnotherNetwork) {
    Ledger other("another passphrase");
    EXPECT_THROW(other.open(repository, now), std::runtime_error);
}

TEST_F(LedgerTest, AnswersTryAgainLaterWhenTheQueueIsFull) {
    std::vector<stellar::KeyPair> keys;
    base::Bytes unused;
    for (std::size_t i = 0; i <= kMaxPending; ++i) {
        auto const key = stellar::KeyPair::from_seed(
            {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8), 77});
        repository.put_account(account_of(key, 100 * kLumen));
        auto const expected = i < kMaxPending ? "pending" : "try again later";
        ASSERT_EQ(submit(signed_payment(key)), expected);
    }
}

}  // namespace
}  // namespace farthing::sandbox
