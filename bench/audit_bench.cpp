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
        payments_.put_channel(network_.name, {1, keys_.key(1).public_key(), 100});
        auto const made =
            stores::create_store(stores_, clock_, random_,
                                 {.network = network_.name,
                                  .name = "A shop",
                                  .payout_address = stellar::KeyPair::generate(random_).address()});
        good_ = goods::create(goods_, clock_, random_, made->store.id,
                              {.price = base::Stroops::of(4'000),
                               .shared_secret = base::Secret("n1hLnMiJwAwB"),
                               .url = "",
                               .title = "An article",
                               .purchase_validity = std::chrono::hours(1)})
                    .id;
    }

    void sell() {
        clock_.advance(std::chrono::hours(2));
        auto const made =
            payments::make_offer({payments_, goods_, stores_}, clock_, random_, network_,
                                 {.buyer = buyer_.public_key(), .good = *good_});
        auto const order = std::get<payments::Offered>(made->offer).order;
        auto const bytes = payments::sign_order(order, buyer_.sign(order.hash), keys_, network_);
        (void)payments::record_submission(payments_, clock_, network_.name, buyer_.public_key(),
                                          *bytes);
        (void)payments::settle_order(payments_, clock_, random_, order.id, {.ledger = ++ledger_});
    }

    /// How many laws are broken.
    std::size_t check(bool thorough) {
        auto const start = Watch::now();
        auto const findings = thorough
                                  ? store::check_thoroughly(database_.transaction(), clock_.now(),
                                                            {{network_.name, {network_.id, keys_}}})
                                  : store::check_quickly(database_.transaction(), clock_.now());
        std::printf("%-10s %6.2f s\n", thorough ? "thorough" : "quick", seconds_since(start));
        std::size_t broken = 0;
        for (auto const& finding : findings) broken += finding.breaks_a_law() ? 1 : 0;
        return broken;
    }

private:
    store::TestDatabase database_{store::platform_schema()};
    store::StoresRepository stores_{database_.transaction()};
    store::GoodsRepository goods_{database_.transaction()};
    store::PaymentsRepository payments_{database_.transaction()};
    base::ManualClock clock_;
    base::SeededRandom random_;
    payments::Network network_{.name = "testnet",
                               .passphrase = std::string(stellar::kTestnetPassphrase),
                               .id = stellar::network_id(stellar::kTestnetPassphrase)};
    payments::ChannelKeys keys_{base::Secret("master"), "testnet"};
    stellar::KeyPair buyer_ = stellar::KeyPair::generate(random_);
    std::optional<goods::GoodId> good_;
    std::int64_t ledger_ = 10;
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
