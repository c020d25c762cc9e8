#pragma once

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "payments/offer.hpp"
#include "payments/outcome.hpp"
#include "payments/submission.hpp"
#include "stellar/envelope_xdr.hpp"
#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"

namespace farthing::payments {

/// A publisher with one good, two channel accounts and two readers, over the real store.
class ShopTest : public testing::Test {
protected:
    ShopTest() {
        for (ChannelNumber number = 1; number <= 2; ++number)
            repository.put_channel(network.name, {number, keys.key(number).public_key(), 100});
    }

    base::Result<Offer> offer(stellar::KeyPair const& buyer) {
        auto made = make_offer({repository, goods, stores}, clock, random, network,
                               {.buyer = buyer.public_key(), .good = good.id});
        if (!made) return made.error();
        ended = made->ended;
        crowded = made->crowded;
        return made->offer;
    }
    Order offered(stellar::KeyPair const& buyer) { return std::get<Offered>(*offer(buyer)).order; }
    base::Result<Order> submit(Order const& order, stellar::KeyPair const& buyer) {
        auto const signed_order = sign_order(order, buyer.sign(order.hash), keys, network);
        if (!signed_order) return signed_order.error();
        auto recorded =
            record_submission(repository, clock, "testnet", buyer.public_key(), *signed_order);
        if (!recorded) return recorded.error();
        repeated = recorded->repeated;
        return recorded->order;
    }
    Purchase buy(stellar::KeyPair const& buyer) {
        auto const order = offered(buyer);
        EXPECT_TRUE(submit(order, buyer));
        return *settle_order(repository, clock, random, order.id, {.ledger = 7});
    }
    std::size_t free_channels() { return repository.free_channels(network.name).size(); }
    void expire() { clock.advance(network.offer_lifetime + std::chrono::seconds(1)); }

    bool repeated = false;     ///< Of the last submission.
    std::vector<Order> ended;  ///< By the last offer.
    bool crowded = false;      ///< For the last offer.
    store::TestDatabase database{store::platform_schema()};
    store::StoresRepository stores{database.transaction()};
    store::GoodsRepository goods{database.transaction()};
    store::PaymentsRepository repository{database.transaction()};
    base::ManualClock clock;
    base::SeededRandom random;
    Network network{.name = "testnet",
                    .passphrase = std::string(stellar::kTestnetPassphrase),
                    .id = stellar::network_id(stellar::kTestnetPassphrase)};
    ChannelKeys keys{base::Secret("master"), "testnet"};
    stellar::KeyPair merchant = stellar::KeyPair::generate(random);
    stellar::KeyPair reader = stellar::KeyPair::generate(random);
    stellar::KeyPair stranger = stellar::KeyPair::generate(random);
    stores::Store store = stores::create_store(stores, clock, random,
                                               {.network = "testnet",
                                                .name = "The Farthing Post",
                                                .payout_address = merchant.address()})
                              ->store;
    goods::Good good = goods::create(goods, clock, random, store.id,
                                     {.price = base::Stroops::of(4'000),
                                      .shared_secret = base::Secret("jsbicjttovhgtkdtsthduxg"),
                                      .url = "",
                                      .title = "An article",
                                      .purchase_validity = std::chrono::hours(1)});
};

}  // namespace farthing::payments
