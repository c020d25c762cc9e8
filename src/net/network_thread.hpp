#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <thread>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "net/thread_context.hpp"

namespace farthing::net {

/// A listening socket, bound and not yet accepting. With `shared`, several threads may each have
/// one of the same port.
int open_listener(boost::asio::ip::tcp::endpoint const& endpoint, bool shared);

/// One thread with its event loop, its listening socket and its connections.
///
/// The loop runs without Asio's locks: everything in it is touched by this thread alone, and others
/// come in through the inbox.
class NetworkThread {
public:
    NetworkThread(ServerOptions const& options, std::shared_ptr<http::Router const> router,
                  base::Clock const& clock, base::Random& random);
    ~NetworkThread();

    /// Takes the listening socket over and begins to serve.
    void start(int listener, boost::asio::ip::tcp::endpoint const& endpoint);
    /// Asks the thread to end; join() waits for it.
    void begin_drain();
    void join();
    std::size_t connections() const { return context_.open.load(std::memory_order_relaxed); }

private:
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
    using Timer = boost::asio::basic_waitable_timer<
        std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
    using Descriptor = boost::asio::posix::basic_stream_descriptor<Executor>;

    void run();
    void wait_for_tasks();
    void wait_for_connections();
    void accept_all();
    bool accept_one();
    void tick();
    void render_date();
    void sweep_sessions(SteadyTime now);
    void drain();

    base::Clock const& clock_;
    boost::asio::io_context io_;
    ThreadContext context_;
    std::size_t connections_max_;
    Acceptor acceptor_;
    Timer timer_;
    Descriptor wake_;
    bool accept_waits_ = false;  ///< Waiting for the next connection.
    SteadyTime last_sweep_;
    SteadyTime drain_deadline_ = SteadyTime::max();
    std::thread thread_;
};

}  // namespace farthing::net
