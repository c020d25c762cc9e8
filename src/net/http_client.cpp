#include "net/http_client.hpp"

#include <sys/socket.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <future>
#include <list>
#include <optional>
#include <set>

#include "http/characters.hpp"
#include "http/request.hpp"
#include "http/url.hpp"
#include "net/worker_loop.hpp"

namespace farthing::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyTime = std::chrono::steady_clock::time_point;

/// A connection to one host. Plain ones have no TLS.
struct Connection {
    explicit Connection(asio::io_context& io) : socket(io) {}

    tcp::socket socket;
    std::optional<asio::ssl::stream<tcp::socket&>> tls;
    beast::flat_buffer buffer;
    std::string host_key;
    SteadyTime idle_since;

    void close() {
        error_code ignored;
        socket.close(ignored);
    }

    /// True when the peer has closed, or has said something that nobody asked for.
    bool is_stale() {
        char byte = 0;
        auto const size = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return size >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
    }
};

/// Connections that wait to be used again, the longest waiting first.
class IdleConnections {
public:
    explicit IdleConnections(HttpClientOptions const& options) : options_(options) {}

    void put(std::unique_ptr<Connection> connection) {
        connection->idle_since = std::chrono::steady_clock::now();
        auto const& key = connection->host_key;
        std::size_t same = 0;
        for (auto const& other : kept_) same += other->host_key == key ? 1 : 0;
        if (same >= options_.idle_per_host) return;
        if (kept_.size() >= options_.idle_max) kept_.pop_front();
        kept_.push_back(std::move(connection));
    }

    /// The one that was used last, or nothing.
    std::unique_ptr<Connection> take(std::string const& key) {
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

    /// Forgets those of one host.
    void drop(std::string const& key) {
        kept_.remove_if([&key](auto const& connection) { return connection->host_key == key; });
    }
    void clear() { kept_.clear(); }

private:
    void drop_old() {
        auto const oldest = std::chrono::steady_clock::now() - options_.idle_timeout;
        while (!kept_.empty() && kept_.front()->idle_since < oldest) kept_.pop_front();
    }

    HttpClientOptions const& options_;
    std::list<std::unique_ptr<Connection>> kept_;
};

/// One request under way.
struct Call {
    Call(asio::io_context& io_context, http::ClientRequest client_request)
        : io(io_context), request(std::move(client_request)), timer(io), resolver(io) {}

    asio::io_context& io;
    http::ClientRequest request;
    http::Url url;
    std::string text;  ///< As it goes on the wire.
    std::function<void(base::Result<http::ClientResponse>)> done;
    asio::steady_timer timer;
    tcp::resolver resolver;
    SteadyTime deadline;
    std::unique_ptr<Connection> connection;
    std::optional<http::ClientResponse> response;
    std::size_t sent_bytes = 0;  ///< Of the last attempt.
    bool reused = false;
    bool received = false;  ///< Something of an answer has come.
    bool finished = false;

    /// Answers, once. The coroutine may still hang in a name look-up, which cannot be interrupted.
    void finish(base::Result<http::ClientResponse> result) {
        if (std::exchange(finished, true)) return;
        timer.cancel();
        resolver.cancel();
        if (connection) connection->close();
        // As a task of its own: it may send again, destroy what it likes, or throw.
        asio::post(io, [callback = std::exchange(done, nullptr),
                        result = std::move(result)]() mutable { callback(std::move(result)); });
    }
};

std::string host_key(http::Url const& url) {
    return (url.secure ? "s:" : "p:") + url.host + ":" + std::to_string(url.port);
}

bool is_idempotent(http::Method method) {
    return method != http::Method::post && method != http::Method::patch;
}

base::Error unreachable(Call const& call, std::string_view why) {
    return base::fail(base::Errc::unavailable, call.url.host + ": " + std::string(why));
}

base::Result<void> check_fields(http::ClientRequest const& request) {
    for (auto const& [name, value] : request.fields)
        if (!http::is_token(name) || !http::is_field_value(value))
            return base::fail(base::Errc::invalid_request,
                              "a header field holds a forbidden character");
    return {};
}

std::string to_wire(http::ClientRequest const& request, http::Url const& url,
                    std::string_view user_agent) {
    std::string text(http::to_text(request.method));
    text += " " + url.target + " HTTP/1.1\r\nHost: " + url.authority() + "\r\n";
    text.append("User-Agent: ").append(user_agent).append("\r\n");
    bool const carries = request.method == http::Method::post ||
                         request.method == http::Method::put ||
                         request.method == http::Method::patch;
    if (carries || !request.body.empty())
        text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    for (auto const& [name, value] : request.fields)
        text.append(name).append(": ").append(value).append("\r\n");
    return text + "\r\n" + request.body;
}

using Parser = beast::http::response_parser<beast::http::string_body>;

http::ClientResponse to_response(Parser& parser) {
    auto& message = parser.get();
    http::ClientResponse response;
    response.status = static_cast<int>(message.result_int());
    for (auto const& field : message)
        response.fields.emplace_back(field.name_string(), field.value());
    response.body = std::move(message.body());
    return response;
}

}  // namespace

class HttpClient::Impl : public std::enable_shared_from_this<HttpClient::Impl> {
public:
    Impl(Worker::Loop& loop, HttpClientOptions options)
        : loop_(loop), io_(loop.io), options_(std::move(options)), idle_(options_) {}

    asio::io_context& io() { return io_; }
    bool on_this_thread() const { return loop_.thread.get_id() == std::this_thread::get_id(); }
    // The functions below run on the worker's thread only.
    void begin(std::shared_ptr<Call> call);
    void stop();

private:
    // Coroutines. What they refer to is held by the frame of run(), which awaits the others.
    static asio::awaitable<void> run(std::shared_ptr<Impl> self, std::shared_ptr<Call> call);
    asio::awaitable<error_code> attempt(std::shared_ptr<Call> call);
    asio::awaitable<error_code> connect(Call& call);
    asio::awaitable<error_code> secure(Connection& connection, std::string host);
    template <class Stream>
    asio::awaitable<error_code> converse(Stream& stream, Call& call);

    base::Result<void> prepare(Call& call);
    void arm(std::shared_ptr<Call> const& call, SteadyTime at);
    asio::ssl::context& tls();

    Worker::Loop& loop_;
    asio::io_context& io_;
    HttpClientOptions options_;
    IdleConnections idle_;
    std::optional<asio::ssl::context> tls_;
    std::set<std::shared_ptr<Call>> calls_;
    bool stopped_ = false;
};

/// Made when first needed: reading the system's certificates takes a while.
asio::ssl::context& HttpClient::Impl::tls() {
    if (tls_) return *tls_;
    asio::ssl::context context(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_default_verify_paths();
    if (!options_.authorities_file.empty()) context.load_verify_file(options_.authorities_file);
    context.set_verify_mode(asio::ssl::verify_peer);
    return tls_.emplace(std::move(context));
}

base::Result<void> HttpClient::Impl::prepare(Call& call) {
    auto url = http::parse_url(call.request.url);
    if (!url) return url.error();
    call.url = std::move(*url);
    if (auto const fields = check_fields(call.request); !fields) return fields;
    if (stopped_) return unreachable(call, "the program is shutting down");
    if (calls_.size() >= options_.requests_max)
        return unreachable(call, "too many requests are under way");
    call.text = to_wire(call.request, call.url, options_.user_agent);
    return {};
}

void HttpClient::Impl::begin(std::shared_ptr<Call> call) {
    auto const prepared = prepare(*call);
    if (!prepared) return call->finish(prepared.error());
    call->deadline = std::chrono::steady_clock::now() + call->request.timeout;
    calls_.insert(call);
    asio::co_spawn(io_, run(shared_from_this(), std::move(call)), asio::detached);
}

void HttpClient::Impl::stop() {
    stopped_ = true;
    auto const calls = std::exchange(calls_, {});
    for (auto const& call : calls) call->finish(unreachable(*call, "the program is shutting down"));
    idle_.clear();
}

void HttpClient::Impl::arm(std::shared_ptr<Call> const& call, SteadyTime at) {
    call->timer.expires_at(at);
    std::weak_ptr<Call> const waiting = call;
    call->timer.async_wait([this, waiting](error_code error) {
        auto const late = waiting.lock();
        // The wait may have ended just before the timer was set anew.
        if (error || !late || late->timer.expiry() > std::chrono::steady_clock::now()) return;
        calls_.erase(late);
        late->finish(base::fail(base::Errc::timed_out, late->url.host + ": no answer in time"));
    });
}

asio::awaitable<void> HttpClient::Impl::run(std::shared_ptr<Impl> self,
                                            std::shared_ptr<Call> call) {
    std::string fault;
    try {
        auto error = co_await self->attempt(call);
        bool const may_repeat = is_idempotent(call->request.method) || call->sent_bytes == 0;
        if (error && call->reused && !call->received && may_repeat && !call->finished) {
            self->idle_.drop(host_key(call->url));  // They are as old as this one.
            error = co_await self->attempt(call);
        }
        fault = error.message();
    } catch (std::exception const& exception) {
        fault = exception.what();  // Such as an authorities file that cannot be read.
    }
    self->calls_.erase(call);
    if (call->response)
        call->finish(std::move(*call->response));
    else
        call->finish(unreachable(*call, fault));
}

asio::awaitable<error_code> HttpClient::Impl::attempt(std::shared_ptr<Call> call) {
    auto const key = host_key(call->url);
    call->sent_bytes = 0;
    call->connection = idle_.take(key);
    call->reused = call->connection != nullptr;
    if (!call->reused) {
        call->connection = std::make_unique<Connection>(io_);
        call->connection->host_key = key;
        auto const patience = std::chrono::steady_clock::now() + options_.connect_timeout;
        arm(call, std::min(call->deadline, patience));
        auto const error = co_await connect(*call);
        if (error) co_return error;
    }
    arm(call, call->deadline);
    auto& connection = *call->connection;
    if (connection.tls) co_return co_await converse(*connection.tls, *call);
    co_return co_await converse(connection.socket, *call);
}

asio::awaitable<error_code> HttpClient::Impl::connect(Call& call) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    auto const service = std::to_string(call.url.port);
    tcp::resolver::results_type endpoints;
    auto const address = asio::ip::make_address(call.url.host, error);
    if (error) {
        endpoints = co_await call.resolver.async_resolve(call.url.host, service, token);
        if (error) co_return error;
    } else {
        tcp::endpoint const endpoint(address, call.url.port);
        endpoints = tcp::resolver::results_type::create(endpoint, call.url.host, service);
    }
    auto& connection = *call.connection;
    co_await asio::async_connect(connection.socket, endpoints, token);
    if (error) co_return error;
    connection.socket.set_option(tcp::no_delay(true), error);
    if (call.url.secure) co_return co_await secure(connection, call.url.host);
    co_return error_code();
}

asio::awaitable<error_code> HttpClient::Impl::secure(Connection& connection, std::string host) {
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

template <class Stream>
asio::awaitable<error_code> HttpClient::Impl::converse(Stream& stream, Call& call) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    auto const text = asio::buffer(call.text);
    call.sent_bytes = co_await asio::async_write(stream, text, token);
    if (error) co_return error;

    auto& buffer = call.connection->buffer;
    for (;;) {
        Parser parser;
        parser.header_limit(base::limits::kHeaderBytes);
        parser.body_limit(call.request.body_limit);
        parser.skip(call.request.method == http::Method::head);
        co_await beast::http::async_read(stream, buffer, parser, token);
        call.received = call.received || parser.got_some();
        if (error) co_return error;
        auto const status = parser.get().result_int();
        if (status / 100 == 1 && status != 101) continue;  // News about an answer that is to come.

        bool const stays = parser.keep_alive() && status != 101 && buffer.size() == 0;
        call.response = to_response(parser);
        if (stays && !call.finished) idle_.put(std::move(call.connection));
        co_return error;
    }
}

HttpClient::HttpClient(Worker& worker, HttpClientOptions options)
    : impl_(std::make_shared<Impl>(worker.loop(), std::move(options))) {}

HttpClient::~HttpClient() {
    base::ensure(!impl_->on_this_thread());
    std::promise<void> stopped;
    asio::post(impl_->io(), [this, &stopped] {
        impl_->stop();
        // Behind the callbacks that stop() has posted.
        asio::post(impl_->io(), [&stopped] { stopped.set_value(); });
    });
    stopped.get_future().wait();
}

void HttpClient::send(http::ClientRequest request,
                      std::function<void(base::Result<http::ClientResponse>)> done) {
    auto call = std::make_shared<Call>(impl_->io(), std::move(request));
    call->done = std::move(done);
    asio::post(impl_->io(),
               [impl = impl_, call = std::move(call)]() mutable { impl->begin(std::move(call)); });
}

}  // namespace farthing::net
