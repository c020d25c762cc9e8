#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "engine/horizon_client.hpp"
#include "engine/sales_gate.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// Compares this machine's clock with the network's and with its own past, and keeps the latch
/// closed while it cannot be right: a clock that is behind would open again what has expired, one
/// that is ahead would sell what ends too soon.
///
/// The network's clock is the time of its latest ledger. Ledgers come every few seconds, so one
/// that is far behind twice running means that either this clock is ahead or the network stands
/// still; nothing can be sold either way. Without an answer only the past counts: the latest time
/// at which both agreed, which is kept in the database for each network.
///
/// Everything runs on the scheduler's thread.
class ClockWatch {
public:
    struct Needs {
        std::string network;
        store::Database& database;
        HorizonClient& horizon;
        base::Scheduler& scheduler;
        base::Clock const& clock;
        base::Log& log;
        SalesLatch& latch;
    };

    static constexpr std::chrono::seconds kLook{10};
    /// How far this clock and the network's may differ.
    static constexpr std::chrono::minutes kMostApart{5};
    /// How far time may go back: clocks are corrected by a little now and then.
    static constexpr std::chrono::minutes kMostBack{1};
    /// What is kept of the past is at most this much older than it need be.
    static constexpr std::chrono::seconds kMarkEvery{30};

    explicit ClockWatch(Needs needs) : needs_(std::move(needs)) {}

    void start();

private:
    void look();
    void judge(std::optional<payments::LatestLedger> const& ledger);
    std::optional<std::string> difference(base::Timestamp now,
                                          std::optional<payments::LatestLedger> const& ledger);
    void mark(base::Timestamp now);
    void close(std::string const& why);
    void open();

    Needs needs_;
    std::optional<base::Timestamp> mark_;
    int behind_ = 0;  ///< Looks running at which the ledger was far behind.
};

}  // namespace farthing::engine
