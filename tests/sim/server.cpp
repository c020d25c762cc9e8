#include "server.hpp"

#include "stellar/network.hpp"

namespace farthing::sim {

void TraceLog::write(base::LogLevel, std::string_view event, std::initializer_list<Field> fields) {
    std::string line = "server: " + std::string(event);
    for (auto const& [name, value] : fields)
        line.append(" ").append(name).append("=").append(value);
    timeline_.note(line);
}

payments::Network test_network() {
    return {.name = "testnet",
            .passphrase = std::string(stellar::kTestnetPassphrase),
            .id = stellar::network_id(stellar::kTestnetPassphrase),
            // Short, so that many payments are close to their end.
            .offer_lifetime = std::chrono::seconds(20)};
}

payments::ChannelKeys channel_keys() {
    return {base::Secret("master"), "testnet"};
}

Server::Server(Machine const& machine)
    : chance_(machine.chance.fork()),
      log_(machine.timeline),
      scheduler_(machine.timeline, alive_),
      database_({machine.disk, scheduler_, machine.chance.fork(),
                 [this, &machine_timeline = machine.timeline](std::string const& why) {
                     machine_timeline.note("server dies: " + why);
                     has_died_ = true;
                     *alive_ = false;
                 }}),
      client_(machine.wire, alive_),
      horizon_(client_, scheduler_, "http://horizon.example"),
      channels_({database_, horizon_, scheduler_, log_},
                {.network = "testnet",
                 .channels = kChannels,
                 .channels_max = kChannelsMax,
                 .friendbot = true},
                channel_keys()),
      settler_({database_, horizon_, channels_, scheduler_, machine.clock, chance_, log_}),
      desk_({database_, settler_, channels_, scheduler_, machine.clock, chance_, log_},
            test_network(), channel_keys()),
      follower_({database_, client_, scheduler_, machine.clock, chance_, log_},
                {.network = "testnet", .horizon_url = "http://horizon.example"}) {}

void Server::start() {
    settler_.resume("testnet");
    desk_.keep_expiring();
    channels_.start([] {}, [] {});
    follower_.start();
}

}  // namespace farthing::sim
