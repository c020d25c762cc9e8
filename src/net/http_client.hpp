#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "http/client.hpp"
#include "net/worker.hpp"

namespace farthing::net {

struct HttpClientOptions {
    /// Name look-up, connecting and the TLS handshake together. A request's own timeout counts as
    /// well.
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
    /// Requests under way at once; further ones fail at once as unavailable.
    std::size_t requests_max = 1024;
    /// Streams at once, counted apart from the requests; further ones likewise.
    std::size_t streams_max = 256;
    /// Connections kept open for later, for each host and in all, and for how long.
    std::size_t idle_per_host = 8;
    std::size_t idle_max = 64;
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(30);
    /// Certificates (PEM) trusted in addition to the system's. For tests and private authorities.
    std::string authorities_file = {};
    std::string user_agent = "farthing";
};

/// HTTP/1.1 over TCP or TLS 1.2 and later, with certificate and host name checked. Follows no
/// redirects.
///
/// A request is sent a second time only when a kept connection turns out to be dead: nothing of an
/// answer came, and the method is idempotent or not a byte was sent. Besides what http::Client
/// says, a URL or field that makes no sense is answered with invalid_request.
///
/// A stream has a connection of its own, which is closed with it.
///
/// A name look-up cannot be interrupted: its request still ends in time, but the look-ups of others
/// wait behind it, and so does the end of the worker.
class HttpClient final : public http::Client {
public:
    /// Callbacks run on `worker`, which must outlive the client.
    explicit HttpClient(Worker& worker, HttpClientOptions options = {});
    /// Requests under way are answered with unavailable before this returns, and streams end so.
    /// Not from the worker's thread.
    ~HttpClient() override;
    HttpClient(HttpClient const&) = delete;
    HttpClient& operator=(HttpClient const&) = delete;

    void send(http::ClientRequest request,
              std::function<void(base::Result<http::ClientResponse>)> done) override;
    /// An exception of the listener is told to the worker's error log, and the stream goes on.
    std::shared_ptr<http::ClientStream> stream(http::ClientRequest request,
                                               http::StreamListener listener) override;

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace farthing::net
