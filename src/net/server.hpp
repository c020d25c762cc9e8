#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "http/route.hpp"
#include "http/trusted_proxies.hpp"
#include "net/access_log.hpp"

namespace farthing::net {

struct ServerOptions {
    /// `address:port` with a numeric address or `localhost`; IPv6 in brackets. Port 0 takes any
    /// free one.
    std::string listen = "127.0.0.1:0";
    /// Network threads. 0: one for each core.
    unsigned threads = 0;
    /// Connections at once, WebSockets and streams included. Further ones wait in the kernel's
    /// queue.
    std::size_t connections_max = 16'000;

    /// Whom they name as the client of a request, that is who is known as its peer.
    http::TrustedProxies trusted_proxies = {};

    /// From the first byte of a request, or from connecting, to the end of its header.
    std::chrono::milliseconds header_timeout = std::chrono::seconds(10);
    /// Between two requests.
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(60);
    /// A body, and a reader of an answer, must keep up `slowest_bytes_per_second` over each such
    /// stretch of time. A reader of a body that goes on must take something of what waits for it.
    std::chrono::milliseconds body_window = std::chrono::seconds(10);
    std::chrono::milliseconds reader_window = std::chrono::seconds(30);
    std::uint64_t slowest_bytes_per_second = 1024;
    /// How often timeouts are looked at: no timeout is more exact than this.
    std::chrono::milliseconds sweep_interval = std::chrono::seconds(1);
    /// What stop() grants to requests in flight, to WebSockets and to the ends of streams.
    std::chrono::milliseconds drain_timeout = std::chrono::seconds(10);
    /// A silent WebSocket is pinged after this time and cut off after twice of it.
    std::chrono::milliseconds ping_interval = std::chrono::seconds(25);

    /// Called after each answer on the network thread that gave it, so by several threads at once.
    /// Must not block.
    std::function<void(AccessRecord const&)> access_log = {};
    /// One line for the operator: what a handler threw, why connections cannot be accepted. As
    /// above.
    std::function<void(std::string_view)> error_log = {};
};

/// Serves HTTP/1.1, HTTP/1.0 and WebSockets on some threads of its own.
///
/// A connection stays on the thread that accepted it. Malformed requests are answered 400 and the
/// connection is closed; 404, 405, 413, 414, 431 and 500 are answered here too, all with the error
/// object of http/errors.hpp.
class Server {
public:
    /// Clock and random must outlive the server; both are used by several threads at once.
    Server(ServerOptions options, base::Clock const& clock, base::Random& random);
    /// As stop().
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// Binds and listens. Fails with invalid_request for an address that makes no sense and with
    /// unavailable for one that cannot be had.
    base::Result<void> listen();
    /// Begins to answer; what has connected since listen() is served first. Once, after listen().
    void serve(http::Router router);
    /// The address listened on, as it stands in a URL: `127.0.0.1:8402`, `[::1]:8402`.
    std::string address() const;
    /// The port listened on.
    std::uint16_t port() const;
    /// How many connections are open.
    std::size_t connections() const;

    /// Stops accepting, lets requests in flight finish (for drain_timeout at most), closes idle
    /// connections, sends WebSockets 1001, ends the bodies that go on, and returns when all threads
    /// have ended. Not from a handler.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace farthing::net
