#include <gtest/gtest.h>

#include "sandbox/consistency_testing.hpp"
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

/// The check that other tests rely on.
TEST(Consistency, SeesCountersThatAreOff) {
    auto const inconsistency = [](auto const& change) {
        auto repository = small_ledger();
        auto account = *repository.find_account(kAlice.public_key());
        account.options = {.signers = {{.key = kCarol.public_key()}},
                           .data = {{.name = "a", .sponsor = kBob.public_key()}, {.name = "b"}},
                           .sponsor = kBob.public_key()};
        account.subentries = 3;
        account.sponsored = 3;
        auto sponsor = *repository.find_account(kBob.public_key());
        sponsor.sponsoring = 3;
        change(account, sponsor);
        repository.put_account(account);
        repository.put_account(sponsor);
        return find_inconsistency(repository);
    };
    auto const of_alice = " of " + kAlice.address();
    EXPECT_EQ(inconsistency([](Account&, Account&) {}), "");
    EXPECT_EQ(inconsistency([](Account& a, Account&) { a.subentries = 2; }),
              "subentries" + of_alice);
    EXPECT_EQ(inconsistency([](Account& a, Account&) { a.sponsored = 2; }), "sponsored" + of_alice);
    EXPECT_EQ(inconsistency([](Account&, Account& b) { b.sponsoring = 4; }),
              "sponsoring of " + kBob.address());
    EXPECT_EQ(inconsistency([](Account& a, Account&) { a.options.data[1].name = "a"; }),
              "data entries" + of_alice);
    EXPECT_EQ(inconsistency([](Account& a, Account&) { a.options.sponsor = kNobody.public_key(); }),
              "a sponsor does not exist or pays for itself");
}

}  // namespace
}  // namespace farthing::sandbox
