#include <gtest/gtest.h>

#include "sandbox/ledger.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

TEST(Conservation, HoldsForALedgerWhoseBalancesAreAllThereIs) {
    auto repository = small_ledger();
    EXPECT_TRUE(check_conservation(repository));
    MemoryRepository empty;
    EXPECT_TRUE(check_conservation(empty));
}

TEST(Conservation, SeesAStroopTooMuchOrTooLittle) {
    auto repository = small_ledger();
    repository.put_account(account_of(kAlice, 100 * kLumen + 1));
    EXPECT_EQ(check_conservation(repository).error().message,
              "balances and fees are 1 stroops more than all there is");
    repository.put_account(account_of(kAlice, 100 * kLumen - 3));
    EXPECT_EQ(check_conservation(repository).error().message,
              "balances and fees are -3 stroops more than all there is");
}

TEST(Conservation, SeesANegativeBalanceThatTheSumHides) {
    auto repository = small_ledger();
    repository.put_account(account_of(kAlice, -1));
    repository.put_account(account_of(kBob, 200 * kLumen + 1));
    EXPECT_EQ(check_conservation(repository).error().message,
              "the ledger holds a negative balance of -1 stroops");
}

}  // namespace
}  // namespace farthing::sandbox
