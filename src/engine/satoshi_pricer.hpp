#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "engine/rate_keeper.hpp"
#include "goods/good.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// Gives the goods with prices in satoshis, in the stores that sell them at the current rate, new
/// prices when the rate changes. What it has not reached keeps its price and is sold at it; so does
/// everything while no rate is known.
class SatoshiPricer {
public:
    struct Needs {
        store::Database& database;
        RateKeeper const& rates;
        base::Scheduler& scheduler;
        base::Clock const& clock;
        base::Log& log;
    };

    static constexpr std::chrono::seconds kEvery{30};
    /// In one transaction, so that no sale waits for long.
    static constexpr std::size_t kAtOnce = 200;

    explicit SatoshiPricer(Needs needs) : needs_(needs) {}

    /// Looks at the rate now, and every kEvery from then on.
    void start();

private:
    void look();
    void price(goods::SatoshiRate rate, std::optional<goods::GoodId> const& after);
    void complain(std::string const& cause);
    void look_later();

    Needs needs_;
    std::string told_ = {};  ///< What the log knows of. On the scheduler's thread.
};

}  // namespace farthing::engine
