#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/scheduler.hpp"
#include "engine/channel_keeper.hpp"
#include "engine/endings.hpp"
#include "engine/horizon_client.hpp"
#include "payments/settlement.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// Carries submitted orders to their end: drives one Settlement for each, and records what comes of
/// it.
///
/// Everything here runs on the scheduler's thread; carry() may be called from any.
class Settler {
public:
    struct Needs {
        store::Database& database;
        HorizonClient& horizon;
        ChannelKeeper& channels;
        base::Scheduler& scheduler;
        base::Clock const& clock;
        base::Random& random;
        base::Log& log;
    };
    using Listener = std::function<void(Ending const&)>;

    explicit Settler(Needs needs) : needs_(needs) {}

    /// Tells `listener` once how the order ended, now or later, and sees to it that it does end.
    void carry(payments::OrderId const& id, Listener listener);
    /// The same for an order that was submitted this very moment: there is nothing to read, and
    /// nobody has its bytes yet.
    void carry_new(payments::Order const& submitted, Listener listener);
    /// Goes on with every order that was submitted before the program last stopped.
    void resume(std::string const& network);

private:
    /// One order on its way, from the first who asks for it. `order` and `settlement` are empty
    /// until the order is read.
    struct Run {
        payments::OrderId id;
        std::vector<Listener> listeners;
        std::optional<payments::Order> order = {};
        std::optional<payments::Settlement> settlement = {};
    };
    using RunPtr = std::shared_ptr<Run>;

    /// The order's run with the listener added, and whether it is a new one.
    std::pair<RunPtr, bool> join(payments::OrderId const& id, Listener listener);
    void read(RunPtr const& run);
    void begin(RunPtr const& run, payments::Order const& order, payments::Settlement::Bytes bytes);
    void take(RunPtr const& run, payments::Step const& step);
    void notice_trouble(payments::Order const& order, payments::SubmitAnswer const& answer);
    void record(RunPtr const& run, payments::Finish const& finish);
    void retry_recording(RunPtr const& run, payments::Finish const& finish,
                         base::Error const& error);
    void end(RunPtr const& run, Ending const& ending);

    Needs needs_;
    std::map<payments::OrderId, RunPtr> runs_;
};

}  // namespace farthing::engine
