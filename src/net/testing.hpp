#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ensure.hpp"
#include "base/testing.hpp"
#include "net/server.hpp"

/// A server in the test's own process, and a peer that speaks bytes rather than HTTP.
namespace farthing::net {

/// Longer than anything in a test takes; whoever waits so long has failed.
constexpr int kPatienceMs = 20'000;

struct RawResponse {
    int status = 0;
    std::string head;  ///< With status line and empty line.
    std::string body;

    /// The value of a field, or `-`.
    std::string field(std::string_view name) const {
        auto const at = head.find("\r\n" + std::string(name) + ": ");
        if (at == head.npos) return "-";
        auto const begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

/// A TCP connection with blocking calls.
class RawPeer {
public:
    explicit RawPeer(std::uint16_t port, int receive_buffer = 0)
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        if (receive_buffer > 0)
            ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        int const on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    /// The other end of a connection that a test accepted.
    static RawPeer adopt(int socket) { return RawPeer(Adopted{socket}); }
    RawPeer(RawPeer&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)),
          connected_(other.connected_),
          received_(std::move(other.received_)) {}
    RawPeer(RawPeer const&) = delete;
    RawPeer& operator=(RawPeer const&) = delete;
    ~RawPeer() { close(); }

    bool connected() const { return connected_; }
    /// The port of this end.
    std::uint16_t port() const { return port_of(socket_, ::getsockname); }
    /// Makes the kernel keep little for the other end, which must be of this process.
    void squeeze_sender() const {
        int const few = 4096;
        for (int other = 0; other < 4096; ++other)
            if (other != socket_ && port_of(other, ::getpeername) == port())
                ::setsockopt(other, SOL_SOCKET, SO_SNDBUF, &few, sizeof few);
    }
    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }
    /// Ends with a reset instead of a goodbye.
    void reset() {
        linger const abrupt{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &abrupt, sizeof abrupt);
        close();
    }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

    /// Sends all of it; false when the server has closed.
    bool send(std::string_view text) {
        while (!text.empty()) {
            auto const sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Waits for more bytes. False at the end of the stream, at a reset and when patience ends.
    bool receive_some() {
        pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, kPatienceMs) != 1) return false;
        char buffer[65536];
        auto const size = ::recv(socket_, buffer, sizeof buffer, 0);
        if (size <= 0) {
            ended_ = true;
            reset_ = size < 0 && errno == ECONNRESET;
            return false;
        }
        received_.append(buffer, static_cast<std::size_t>(size));
        return true;
    }

    /// The next `size` bytes, or fewer at the end.
    std::string receive(std::size_t size) {
        while (received_.size() < size && receive_some()) {
        }
        return take(std::min(size, received_.size()));
    }

    /// Everything up to and with `mark`, or what there is at the end.
    std::string receive_until(std::string_view mark) {
        while (received_.find(mark) == received_.npos && receive_some()) {
        }
        auto const at = received_.find(mark);
        return take(at == received_.npos ? received_.size() : at + mark.size());
    }

    /// Everything until the server closes.
    std::string receive_all() {
        while (receive_some()) {
        }
        return take(received_.size());
    }

    /// One answer. `head_only`: to HEAD.
    RawResponse receive_response(bool head_only = false) {
        RawResponse response;
        response.head = receive_until("\r\n\r\n");
        if (response.head.size() > 12) response.status = std::atoi(response.head.c_str() + 9);
        auto const length = response.field("Content-Length");
        if (!head_only && length != "-") response.body = receive(std::stoul(length));
        return response;
    }

    RawResponse exchange(std::string_view request) {
        send(request);
        return receive_response();
    }

    /// True when the server closes and nothing comes before.
    bool closes() { return received_.empty() && !receive_some() && ended_; }
    /// True when the connection has ended with a reset instead of a goodbye.
    bool was_reset() const { return reset_; }

private:
    struct Adopted {
        int socket;
    };
    explicit RawPeer(Adopted adopted) : socket_(adopted.socket), connected_(adopted.socket >= 0) {}

    static std::uint16_t port_of(int socket, decltype(::getsockname)* name_of) {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        name_of(socket, reinterpret_cast<sockaddr*>(&address), &size);
        return ntohs(address.sin_port);
    }

    std::string take(std::size_t size) {
        auto taken = received_.substr(0, size);
        received_.erase(0, size);
        return taken;
    }

    int socket_;
    bool connected_ = false;
    bool ended_ = false;
    bool reset_ = false;
    std::string received_;
};

inline std::string get(std::string_view path, std::string_view fields = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n";
}

inline std::string post(std::string_view path, std::string_view body,
                        std::string_view fields = "") {
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(fields) + "\r\n" + std::string(body);
}

/// What one thread tells another, with a wait that ends.
template <class T>
class Mailbox {
public:
    void put(T value) {
        std::lock_guard const lock(mutex_);
        values_.push_back(std::move(value));
        changed_.notify_all();
    }
    /// Nothing when patience ends.
    std::optional<T> take() {
        std::unique_lock lock(mutex_);
        auto const has_value = [this] { return !values_.empty(); };
        if (!changed_.wait_for(lock, std::chrono::milliseconds(kPatienceMs), has_value)) return {};
        std::optional<T> value(std::move(values_.front()));
        values_.erase(values_.begin());
        return value;
    }
    std::size_t size() {
        std::lock_guard const lock(mutex_);
        return values_.size();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<T> values_;
};

/// Waits until `condition` holds, looking often.
inline bool eventually(std::function<bool()> const& condition) {
    for (int waited = 0; waited < kPatienceMs; ++waited) {
        if (condition()) return true;
        ::poll(nullptr, 0, 1);
    }
    return false;
}

/// A listening socket of the test's own.
class RawListener {
public:
    RawListener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        base::ensure(::bind(socket_, generic, size) == 0 && ::listen(socket_, 16) == 0);
        base::ensure(::getsockname(socket_, generic, &size) == 0);
        port_ = ntohs(address.sin_port);
    }
    RawListener(RawListener const&) = delete;
    RawListener& operator=(RawListener const&) = delete;
    ~RawListener() { close(); }

    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }
    std::uint16_t port() const { return port_; }
    int accept_socket() {
        pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
        if (::poll(&ready, 1, kPatienceMs) != 1) return -1;
        return ::accept(socket_, nullptr, nullptr);
    }
    RawPeer accept() { return RawPeer::adopt(accept_socket()); }

private:
    int socket_;
    std::uint16_t port_ = 0;
};

/// A running server whose clock stands still.
class TestServer {
public:
    explicit TestServer(http::Router router, ServerOptions options = quick())
        : server_(std::move(options), clock_, random_) {
        auto const listening = server_.listen();
        base::ensure(listening.has_value());
        server_.serve(std::move(router));
    }

    static ServerOptions quick() {
        ServerOptions options;
        options.threads = 1;
        options.sweep_interval = std::chrono::milliseconds(20);
        return options;
    }

    RawPeer connect(int receive_buffer = 0) { return RawPeer(server_.port(), receive_buffer); }
    Server& operator*() { return server_; }
    Server* operator->() { return &server_; }

private:
    base::ManualClock clock_{base::Timestamp::from_seconds(784111777)};
    base::SeededRandom random_;
    Server server_;
};

}  // namespace farthing::net
