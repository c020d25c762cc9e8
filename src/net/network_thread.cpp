#include "net/network_thread.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "net/address.hpp"
#include "net/http_session.hpp"
#include "net/threads.hpp"

namespace farthing::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr int kBacklog = 4096;
/// How many connections are accepted before others are served again.
constexpr int kAcceptsAtOnce = 64;

void set_option(int socket, int level, int option) {
    int const on = 1;
    if (::setsockopt(socket, level, option, &on, sizeof on) != 0)
        throw std::system_error(errno, std::generic_category(), "setsockopt");
}

std::string random_prefix(base::Random& random) {
    constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string prefix;
    for (auto const byte : random.bytes<8>()) prefix += kDigits[byte % 32];
    return prefix;
}

}  // namespace

int open_listener(asio::ip::tcp::endpoint const& endpoint, bool shared) {
    int const family = endpoint.protocol().family();
    int const socket = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0) throw std::system_error(errno, std::generic_category(), "socket");
    try {
        set_option(socket, SOL_SOCKET, SO_REUSEADDR);
        if (shared) set_option(socket, SOL_SOCKET, SO_REUSEPORT);
        // Linux hands this on to each accepted connection, which saves a call for each.
        set_option(socket, IPPROTO_TCP, TCP_NODELAY);
        if (::bind(socket, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0)
            throw std::system_error(errno, std::generic_category(), "bind");
        if (::listen(socket, kBacklog) != 0)
            throw std::system_error(errno, std::generic_category(), "listen");
    } catch (...) {
        ::close(socket);
        throw;
    }
    return socket;
}

NetworkThread::NetworkThread(ServerOptions const& options,
                             std::shared_ptr<http::Router const> router, base::Clock const& clock,
                             base::Random& random)
    : clock_(clock),
      io_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE),
      context_(options, std::move(router), io_),
      connections_max_(options.connections_max),
      acceptor_(io_),
      timer_(io_),
      wake_(io_) {
    context_.id_prefix = random_prefix(random);
    render_date();
}

NetworkThread::~NetworkThread() {
    if (wake_.is_open()) wake_.release();  // The descriptor is the inbox's.
}

void NetworkThread::start(int listener, asio::ip::tcp::endpoint const& endpoint) {
    acceptor_.assign(endpoint.protocol(), listener);
    wake_.assign(context_.inbox->descriptor());
    last_sweep_ = std::chrono::steady_clock::now();
    thread_ = std::thread([this] { run(); });
}

void NetworkThread::run() {
    block_signals();
    context_.inbox->adopt();
    wait_for_tasks();
    wait_for_connections();
    tick();
    io_.run();
    // What is left has outlived the drain's time.
    context_.sessions.for_each([](Session& session) { session.cut(); });
    context_.inbox->close();
}

void NetworkThread::wait_for_tasks() {
    wake_.async_wait(Descriptor::wait_read, [this](error_code error) {
        if (error) return;
        for (auto const& task : context_.inbox->take()) task();
        wait_for_tasks();
    });
}

void NetworkThread::wait_for_connections() {
    if (accept_waits_ || !acceptor_.is_open()) return;
    if (context_.sessions.size() >= connections_max_) return;
    accept_waits_ = true;
    acceptor_.async_wait(Acceptor::wait_read, [this](error_code error) {
        accept_waits_ = false;
        if (!error) accept_all();
    });
}

void NetworkThread::accept_all() {
    for (int i = 0; i < kAcceptsAtOnce; ++i) {
        if (context_.sessions.size() >= connections_max_) return;
        if (!accept_one()) return;
    }
    wait_for_connections();
}

/// False when none can be had now. When descriptors or memory are short, waiting would return at
/// once and spin, so that the next sweep tries again.
bool NetworkThread::accept_one() {
    asio::ip::tcp::endpoint peer;
    auto size = static_cast<socklen_t>(peer.capacity());
    int const socket =
        ::accept4(acceptor_.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) {
        int const cause = errno;
        bool const short_of =
            cause == EMFILE || cause == ENFILE || cause == ENOBUFS || cause == ENOMEM;
        if (cause == EAGAIN || cause == EWOULDBLOCK) {
            wait_for_connections();
        } else if (short_of) {
            context_.log_error(std::string("cannot accept connections: ") +
                               ::strerrordesc_np(cause));
        } else {
            return true;  // This one is gone already; the next may be there.
        }
        return false;
    }
    peer.resize(size);
    TcpSocket accepted(io_);
    error_code error;
    accepted.assign(peer.protocol(), socket, error);
    if (error) {
        ::close(socket);
        return true;
    }
    auto const session =
        std::make_shared<HttpSession>(context_, std::move(accepted), address_text(peer));
    context_.sessions.add(session);
    context_.open.store(context_.sessions.size(), std::memory_order_relaxed);
    session->start();
    return true;
}

void NetworkThread::render_date() {
    context_.date_field = "Date: " + base::to_http_date(clock_.now()) + "\r\n";
}

void NetworkThread::tick() {
    auto const now = std::chrono::steady_clock::now();
    render_date();
    sweep_sessions(now);
    if (now >= drain_deadline_) return io_.stop();
    wait_for_connections();

    timer_.expires_at(std::min(now + context_.options.sweep_interval, drain_deadline_));
    timer_.async_wait([this](error_code error) {
        if (!error) tick();
    });
}

void NetworkThread::sweep_sessions(SteadyTime now) {
    // After the machine slept or this thread was held up, peers have not been slow: they were not
    // listened to.
    bool const late = now - last_sweep_ > 5 * context_.options.sweep_interval;
    last_sweep_ = now;
    if (!late) context_.sessions.for_each([now](Session& session) { session.sweep(now); });
}

void NetworkThread::begin_drain() {
    context_.inbox->post([this] { drain(); });
}

void NetworkThread::drain() {
    accept_all();  // Whoever is connected already gets an answer.
    error_code ignored;
    acceptor_.close(ignored);
    context_.draining = true;
    drain_deadline_ = std::chrono::steady_clock::now() + context_.options.drain_timeout;
    context_.sessions.for_each([](Session& session) { session.drain(); });
    if (context_.sessions.size() == 0) return io_.stop();
    timer_.cancel();
    tick();
}

void NetworkThread::join() {
    if (thread_.joinable()) thread_.join();
}

}  // namespace farthing::net
