#include "engine/satoshi_pricer.hpp"

#include "engine/shop_testing.hpp"

namespace farthing::engine {
namespace {

/// More than are priced in one transaction.
constexpr std::size_t kGoods = SatoshiPricer::kAtOnce * 2 + 1;

class SatoshiPricerTest : public ShopTest {
protected:
    using Prices = std::vector<base::Stroops>;

    void open_store_at_rate() {
        in_transaction([this](store::Transaction& transaction) {
            store::StoresRepository stores(transaction);
            store::GoodsRepository goods(transaction);
            auto const payout = stellar::KeyPair::generate(random).address();
            shop = stores::create_store(stores, clock, random,
                                        {.network = "testnet",
                                         .name = "B",
                                         .payout_address = payout,
                                         .satoshi_prices = stores::SatoshiPrices::current_rate})
                       ->store.id;
            goods::Description description{.price = base::Stroops::of(1),
                                           .shared_secret = base::Secret("n1hLnMiJwAwB"),
                                           .url = "",
                                           .title = "",
                                           .satoshis = goods::Satoshis::of(500)};
            for (std::size_t i = 0; i < kGoods; ++i)
                goods::create(goods, clock, random, *shop, description);
            return Prices();
        });
    }
    Prices prices() {
        return in_transaction([this](store::Transaction& transaction) {
            Prices found;
            for (auto const& one : store::GoodsRepository(transaction).list(*shop, {}))
                found.push_back(one.description.price);
            return found;
        });
    }
    Prices in_transaction(std::function<Prices(store::Transaction&)> const& work) {
        return *database.write_now<Prices>(
            [&](store::Transaction& transaction) { return base::Result(work(transaction)); });
    }
    /// With these rates a pricer has looked at the rate and done what there was to do.
    void run(std::string const& settings) {
        rates.emplace(RateKeeper::Needs{client, scheduler, clock, log},
                      *rates::parse_settings(settings));
        pricer.emplace(SatoshiPricer::Needs{database, *rates, scheduler, clock, log});
        run_again();
    }
    void run_again() {
        pricer->start();
        auto const next = scheduler.now() + SatoshiPricer::kEvery;
        ASSERT_TRUE(scheduler.run_until([&] { return scheduler.now() == next; }));
        wait_for_database();
    }

    std::optional<stores::StoreId> shop;
    std::optional<RateKeeper> rates;
    std::optional<SatoshiPricer> pricer;
};

TEST_F(SatoshiPricerTest, GivesEveryGoodThePriceOfTheCurrentRate) {
    open_store_at_rate();
    run("fixed:BTC=0.00000250");
    EXPECT_EQ(prices(), Prices(kGoods, base::Stroops::lumens(2)));
    EXPECT_EQ(log.text(), "");
}

TEST_F(SatoshiPricerTest, LeavesPricesAloneWithoutARateAndSaysSoOnce) {
    open_store_at_rate();
    run("fixed:EUR=0.1");
    run_again();
    EXPECT_EQ(prices(), Prices(kGoods, base::Stroops::of(1)));
    auto const line = log.text();
    EXPECT_NE(line.find("BTC must be among the server's --rates"), std::string::npos);
    EXPECT_EQ(line.find("stay as they are"), line.rfind("stay as they are"));
}

TEST_F(SatoshiPricerTest, IsSilentUntilAGoodWaitsForARate) {
    run("none");
    EXPECT_EQ(log.text(), "");
    open_store_at_rate();
    run_again();
    EXPECT_NE(log.text().find("stay as they are"), std::string::npos);
}

}  // namespace
}  // namespace farthing::engine
