#include "engine/satoshi_pricer.hpp"

#include "store/goods_repository.hpp"

namespace farthing::engine {

void SatoshiPricer::start() {
    needs_.scheduler.post([this] { look(); });
}

void SatoshiPricer::look() {
    auto const rate = needs_.rates.satoshi_rate();
    if (!rate) return complain(rate.error().message);
    told_.clear();
    price(*rate, std::nullopt);
}

void SatoshiPricer::look_later() {
    needs_.scheduler.after(kEvery, [this] { look(); });
}

void SatoshiPricer::price(goods::SatoshiRate rate, std::optional<goods::GoodId> const& after) {
    using Last = std::optional<goods::GoodId>;
    needs_.database.write<Last>(
        [this, rate, after](store::Transaction& transaction) {
            store::GoodsRepository goods(transaction);
            return base::Result<Last>(
                goods::price_at_rate(goods, needs_.clock, rate, after, kAtOnce));
        },
        [this, rate](base::Result<Last> last) {
            if (!last)
                needs_.log.error("prices in satoshis cannot follow the rate",
                                 {{"error", last.error().message}});
            if (last && *last) return price(rate, *last);
            look_later();
        });
}

/// Once for each cause, and only where goods wait for the rate.
void SatoshiPricer::complain(std::string const& cause) {
    look_later();
    if (cause == told_) return;
    told_ = cause;
    using Goods = std::vector<goods::Good>;
    needs_.database.read<Goods>(
        [](store::Transaction& transaction) {
            return base::Result<Goods>(
                store::GoodsRepository(transaction).list_at_current_rate(std::nullopt, 1));
        },
        [this, cause](base::Result<Goods> const& waiting) {
            if (waiting && !waiting->empty())
                return needs_.log.warning("prices in satoshis stay as they are",
                                          {{"cause", cause}});
            needs_.scheduler.post([this, cause] {
                if (told_ == cause) told_.clear();
            });
        });
}

}  // namespace farthing::engine
