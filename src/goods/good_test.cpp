#include "goods/good.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "store/goods_repository.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"

namespace farthing::goods {
namespace {

class GoodsTest : public testing::Test {
protected:
    stores::StoreId make_store(std::string network) {
        auto const payout = stellar::KeyPair::generate(random).address();
        return stores::create_store(
                   stores, clock, random,
                   {.network = std::move(network), .name = "A", .payout_address = payout})
            ->store.id;
    }
    static Description description() {
        return {.price = base::Stroops::of(4'000),
                .shared_secret = base::Secret("n1hLnMiJwAwB"),
                .url = "https://example.info",
                .title = "Tempora",
                .purchase_validity = ValidityPeriod(3'600'000)};
    }

    store::TestDatabase database{store::platform_schema()};
    store::StoresRepository stores{database.transaction()};
    store::GoodsRepository repository{database.transaction()};
    base::ManualClock clock;
    base::SeededRandom random;
    stores::StoreId store = make_store("testnet");
};

TEST_F(GoodsTest, AGoodIsFoundAsItWasMade) {
    auto const good = create(repository, clock, random, store, description());
    auto const found = find(repository, store, good.id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->description.price, base::Stroops::of(4'000));
    EXPECT_EQ(found->description.shared_secret, base::Secret("n1hLnMiJwAwB"));
    EXPECT_EQ(found->description.title, "Tempora");
    EXPECT_EQ(found->description.purchase_validity, ValidityPeriod(3'600'000));
    EXPECT_EQ(repository.list(store, {}).size(), 1U);
}

TEST_F(GoodsTest, AnotherStoreNeitherSeesNorChangesIt) {
    auto const good = create(repository, clock, random, store, description());
    auto const other = make_store("testnet");
    EXPECT_EQ(find(repository, other, good.id).error().code, base::Errc::not_found);
    EXPECT_FALSE(change(repository, clock, other, good.id, replacement_by(description())));
    EXPECT_FALSE(change(repository, clock, other, good.id, {.title = "X"}));
    EXPECT_FALSE(remove(repository, clock, other, good.id));
    EXPECT_EQ(find(repository, store, good.id)->description.title, "Tempora");
}

TEST_F(GoodsTest, ReplacingClearsWhatIsLeftOutAndChangingKeepsIt) {
    auto const good = create(repository, clock, random, store, description());
    EXPECT_TRUE(
        change(repository, clock, store, good.id, {.title = "New"})->description.purchase_validity);
    auto shorter = description();
    shorter.purchase_validity.reset();
    EXPECT_FALSE(change(repository, clock, store, good.id, replacement_by(shorter))
                     ->description.purchase_validity);
    EXPECT_FALSE(find(repository, store, good.id)->description.purchase_validity);
}

TEST_F(GoodsTest, GoodsAreListedInTheOrderInWhichTheyWereMade) {
    std::vector<GoodId> made;
    for (int i = 0; i < 50; ++i) {
        if (i == 25) clock.set(clock.now() - std::chrono::hours(1));
        create(repository, clock, random, make_store("testnet"), description());
        made.push_back(create(repository, clock, random, store, description()).id);
    }
    std::vector<GoodId> listed;
    for (auto const& good : repository.list(store, {})) listed.push_back(good.id);
    EXPECT_EQ(listed, made);
    EXPECT_EQ(repository.newest_id(store), made.back());
    EXPECT_FALSE(repository.newest_id(make_store("testnet")));
}

TEST_F(GoodsTest, WhatStaysAsItIsKeepsItsRevision) {
    auto const good = create(repository, clock, random, store, description());
    clock.advance(std::chrono::hours(1));
    for (auto const& none : {Change{}, Change{.title = "Tempora"}, replacement_by(description())}) {
        ASSERT_TRUE(change(repository, clock, store, good.id, none));
        auto const found = find(repository, store, good.id);
        EXPECT_EQ(found->revision, good.revision);
        EXPECT_EQ(found->updated_at, good.updated_at);
    }
    for (auto const& one : {Change{.title = "New"}, Change{.shared_secret = base::Secret("new")},
                            Change{.purchase_validity = std::optional<ValidityPeriod>()}}) {
        auto const before = find(repository, store, good.id)->revision;
        EXPECT_EQ(change(repository, clock, store, good.id, one)->revision, before + 1);
    }
}

TEST_F(GoodsTest, OnlyPricesInSatoshisFollowTheRateAndOnlyWhereTheStoreWantsIt) {
    auto in_satoshis = description();
    in_satoshis.satoshis = Satoshis::of(500);
    auto const follower = make_store("testnet");
    stores.set_satoshi_prices(follower, stores::SatoshiPrices::current_rate);
    auto const followed = create(repository, clock, random, follower, in_satoshis);
    auto const in_lumens = create(repository, clock, random, follower, description());
    auto const elsewhere = create(repository, clock, random, store, in_satoshis);
    auto const gone = create(repository, clock, random, follower, in_satoshis);
    ASSERT_TRUE(remove(repository, clock, follower, gone.id));

    auto const rate = *SatoshiRate::parse(250);
    EXPECT_EQ(price_at_rate(repository, clock, rate, std::nullopt, 10), followed.id);
    EXPECT_EQ(price_at_rate(repository, clock, rate, followed.id, 10), std::nullopt);
    auto const priced = find(repository, follower, followed.id);
    EXPECT_EQ(priced->description.price, base::Stroops::lumens(2));
    EXPECT_EQ(priced->revision, followed.revision + 1);
    EXPECT_EQ(find(repository, follower, in_lumens.id)->description, description());
    EXPECT_EQ(find(repository, store, elsewhere.id)->description, in_satoshis);

    price_at_rate(repository, clock, rate, std::nullopt, 10);
    EXPECT_EQ(find(repository, follower, followed.id)->revision, priced->revision);
    repository.fix_satoshi_prices(follower, clock.now());
    EXPECT_EQ(find(repository, follower, followed.id)->description.price,
              in_stroops(Satoshis::of(500)));
}

TEST_F(GoodsTest, APriceInLumensEndsOneInSatoshis) {
    auto in_satoshis = description();
    in_satoshis.satoshis = Satoshis::of(500);
    auto const good = create(repository, clock, random, store, in_satoshis);
    auto const same = change(repository, clock, store, good.id, {.title = "Another"});
    EXPECT_EQ(same->description.satoshis, Satoshis::of(500));
    auto const priced = change(repository, clock, store, good.id, {.price = base::Stroops::of(7)});
    EXPECT_EQ(find(repository, store, good.id)->description.satoshis, std::nullopt);
    EXPECT_EQ(shown_satoshis(priced->description), Satoshis::of(1));
}

TEST_F(GoodsTest, APriceStaysWhenItIsSentBackInSatoshis) {
    for (std::int64_t const stroops : {1, 6'249, 6'250, 6'251, 25'000'000}) {
        auto priced = description();
        priced.price = base::Stroops::of(stroops);
        auto const good = create(repository, clock, random, store, priced);
        auto const shown = in_satoshis(priced.price);
        auto const price_after = [&](Change const& wanted) {
            return change(repository, clock, store, good.id, wanted)->description.price;
        };
        EXPECT_EQ(price_after({.price = in_stroops(shown), .satoshis = shown}), priced.price);
        auto const other = Satoshis::of(shown.value() + 1);
        EXPECT_EQ(price_after({.price = in_stroops(other), .satoshis = other}), in_stroops(other));
        EXPECT_EQ(price_after({.price = in_stroops(shown)}), in_stroops(shown));
    }
}

TEST_F(GoodsTest, ARemovedGoodIsNeitherListedNorSold) {
    auto const good = create(repository, clock, random, store, description());
    EXPECT_TRUE(repository.find_on_network("testnet", good.id));
    EXPECT_FALSE(repository.find_on_network("live", good.id));
    EXPECT_EQ(remove(repository, clock, store, good.id)->id, good.id);
    EXPECT_FALSE(repository.find_on_network("testnet", good.id));
    EXPECT_TRUE(repository.list(store, {}).empty());
    EXPECT_EQ(remove(repository, clock, store, good.id).error().code, base::Errc::not_found);
}

}  // namespace
}  // namespace farthing::goods
