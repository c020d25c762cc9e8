#include "net/client_connection.hpp"

#include <sys/socket.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <utility>

namespace farthing::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

void Connection::close() {
    error_code ignored;
    socket.close(ignored);
}

bool Connection::is_stale() {
    char byte = 0;
    auto const size = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return size >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

void IdleConnections::put(std::unique_ptr<Connection> connection) {
    connection->idle_since = std::chrono::steady_clock::now();
    auto const& key = connection->host_key;
    std::size_t same = 0;
    for (auto const& other : kept_) same += other->host_key == key ? 1 : 0;
    if (same >= options_.idle_per_host) return;
    if (kept_.size() >= options_.idle_max) kept_.pop_front();
    kept_.push_back(std::move(connection));
}

std::unique_ptr<Connection> IdleConnections::take(std::string const& key) {
    drop_old();
    for (auto at = kept_.end(); at != kept_.begin();) {
        --at;
        if ((*at)->host_key != key) continue;
        auto connection = std::move(*at);
        at = kept_.erase(at);
        if (!connection->is_stale()) return connection;
    }
    return nullptr;
}

void IdleConnections::drop(std::string const& key) {
    kept_.remove_if([&key](auto const& connection) { return connection->host_key == key; });
}

void IdleConnections::drop_old() {
    auto const oldest = std::chrono::steady_clock::now() - options_.idle_timeout;
    while (!kept_.empty() && kept_.front()->idle_since < oldest) kept_.pop_front();
}

Connector::Connector(HttpClientOptions const& options)
    : connect_timeout_(options.connect_timeout), authorities_file_(options.authorities_file) {}

/// Made when first needed: reading the system's certificates takes a while.
asio::ssl::context& Connector::tls() {
    if (tls_) return *tls_;
    asio::ssl::context context(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_default_verify_paths();
    if (!authorities_file_.empty()) context.load_verify_file(authorities_file_);
    context.set_verify_mode(asio::ssl::verify_peer);
    return tls_.emplace(std::move(context));
}

asio::awaitable<error_code> Connector::connect(Connection& connection, tcp::resolver& resolver,
                                               http::Url const& url) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    auto const service = std::to_string(url.port);
    tcp::resolver::results_type endpoints;
    auto const address = asio::ip::make_address(url.host, error);
    if (error) {
        endpoints = co_await resolver.async_resolve(url.host, service, token);
        if (error) co_return error;
    } else {
        tcp::endpoint const endpoint(address, url.port);
        endpoints = tcp::resolver::results_type::create(endpoint, url.host, service);
    }
    co_await asio::async_connect(connection.socket, endpoints, token);
    if (error) co_return error;
    connection.socket.set_option(tcp::no_delay(true), error);
    if (url.secure) co_return co_await secure(connection, url.host);
    co_return error_code();
}

asio::awaitable<error_code> Connector::secure(Connection& connection, std::string host) {
    auto& stream = connection.tls.emplace(connection.socket, tls());
    error_code error;
    asio::ip::make_address(host, error);
    bool const is_name = error.failed();
    if (is_name) SSL_set_tlsext_host_name(stream.native_handle(), host.c_str());
    stream.set_verify_callback(asio::ssl::host_name_verification(host));
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await stream.async_handshake(asio::ssl::stream_base::client, token);
    co_return error;
}

}  // namespace farthing::net
