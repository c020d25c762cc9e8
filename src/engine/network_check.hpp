#pragma once

#include <chrono>
#include <functional>

#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "engine/horizon_client.hpp"
#include "engine/sales_gate.hpp"
#include "payments/offer.hpp"

namespace farthing::engine {

/// Asks a Horizon which network it is of, until it answers. Before that, and for good when it is of
/// another one, the latch is closed, and nothing that it says may be believed: what is signed for
/// one network can never be paid on another, and what is paid there is no payment here.
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

    static constexpr std::chrono::seconds kAskAgain{2};

    NetworkCheck(Needs needs, payments::Network const& network)
        : needs_(needs), network_(network.name), passphrase_(network.passphrase) {
        needs_.latch.close("Horizon has not answered yet");
    }

    /// `right` is called once it is known to be of the right network.
    void start(std::function<void()> right);

private:
    void ask();
    void judge(std::string const& passphrase);

    Needs needs_;
    std::string network_;
    std::string passphrase_;
    std::function<void()> right_;
};

}  // namespace farthing::engine
