#include "sandbox/genesis.hpp"

#include <gtest/gtest.h>

#include "base/vectors.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/ledger_header.hpp"
#include "sandbox/testing.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::sandbox {
namespace {

class Genesis : public testing::Test {
protected:
    Genesis() { found_network(repository, network, friendbot, kTestTime); }

    stellar::NetworkId const network = stellar::network_id(stellar::kTestnetPassphrase);
    Friendbot const friendbot{stellar::kTestnetPassphrase};
    MemoryRepository repository;
};

TEST_F(Genesis, GivesEverythingToTheRootAccountOfTheNetwork) {
    for (auto const& vector : base::stellar_vectors().at("networks").as_array()) {
        auto const id = stellar::network_id(std::string(vector.at("passphrase").as_string()));
        EXPECT_EQ(root_key(id).address(), std::string_view(vector.at("root_account").as_string()));
    }
    auto const first = *repository.find_ledger(1);
    EXPECT_EQ(first.total_coins, 1'000'000'000'000'000'000);
    EXPECT_EQ(first.hash, hash_of_header(first));
    EXPECT_EQ(first.previous_hash, base::Sha256{});
}

TEST_F(Genesis, FoundsFriendbotByAnOrdinaryTransaction) {
    auto const second = *repository.latest_ledger();
    EXPECT_EQ(second.sequence, 2U);
    EXPECT_EQ(second.previous_hash, repository.find_ledger(1)->hash);
    EXPECT_EQ(second.successful_transactions, 1U);
    EXPECT_EQ(second.operations, 51U);
    EXPECT_EQ(second.fee_pool, 5'100);

    auto const& closed = repository.transactions().at(0);
    auto const envelope = *stellar::decode_envelope(closed.envelope);
    EXPECT_EQ(stellar::hash_of(envelope, network), closed.hash);
    EXPECT_EQ(repository.totals().accounts, 52);
    EXPECT_EQ(repository.find_account(root_key(network).public_key())->sequence, 1);
}

/// Its key is known to everybody.
TEST_F(Genesis, IsKnownByItsTransactionWhenTheRootAccountIsGone) {
    auto const other = stellar::network_id("another passphrase");
    EXPECT_TRUE(is_founded(repository, network, friendbot));
    EXPECT_FALSE(is_founded(repository, other, Friendbot("another passphrase")));
    repository.remove_account(root_key(network).public_key());
    EXPECT_TRUE(is_founded(repository, network, friendbot));
}

TEST_F(Genesis, LosesNoStroop) {
    EXPECT_TRUE(check_conservation(repository));
}

}  // namespace
}  // namespace farthing::sandbox
