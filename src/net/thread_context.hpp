#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "http/route.hpp"
#include "net/exchange.hpp"
#include "net/inbox.hpp"
#include "net/server.hpp"

namespace farthing::net {

// Concrete types: each indirection of any_io_executor costs a measurable part of a short request.
using Executor = boost::asio::io_context::executor_type;
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using SteadyTime = std::chrono::steady_clock::time_point;

/// One open connection of a network thread: HTTP, WebSocket, or a body that goes on.
class Session {
public:
    virtual ~Session() = default;
    /// Called about once a second: the place to notice that the peer has been too slow.
    virtual void sweep(SteadyTime now) = 0;
    /// Ends as soon as what is under way has been answered.
    virtual void drain() = 0;
    /// Ends now.
    virtual void cut() = 0;

private:
    friend class Sessions;
    std::size_t slot_ = 0;
};

/// The open connections of one thread.
class Sessions {
public:
    void add(std::shared_ptr<Session> session);
    void remove(Session& session);
    std::size_t size() const { return sessions_.size(); }

    /// Calls `visit` for each. Sessions may go while this runs.
    template <class Visit>
    void for_each(Visit visit) {
        for (std::size_t i = sessions_.size(); i-- > 0;) {
            if (i >= sessions_.size()) continue;
            auto const session = sessions_[i];  // Keeps it alive should it go.
            visit(*session);
        }
    }

private:
    std::vector<std::shared_ptr<Session>> sessions_;
};

/// What the connections of one network thread share. Used by that thread only, but for `open`.
struct ThreadContext {
    ThreadContext(ServerOptions const& server_options,
                  std::shared_ptr<http::Router const> server_router,
                  boost::asio::io_context& io_context)
        : options(server_options), router(std::move(server_router)), io(io_context) {}

    ServerOptions const& options;
    std::shared_ptr<http::Router const> router;
    boost::asio::io_context& io;
    std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();
    ExchangePool exchanges;
    Sessions sessions;
    std::string spare_text;      ///< See Output::borrow_text.
    std::string date_field;      ///< `Date: ...` with its line end, rendered at each sweep.
    std::string id_prefix;       ///< Unique to this thread of this process.
    std::uint64_t requests = 0;  ///< Answered or begun so far.
    bool draining = false;
    std::atomic<std::size_t> open = 0;  ///< sessions.size() for other threads.

    /// For a request that is about to be read, with an id of its own.
    std::shared_ptr<Exchange> begin_exchange(std::string const& peer);
    /// Forgets a connection, and ends the thread when it was the last one of a server that stops.
    void remove(Session& session);
    void log_error(std::string_view message) const;
    /// Tells the access log, if there is one, of an answer that ends now.
    void log_access(AccessRecord record, SteadyTime started) const;

private:
    void make_request_id(std::string& id);
};

}  // namespace farthing::net
