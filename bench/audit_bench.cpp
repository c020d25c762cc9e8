// SPDX-License-Identifier: MIT
// How long the invariants take over a platform with many sales.
//
// usage: audit_bench [ORDERS]   (default: 100000)

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/numbers.hpp"
#include "base/testing.hpp"
#include "payments/outcome.hpp"
#include "payments/submission.hpp"
#include "store/goods_repository.hpp"
#include "store/invariants.hpp"
#include "store/payments_repository.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"

namespace farthing {
namespace {

using Watch = std::chrono::steady_clock;

double seconds_since(Watch::time_point start) {
    return std::chrono::duration<double>(Watch::now() - start).count();
}

/// A shop that sells one good again and again, through the real operations.
class Shop {
public:
    Shop() {
        payments.put_channel(network.name, {1, keys.key(1).public_key(), 100});
        auto const made =
            stores::create_store(stores, clock, random,
                                 {.network = network.name,
                                  .name = "A shop",
                                  .payout_address = stellar::KeyPair::generate(random).address()});
        good = goods::create(goods, clock, random, made->store.id,
                             {.price = base::Stroops::of(4'000),
                              .shared_secret = base::Secret("n1hLnMiJwAwB"),
                              .url = "",
                              .title = "An article",
                              .purchase_validity = std::chrono::hours(1)})
                   .id;
    }

    void sell() {
        clock.advance(std::chrono::hours(2));
        auto const made = payments::make_offer({payments, goods, stores}, clock, random, network,
                                               {.buyer = buyer.public_key(), .good = *good});
        auto const order = std::get<payments::Offered>(made->offer).order;
        auto const bytes = payments::sign_order(order, buyer.sign(order.hash), keys, network);
        (void)payments::record_submission(payments, clock, buyer.public_key(), *bytes);
        (void)payments::settle_order(payments, clock, random, order.id, {.ledger = ++ledger});
    }

    /// How many laws are broken.
    std::size_t check(bool thorough) {
        auto const start = Watch::now();
        auto const findings = thorough
                                  ? store::check_thoroughly(database.transaction(), clock.now(),
                                                            {{network.name, {network.id, keys}}})
                                  : store::check_quickly(database.transaction(), clock.now());
        std::printf("%-10s %6.2f s\n", thorough ? "thorough" : "quick", seconds_since(start));
        std::size_t broken = 0;
        for (auto const& finding : findings) broken += finding.breaks_a_law() ? 1 : 0;
        return broken;
    }

private:
    store::TestDatabase database{store::platform_schema()};
    store::StoresRepository stores{database.transaction()};
    store::GoodsRepository goods{database.transaction()};
    store::PaymentsRepository payments{database.transaction()};
    base::ManualClock clock;
    base::SeededRandom random;
    payments::Network network{.name = "testnet",
                              .passphrase = std::string(stellar::kTestnetPassphrase),
                              .id = stellar::network_id(stellar::kTestnetPassphrase)};
    payments::ChannelKeys keys{base::Secret("master"), "testnet"};
    stellar::KeyPair buyer = stellar::KeyPair::generate(random);
    std::optional<goods::GoodId> good;
    std::int64_t ledger = 10;
};

int run(std::int64_t orders) {
    Shop shop;
    auto const start = Watch::now();
    for (std::int64_t i = 0; i < orders; ++i) shop.sell();
    std::printf("%lld orders made in %.1f s\n", static_cast<long long>(orders),
                seconds_since(start));
    return shop.check(false) + shop.check(true) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace farthing

int main(int argc, char** argv) {
    auto const orders = farthing::base::parse_int<std::int64_t>(argc > 1 ? argv[1] : "100000");
    return orders ? farthing::run(*orders) : EXIT_FAILURE;
}
