#pragma once

#include <deque>
#include <functional>
#include <set>

#include "base/log.hpp"
#include "base/money.hpp"
#include "base/scheduler.hpp"
#include "engine/horizon_client.hpp"
#include "payments/channel.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// Sees to it that a network's channel accounts exist on it, have money for fees, and that their
/// sequence numbers are known; opens more of them when offers find none free.
///
/// Everything here runs on the scheduler's thread; all functions may be called from any.
class ChannelKeeper {
public:
    struct Needs {
        store::Database& database;
        HorizonClient& horizon;
        base::Scheduler& scheduler;
        base::Log& log;
    };
    struct Options {
        std::string network;
        std::int64_t channels = 20;       ///< From the start.
        std::int64_t channels_max = 200;  ///< As many as there ever are.
        bool friendbot = false;           ///< The network gives play money away.
        std::uint32_t fee = 1'000;        ///< What a channel account bids for one transaction.
    };

    ChannelKeeper(Needs needs, Options options, payments::ChannelKeys keys)
        : needs_(needs), options_(std::move(options)), keys_(std::move(keys)) {}

    /// What a person is asked to send: reserve and fees of a new account.
    static constexpr auto kOpening = base::Stroops::lumens(2);

    /// More at once would only be told by friendbot to come again.
    static constexpr std::size_t kVisitsAtOnce = 20;

    /// Checks every channel, also those that were opened later than at the start; those that fail
    /// are tried again until they are there. `ready` is called when the first one can carry an
    /// order, and `all_ready` when all can that there are from the start. From then on looks at one
    /// after the other, at each every ten minutes.
    void start(std::function<void()> ready, std::function<void()> all_ready);

    /// An offer has found no free channel: opens some more, unless that is being done or there are
    /// as many as there may be.
    void grow();

    /// Something is wrong with this channel's account: looks at it now.
    void check(payments::ChannelNumber number);

private:
    /// One look at one channel, with what it leads to.
    struct Visit {
        payments::ChannelNumber number;
        unsigned attempt = 0;
        bool funded = false;  ///< Friendbot was asked in this attempt.
    };
    using AccountAnswer = base::Result<std::optional<AccountState>>;

    void begin();
    void keep(std::int64_t channels);
    void visit(payments::ChannelNumber number);
    void line_up(Visit const& visit);
    void go_on();
    void leave();
    void look(Visit const& visit);
    void judge(Visit const& visit, AccountAnswer const& account);
    void forget(Visit const& visit, base::Stroops needed);
    void record(Visit const& visit, AccountState const& account);
    void opened(Visit const& visit, AccountState const& account);
    void refill(Visit const& visit, base::Stroops needed);
    void warn_of_need(payments::ChannelNumber number, base::Stroops needed);
    void try_again(Visit const& visit, std::string_view why);
    void look_later(Visit const& visit);
    void tell_ready();
    void tour();

    template <class T>
    void write(store::Database::Decide<T> decide, Visit const& visit,
               std::function<void(T const&)> done);

    Needs needs_;
    Options options_;
    payments::ChannelKeys keys_;
    std::function<void()> ready_;
    std::function<void()> all_ready_;
    std::int64_t target_ = 0;                     ///< Channels 1 to this one are kept.
    std::set<payments::ChannelNumber> visiting_;  ///< Each at most once.
    std::deque<Visit> line_;
    std::size_t under_way_ = 0;
    std::set<payments::ChannelNumber> opened_;  ///< Those that could carry an order once.
    payments::ChannelNumber toured_ = 0;
};

}  // namespace farthing::engine
