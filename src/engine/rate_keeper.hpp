#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "goods/price.hpp"
#include "http/client.hpp"
#include "rates/settings.hpp"

namespace farthing::engine {

/// Knows the price of a lumen, as far as the operator's source of rates tells it.
///
/// A source is asked every minute (rates::kRefresh), one request at a time, whether somebody wants
/// to know or not: who looks a rate up never waits for the source. One that asks to be left alone
/// (429, 503) is left alone for as long as it says. Rates are shown; only prices in satoshis may
/// follow one (SatoshiPricer).
///
/// start() and stop() may be called from any thread, and look_up() by several at a time.
class RateKeeper {
public:
    struct Needs {
        http::Client& client;
        base::Scheduler& scheduler;
        base::Clock const& clock;
        base::Log& log;
    };

    /// Of one request; a source that sends more, or takes longer, has not answered.
    static constexpr std::size_t kAnswerBytes = 64 * 1024;
    static constexpr std::chrono::seconds kTimeout{10};
    static constexpr std::chrono::minutes kLongestPause{15};

    RateKeeper(Needs needs, rates::Settings settings);

    void start();
    /// Asks for nothing more.
    void stop();

    /// See rates::RateBoard::look_up.
    base::Result<rates::KnownRate> look_up(rates::Currency const& currency) const;

    /// What a lumen costs in bitcoin; unavailable, with what to do about it, when that is not
    /// known.
    base::Result<goods::SatoshiRate> satoshi_rate() const;

private:
    using Answer = base::Result<http::ClientResponse>;

    void begin_round();
    void end_round();
    void ask_next();
    void answered(rates::Question const& question, Answer const& answer);
    base::Result<rates::Quotes> read(rates::Question const& question, Answer const& answer);

    Needs needs_;
    std::optional<rates::Followed> followed_;
    /// Replaced as a whole: those who look something up keep the old one meanwhile.
    std::atomic<std::shared_ptr<rates::RateBoard const>> board_;

    // All below: on the scheduler's thread.
    std::deque<rates::Question> line_;
    std::chrono::milliseconds pause_ = rates::kRefresh;  ///< Until the next round.
    std::string failure_;                                ///< Of this round; empty: none.
    std::string told_;                                   ///< What the log knows of.
    bool stopped_ = false;
};

}  // namespace farthing::engine
