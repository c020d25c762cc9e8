#include "stores/store.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"

namespace farthing::stores {
namespace {

class StoresTest : public testing::Test {
protected:
    base::Result<CreatedStore> create(std::string name) {
        return create_store(
            repository, clock, random,
            {.network = "testnet", .name = std::move(name), .payout_address = payout.address()});
    }

    store::TestDatabase database{store::platform_schema()};
    store::StoresRepository repository{database.transaction()};
    base::ManualClock clock;
    base::SeededRandom random;
    stellar::KeyPair payout = stellar::KeyPair::generate(random);
};

TEST_F(StoresTest, TheKeyThatWasHandedOutOpensItsStore) {
    auto const created = *create("The Farthing Post");
    auto const store = authenticate(repository, created.api_key, "testnet");
    ASSERT_TRUE(store);
    EXPECT_EQ(store->id, created.store.id);
    EXPECT_EQ(store->payout_address, payout.public_key());
}

TEST_F(StoresTest, NoOtherKeySecretOrNetworkDoes) {
    auto const created = *create("A");
    auto const other = *create("B");
    auto const& key = created.api_key;
    for (auto const& presented :
         {ApiKey{key.key, other.api_key.secret}, ApiKey{"", base::Secret("")},
          ApiKey{"0123456789abcdef0123456789abcdef", key.secret}})
        EXPECT_EQ(authenticate(repository, presented, "testnet").error().code,
                  base::Errc::unauthorized);
    EXPECT_FALSE(authenticate(repository, key, "live"));
}

TEST_F(StoresTest, TheDatabaseDoesNotHoldTheSecret) {
    auto const created = *create("A");
    auto const rows = database.transaction().query("SELECT secret_hash FROM api_keys");
    auto const secret = created.api_key.secret.reveal_bytes();
    EXPECT_EQ(rows.at(0).bytes(0).size(), 32U);
    EXPECT_NE(rows.at(0).bytes(0), base::Bytes(secret.begin(), secret.end()));
}

TEST_F(StoresTest, RefusesBadNamesAndAddresses) {
    EXPECT_FALSE(create(""));
    EXPECT_FALSE(create("two\nlines"));
    EXPECT_FALSE(create("\xff"));
    EXPECT_FALSE(
        create_store(repository, clock, random,
                     {.network = "testnet", .name = "A", .payout_address = "SNOTANADDRESS"}));
    EXPECT_TRUE(database.transaction().query("SELECT id FROM stores").empty());
}

}  // namespace
}  // namespace farthing::stores
