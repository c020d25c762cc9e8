#pragma once

#include <chrono>

#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "engine/horizon_client.hpp"
#include "engine/sales_gate.hpp"
#include "payments/offer.hpp"

namespace farthing::engine {

/// Asks a Horizon which network it is of, until it answers, and closes the latch for good when that
/// is another one: what is signed for one network can never be paid on another.
///
/// Everything runs on the scheduler's thread.
class NetworkCheck {
public:
    struct Needs {
        HorizonClient& horizon;
        base::Scheduler& scheduler;
        base::Log& log;
        SalesLatch& latch;
    };

    static constexpr std::chrono::seconds kAskAgain{10};

    NetworkCheck(Needs needs, payments::Network const& network)
        : needs_(needs), network_(network.name), passphrase_(network.passphrase) {}

    void start();

private:
    void judge(std::string const& passphrase);

    Needs needs_;
    std::string network_;
    std::string passphrase_;
};

}  // namespace farthing::engine
