#include "net/server.hpp"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "net/address.hpp"
#include "net/network_thread.hpp"

namespace farthing::net {

namespace asio = boost::asio;

class Server::Impl {
public:
    Impl(ServerOptions options, base::Clock const& clock, base::Random& random)
        : options_(std::move(options)), clock_(clock), random_(random) {
        if (options_.threads == 0)
            options_.threads = std::max(1U, std::thread::hardware_concurrency());
        auto const threads = options_.threads;
        options_.connections_max = (options_.connections_max + threads - 1) / threads;
    }
    ~Impl() { stop(); }
    Impl(Impl const&) = delete;
    Impl& operator=(Impl const&) = delete;

    base::Result<void> listen() {
        auto endpoint = parse_endpoint(options_.listen);
        if (!endpoint) return endpoint.error();
        try {
            open_listeners(*endpoint);
        } catch (std::system_error const& error) {
            close_listeners();
            return base::fail(base::Errc::unavailable, "cannot listen on " + options_.listen +
                                                           ": " + error.code().message());
        }
        return {};
    }

    void serve(http::Router router) {
        auto const shared = std::make_shared<http::Router const>(std::move(router));
        for (int const listener : std::exchange(listeners_, {})) {
            threads_.push_back(std::make_unique<NetworkThread>(options_, shared, clock_, random_));
            threads_.back()->start(listener, endpoint_);
        }
    }

    std::uint16_t port() const { return endpoint_.port(); }

    std::string address() const {
        auto const host = endpoint_.address().to_string();
        return (endpoint_.address().is_v6() ? "[" + host + "]" : host) + ":" +
               std::to_string(port());
    }

    std::size_t connections() const {
        std::size_t sum = 0;
        for (auto const& thread : threads_) sum += thread->connections();
        return sum;
    }

    void stop() {
        for (auto const& thread : threads_) thread->begin_drain();
        for (auto const& thread : threads_) thread->join();
        threads_.clear();
        close_listeners();
    }

private:
    void open_listeners(asio::ip::tcp::endpoint endpoint) {
        // Alone at first: with SO_REUSEPORT a second server on the same port would start and take
        // half of the connections.
        bool const shared = options_.threads > 1;
        if (shared && endpoint.port() != 0) ::close(open_listener(endpoint, false));
        for (unsigned i = 0; i < options_.threads; ++i) {
            listeners_.push_back(open_listener(endpoint, shared));
            endpoint.port(bound_port(listeners_.back()));
        }
        endpoint_ = endpoint;
    }

    void close_listeners() {
        for (int const listener : std::exchange(listeners_, {})) ::close(listener);
    }

    static std::uint16_t bound_port(int socket) {
        asio::ip::tcp::endpoint bound;
        auto size = static_cast<socklen_t>(bound.capacity());
        if (::getsockname(socket, bound.data(), &size) != 0)
            throw std::system_error(errno, std::generic_category(), "getsockname");
        return bound.port();
    }

    ServerOptions options_;
    base::Clock const& clock_;
    base::Random& random_;
    asio::ip::tcp::endpoint endpoint_;
    std::vector<int> listeners_;  ///< Between listen() and serve().
    std::vector<std::unique_ptr<NetworkThread>> threads_;
};

Server::Server(ServerOptions options, base::Clock const& clock, base::Random& random)
    : impl_(std::make_unique<Impl>(std::move(options), clock, random)) {}

Server::~Server() = default;

base::Result<void> Server::listen() {
    return impl_->listen();
}

void Server::serve(http::Router router) {
    impl_->serve(std::move(router));
}

std::string Server::address() const {
    return impl_->address();
}

std::uint16_t Server::port() const {
    return impl_->port();
}

std::size_t Server::connections() const {
    return impl_->connections();
}

void Server::stop() {
    impl_->stop();
}

}  // namespace farthing::net
