#pragma once

#include <functional>

#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "engine/horizon_client.hpp"
#include "payments/channel.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// Sees to it that a network's channel accounts exist on it, have money for fees, and that their
/// sequence numbers are known.
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
        std::int64_t channels = 20;
        bool friendbot = false;  ///< The network gives play money away.
    };

    ChannelKeeper(Needs needs, Options options, payments::ChannelKeys keys)
        : needs_(needs), options_(std::move(options)), keys_(std::move(keys)) {}

    /// Checks every channel once; those that fail are tried again until they are there. `ready` is
    /// called when the first one can carry an order, and `all_ready` when all can.
    void start(std::function<void()> ready, std::function<void()> all_ready);

private:
    void open(payments::ChannelNumber number);
    void check(payments::ChannelNumber number,
               base::Result<std::optional<AccountState>> const& account);
    void fund(payments::ChannelNumber number);
    void record(payments::ChannelNumber number, stellar::SequenceNumber sequence);
    void opened();
    void try_again(payments::ChannelNumber number, std::string_view why);

    Needs needs_;
    Options options_;
    payments::ChannelKeys keys_;
    std::function<void()> ready_;
    std::function<void()> all_ready_;
    std::int64_t open_ = 0;
};

}  // namespace farthing::engine
