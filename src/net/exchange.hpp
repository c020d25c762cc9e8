#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "http/request.hpp"
#include "http/response.hpp"
#include "http/route.hpp"
#include "net/access_log.hpp"
#include "net/input.hpp"
#include "net/request_head.hpp"

namespace farthing::net {

class HttpSession;

/// One request and its answer. Holds nothing but memory, so that it may outlive its connection and
/// its server while another room still works on it.
struct Exchange {
    http::Request request;
    Framing framing;
    http::Response response;
    /// The names of the request's parameters are texts of the routes.
    std::shared_ptr<http::Router const> router;
    Input head;  ///< The memory of the request's texts, once it must outlive the connection's next
                 ///< read.
    std::string body;  ///< The request's body, when it did not come together with the header.
    std::string peer;
    std::string id;
    std::chrono::steady_clock::time_point started;
    /// Whose request this is; null when the connection is gone. The network thread's alone.
    HttpSession* session = nullptr;
    /// True while the handler runs: an answer given then waits in `response` until the handler
    /// returns.
    bool dispatching = false;
    bool answered = false;

    void reset() {
        request.parameters.clear();
        request.fields.clear();
        request.body = {};
        response.clear();
        head = Input();
        body.clear();
        session = nullptr;
        router.reset();
        dispatching = answered = false;
    }
};

/// True when the answer's body follows its head.
bool sends_body(Exchange const& exchange);

/// What the access log is told of it, but for bytes and duration. Its texts are the exchange's.
AccessRecord access_record(Exchange const& exchange);

/// Exchanges are large and used by one connection at a time for some microseconds, so that a
/// thread's connections share a few, which stay in the cache.
class ExchangePool {
public:
    std::shared_ptr<Exchange> acquire() {
        if (free_.empty()) return std::make_shared<Exchange>();
        auto exchange = std::move(free_.back());
        free_.pop_back();
        return exchange;
    }
    /// Only exchanges that nobody else refers to.
    void release(std::shared_ptr<Exchange> exchange) {
        if (free_.size() == kKept || exchange->body.capacity() > kKeptBodyBytes) return;
        exchange->reset();
        free_.push_back(std::move(exchange));
    }

private:
    static constexpr std::size_t kKept = 64;
    static constexpr std::size_t kKeptBodyBytes = 64 * 1024;
    std::vector<std::shared_ptr<Exchange>> free_;
};

}  // namespace farthing::net
