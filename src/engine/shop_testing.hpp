#pragma once

#include <gtest/gtest.h>

#include "engine/fake_horizon_testing.hpp"
#include "engine/order_desk.hpp"
#include "engine/settler.hpp"
#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"
#include "store/threaded_database.hpp"

namespace farthing::engine {

/// A publisher with one good, over the real store and a Horizon that a test commands.
class ShopTest : public testing::Test {
protected:
    /// With one reader, what is read later has its answer later.
    explicit ShopTest(std::size_t readers = 1)
        : database({.file = folder.path() / "test.db",
                    .readers = readers,
                    .on_fatal = [](std::string const& why) { FAIL() << why; },
                    .keys = base::sealing_keys_for_tests()},
                   store::platform_schema()) {
        base::ensure(database
                         .write_now<bool>([this](store::Transaction& transaction) {
                             return base::Result<bool>(open_shop(transaction));
                         })
                         .has_value());
        scheduler.before_timers([this] { wait_for_database(); });
        network.accounts[keys.key(1).address()] = {100, 10'000 * base::Stroops::kPerLumen};
    }

    /// What a test declares besides goes before the database's threads would.
    void TearDown() override { database.stop(); }

    /// What the database was asked before has come back.
    void wait_for_database() {
        auto const nothing = [](store::Transaction&) { return base::Result(true); };
        base::ensure(database.write_now<bool>(nothing).has_value());
        base::ensure(database.read_now<bool>(nothing).has_value());
    }

    payments::Order offered(stellar::KeyPair const& buyer) {
        return *database.write_now<payments::Order>(
            [&](store::Transaction& transaction) -> base::Result<payments::Order> {
                store::PaymentsRepository repository(transaction);
                store::GoodsRepository goods(transaction);
                store::StoresRepository stores(transaction);
                auto const made =
                    payments::make_offer({repository, goods, stores}, clock, random, rules,
                                         {.buyer = buyer.public_key(), .good = *good});
                if (!made) return made.error();
                return std::get<payments::Offered>(made->offer).order;
            });
    }

    /// An order whose payment is under way: the offered transaction, signed.
    payments::Order submitted(stellar::KeyPair const& buyer) {
        auto const order = offered(buyer);
        auto const consent = payments::sign_order(order, buyer.sign(order.hash), keys, rules);
        return database
            .write_now<payments::Recorded>([&](store::Transaction& transaction) {
                store::PaymentsRepository repository(transaction);
                return payments::record_submission(repository, clock, "testnet", buyer.public_key(),
                                                   *consent);
            })
            ->order;
    }

    /// What a wallet builds and signs to pay for the order itself.
    std::string wallet_envelope(payments::Order const& order, stellar::KeyPair const& payer,
                                std::uint32_t fee = 0) const {
        auto const end = static_cast<std::uint64_t>(clock.now().seconds() + 60);
        stellar::Transaction const transaction{
            .source = {payer.public_key()},
            .fee = fee,
            .sequence = 12'345,
            .preconditions = stellar::TimeBounds{.max_time = end},
            .memo = stellar::MemoText{order.id.text()},
            .operations = {{.body = stellar::Payment{.destination = {order.destination},
                                                     .asset = stellar::NativeAsset{},
                                                     .amount = order.price.value()}}}};
        return stellar::encode_envelope_base64(stellar::SignedTransaction{
            transaction, {stellar::sign(stellar::hash_of(transaction, rules.id), payer)}});
    }

    std::vector<payments::Channel> free_channels() {
        return *database.read_now<std::vector<payments::Channel>>(
            [](store::Transaction& transaction) {
                return base::Result(
                    store::PaymentsRepository(transaction).free_channels("testnet"));
            });
    }

    std::int64_t count_channels() {
        return *database.read_now<std::int64_t>([](store::Transaction& transaction) {
            return base::Result(store::PaymentsRepository(transaction).count_channels("testnet"));
        });
    }

    payments::Order stored(payments::OrderId const& id) {
        return *database.read_now<payments::Order>(
            [&](store::Transaction& transaction) -> base::Result<payments::Order> {
                return *store::PaymentsRepository(transaction).find_order(id);
            });
    }

    store::TemporaryFolder folder;
    base::ManualClock clock;
    base::SeededRandom random;
    store::ThreadedDatabase database;
    payments::ChannelKeys keys{base::Secret("master"), "testnet"};
    payments::Network rules{.name = "testnet",
                            .passphrase = std::string(stellar::kTestnetPassphrase),
                            .id = stellar::network_id(stellar::kTestnetPassphrase)};
    stellar::KeyPair reader = stellar::KeyPair::generate(random);
    TestLog log;
    TestScheduler scheduler;
    FakeHorizon network;
    TestClient client{
        scheduler, [this](http::ClientRequest const& request) { return network.answer(request); }};
    HorizonClient horizon{client, scheduler, "http://horizon.example"};
    ChannelKeeper channels{
        {database, horizon, scheduler, log}, {.network = "testnet", .friendbot = true}, keys};
    Settler settler{{database, horizon, channels, scheduler, clock, random, log}};
    OrderDesk desk{{database, settler, channels, scheduler, clock, random, log}, rules, keys};
    std::optional<goods::GoodId> good;

private:
    bool open_shop(store::Transaction& transaction) {
        store::StoresRepository stores(transaction);
        store::GoodsRepository goods(transaction);
        auto const payout = stellar::KeyPair::generate(random).address();
        auto const shop = stores::create_store(
            stores, clock, random, {.network = "testnet", .name = "A", .payout_address = payout});
        good = goods::create(goods, clock, random, shop->store.id,
                             {.price = base::Stroops::of(4'000),
                              .shared_secret = base::Secret("n1hLnMiJwAwB"),
                              .url = "",
                              .title = ""})
                   .id;
        return store::PaymentsRepository(transaction)
            .put_channel("testnet", {1, keys.key(1).public_key(), 100});
    }
};

}  // namespace farthing::engine
