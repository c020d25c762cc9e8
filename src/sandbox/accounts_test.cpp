#include "sandbox/accounts.hpp"

#include <gtest/gtest.h>

#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

auto const alice = kAlice.public_key();

TEST(Accounts, LeaveNoTraceUnlessTheyAreKept) {
    auto repository = small_ledger();
    Accounts ledger(repository);
    {
        auto step = Accounts::above(ledger);
        step.put(account_of(kAlice, 1));
        EXPECT_EQ(step.find(alice)->balance, 1);
    }
    EXPECT_EQ(ledger.find(alice)->balance, 100 * kLumen);
}

TEST(Accounts, HandTheirChangesDownStepByStep) {
    auto repository = small_ledger();
    Accounts ledger(repository);
    auto outer = Accounts::above(ledger);
    auto inner = Accounts::above(outer);
    inner.put(account_of(kAlice, 1));
    inner.put(account_of(kNobody, 2));
    inner.keep();
    EXPECT_EQ(outer.find(alice)->balance, 1);
    EXPECT_EQ(ledger.find(alice)->balance, 100 * kLumen);
    outer.keep();
    EXPECT_EQ(ledger.find(alice)->balance, 1);
    EXPECT_EQ(repository.find_account(alice)->balance, 100 * kLumen);
    ledger.write(11);
    EXPECT_EQ(repository.find_account(alice)->balance, 1);
    EXPECT_EQ(repository.find_account(kNobody.public_key())->balance, 2);
}

TEST(Accounts, ChangeInOneStepWithoutTheOneBelow) {
    auto repository = small_ledger();
    Accounts ledger(repository);
    auto step = Accounts::above(ledger);
    step.change(alice).balance = 5;
    step.change(alice).balance += 2;
    EXPECT_EQ(step.find(alice)->balance, 7);
    EXPECT_EQ(ledger.find(alice)->balance, 100 * kLumen);
}

TEST(Accounts, CanBeRemovedAndComeBack) {
    auto repository = small_ledger();
    Accounts ledger(repository);
    auto step = Accounts::above(ledger);
    step.remove(alice);
    step.remove(kNobody.public_key());
    EXPECT_EQ(step.find(alice), nullptr);
    EXPECT_NE(ledger.find(alice), nullptr);
    step.keep();
    EXPECT_EQ(ledger.find(alice), nullptr);
    {
        auto again = Accounts::above(ledger);
        again.put(account_of(kAlice, 3));
        EXPECT_EQ(again.find(alice)->balance, 3);
    }
    ledger.write(11);
    EXPECT_FALSE(repository.find_account(alice));
    EXPECT_EQ(repository.totals().accounts, 2);
}

TEST(Accounts, AreMarkedWithTheLedgerThatChangedThem) {
    auto repository = small_ledger();
    Accounts ledger(repository);
    ledger.find(kBob.public_key());
    ledger.put(account_of(kAlice, 1));
    ledger.write(11);
    EXPECT_EQ(repository.find_account(alice)->last_modified_ledger, 11U);
    EXPECT_EQ(repository.find_account(kBob.public_key())->last_modified_ledger, 1U);
}

TEST(Accounts, CanPayWhatIsAboveTheirReserve) {
    auto account = account_of(kAlice, 100 * kLumen);
    EXPECT_EQ(available(account), 99 * kLumen);
    account.subentries = 2;
    EXPECT_EQ(available(account), 98 * kLumen);
    account.balance = kLumen / 2;
    EXPECT_EQ(available(account), 0);
    account.sponsored = 4;
    EXPECT_EQ(available(account), kLumen / 2);
}

}  // namespace
}  // namespace farthing::sandbox
