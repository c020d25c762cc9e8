#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "http/url.hpp"
#include "net/http_client.hpp"

/// The connections of an HttpClient. Used on the worker's thread only.
namespace farthing::net {

/// A connection to one host. Plain ones have no TLS.
struct Connection {
    explicit Connection(boost::asio::io_context& io) : socket(io) {}

    /// What is read ahead holds a header at most.
    static constexpr std::size_t kBufferBytes = 128 * 1024;

    boost::asio::ip::tcp::socket socket;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls;
    boost::beast::flat_buffer buffer{kBufferBytes};
    std::string host_key;
    std::chrono::steady_clock::time_point idle_since;

    void close();
    /// True when the peer has closed, or has said something that nobody asked for.
    bool is_stale();
};

/// Connections that wait to be used again, the longest waiting first.
class IdleConnections {
public:
    explicit IdleConnections(HttpClientOptions const& options) : options_(options) {}

    void put(std::unique_ptr<Connection> connection);
    /// The one that was used last, or nothing.
    std::unique_ptr<Connection> take(std::string const& key);
    /// Forgets those of one host.
    void drop(std::string const& key);
    void clear() { kept_.clear(); }

private:
    void drop_old();

    HttpClientOptions const& options_;
    std::list<std::unique_ptr<Connection>> kept_;
};

/// Makes connections.
class Connector {
public:
    explicit Connector(HttpClientOptions const& options);

    /// Name look-up, connecting and the TLS handshake. All three belong to the caller's frame.
    /// Throws when the authorities cannot be read.
    boost::asio::awaitable<boost::system::error_code> connect(
        Connection& connection, boost::asio::ip::tcp::resolver& resolver, http::Url const& url);

    /// When to give a connection up that is made from now on.
    std::chrono::steady_clock::time_point deadline() const {
        return std::chrono::steady_clock::now() + connect_timeout_;
    }

private:
    boost::asio::awaitable<boost::system::error_code> secure(Connection& connection,
                                                             std::string host);
    boost::asio::ssl::context& tls();

    std::chrono::milliseconds connect_timeout_;
    std::string authorities_file_;
    std::optional<boost::asio::ssl::context> tls_;
};

}  // namespace farthing::net
