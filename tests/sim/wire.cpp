#include "wire.hpp"

namespace farthing::sim {
namespace {

using http::ClientResponse;
using std::chrono::milliseconds;

/// Tells the caller what comes first: an answer, or that the time is over.
class Call {
public:
    Call(std::function<void(base::Result<ClientResponse>)> done, Alive alive)
        : done_(std::move(done)), alive_(std::move(alive)) {}

    void end(base::Result<ClientResponse> const& result) {
        auto const done = std::exchange(done_, nullptr);
        if (done && *alive_) done(result);
    }

private:
    std::function<void(base::Result<ClientResponse>)> done_;
    Alive alive_;
};

}  // namespace

bool Wire::strikes(std::uint64_t likelihood, char const* name) {
    if (likelihood == 0 || !chance_.percent(likelihood)) return false;
    ++injected[name];
    return true;
}

void Wire::send(http::ClientRequest const& request,
                std::function<void(base::Result<ClientResponse>)> done, Alive const& alive) {
    auto const call = std::make_shared<Call>(std::move(done), alive);
    timeline_.after(request.timeout, [call, url = request.url] {
        call->end(base::fail(base::Errc::timed_out, "no answer from " + url));
    });
    auto const respond = [call](ClientResponse const& response) { call->end(response); };
    if (strikes(weather.lost_request, "request lost")) return;
    if (strikes(weather.refused_503, "503")) return way_back(respond)({.status = 503});
    if (strikes(weather.refused_429, "429"))
        return way_back(respond)({.status = 429, .fields = {{"Retry-After", "2"}}});
    travel(request, respond);
    if (strikes(weather.twice, "request twice")) travel(request, [](ClientResponse const&) {});
}

void Wire::travel(http::ClientRequest const& request, LedgerNetwork::Respond const& respond) {
    std::size_t const node = chance_.percent(weather.second_node) ? 1 : 0;
    auto const time =
        strikes(weather.late, "late") ? chance_.between(100, 20'000) : chance_.between(1, 40);
    timeline_.after(time, [this, request, respond, node] {
        network_.ask(node, request, [this, respond](ClientResponse const& response) {
            if (strikes(weather.lost_answer, "answer lost")) return;
            bool const replaced = strikes(weather.applied_but_504, "504 though done");
            way_back(respond)(replaced ? ClientResponse{.status = 504} : response);
        });
    });
}

LedgerNetwork::Respond Wire::way_back(LedgerNetwork::Respond done) {
    auto const time =
        strikes(weather.late, "late") ? chance_.between(100, 20'000) : chance_.between(1, 40);
    return [this, time, done = std::move(done)](ClientResponse const& response) {
        timeline_.after(time, [done, response] { done(response); });
    };
}

void Wire::refuse_stream(http::StreamListener listener, Alive const& alive) {
    timeline_.after(chance_.between(1, 40), [listener = std::move(listener), alive] {
        if (*alive) listener.on_end(base::fail(base::Errc::unavailable, "no stream comes through"));
    });
}

/// Its holder hears nothing more once he has let go.
class BrokenStream final : public http::ClientStream {
public:
    BrokenStream() = default;
    BrokenStream(BrokenStream const&) = delete;
    BrokenStream& operator=(BrokenStream const&) = delete;
    ~BrokenStream() override { *held_ = false; }
    void cancel() override { *held_ = false; }
    Alive const& held() const { return held_; }

private:
    Alive held_ = std::make_shared<bool>(true);
};

std::shared_ptr<http::ClientStream> WireClient::stream(http::ClientRequest,
                                                       http::StreamListener listener) {
    auto stream = std::make_shared<BrokenStream>();
    wire_.refuse_stream(std::move(listener), stream->held());
    return stream;
}

}  // namespace farthing::sim
