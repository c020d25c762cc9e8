#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/channel_keeper.hpp"
#include "engine/horizon_client.hpp"
#include "engine/order_desk.hpp"
#include "engine/payment_follower.hpp"
#include "engine/settler.hpp"
#include "process_database.hpp"
#include "wire.hpp"

namespace farthing::sim {

/// The engine's log as lines of the trace.
class TraceLog final : public base::Log {
public:
    explicit TraceLog(Timeline& timeline) : timeline_(timeline) {}
    void write(base::LogLevel level, std::string_view event,
               std::initializer_list<Field> fields) override;

private:
    Timeline& timeline_;
};

/// What every process of the server finds on its machine.
struct Machine {
    Timeline& timeline;
    Disk& disk;
    Wire& wire;
    MachineClock& clock;
    Chance& chance;
};

constexpr std::int64_t kChannels = 4;
constexpr std::int64_t kChannelsMax = 9;

payments::Network test_network();
payments::ChannelKeys channel_keys();

/// One process of the payment server, from its start to its crash.
class Server {
public:
    /// Opens the database and takes up what was left. Throws store::StoreFailure.
    explicit Server(Machine const& machine);
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;
    ~Server() { *alive_ = false; }

    void start();
    /// It has met something that ends the process.
    bool has_died() const { return has_died_; }

    engine::OrderDesk& desk() { return desk_; }
    ProcessDatabase& database() { return database_; }

private:
    Alive alive_ = std::make_shared<bool>(true);
    bool has_died_ = false;
    Chance chance_;
    TraceLog log_;
    ProcessScheduler scheduler_;
    ProcessDatabase database_;
    WireClient client_;
    engine::HorizonClient horizon_;
    engine::ChannelKeeper channels_;
    engine::Settler settler_;
    engine::OrderDesk desk_;
    engine::PaymentFollower follower_;
};

}  // namespace farthing::sim
