#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "chance.hpp"
#include "http/client.hpp"
#include "ledger_network.hpp"
#include "timeline.hpp"

namespace farthing::sim {

/// What lies between the server and the network's Horizon, and what goes wrong there. It stays when
/// the server's process goes: what was sent arrives.
class Wire {
public:
    Wire(Timeline& timeline, LedgerNetwork& network, Chance chance)
        : timeline_(timeline), network_(network), chance_(chance) {}

    /// How likely each fault is, in percent of all requests.
    struct Weather {
        std::uint64_t lost_request = 0;
        std::uint64_t lost_answer = 0;
        std::uint64_t applied_but_504 = 0;
        std::uint64_t refused_503 = 0;
        std::uint64_t refused_429 = 0;
        std::uint64_t twice = 0;
        std::uint64_t late = 0;  ///< Up to 20 s later: after others, also after the time-out.
        std::uint64_t second_node = 50;  ///< No fault: whom the requests reach.
    };
    Weather weather;
    /// How often each was injected.
    std::map<std::string, std::uint64_t> injected;

    void send(http::ClientRequest const& request,
              std::function<void(base::Result<http::ClientResponse>)> done, Alive const& alive);
    /// Streams never come through here, so that what they would tell has to be found without them.
    void refuse_stream(http::StreamListener listener, Alive const& alive);

private:
    bool strikes(std::uint64_t likelihood, char const* name);
    void travel(http::ClientRequest const& request, LedgerNetwork::Respond const& respond);
    LedgerNetwork::Respond way_back(LedgerNetwork::Respond done);

    Timeline& timeline_;
    LedgerNetwork& network_;
    Chance chance_;
};

/// One process's end of the wire.
class WireClient final : public http::Client {
public:
    WireClient(Wire& wire, Alive alive) : wire_(wire), alive_(std::move(alive)) {}

    void send(http::ClientRequest request,
              std::function<void(base::Result<http::ClientResponse>)> done) override {
        wire_.send(request, std::move(done), alive_);
    }
    std::shared_ptr<http::ClientStream> stream(http::ClientRequest request,
                                               http::StreamListener listener) override;

private:
    Wire& wire_;
    Alive alive_;
};

}  // namespace farthing::sim
