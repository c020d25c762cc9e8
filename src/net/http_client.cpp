#include "net/http_client.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <future>
#include <optional>
#include <set>

#include "net/client_connection.hpp"
#include "net/client_message.hpp"
#include "net/client_stream.hpp"
#include "net/worker_loop.hpp"

namespace farthing::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::string_view kShuttingDown = "the program is shutting down";

/// One request under way.
struct Call {
    Call(asio::io_context& io_context, http::ClientRequest client_request)
        : io(io_context), request(std::move(client_request)), timer(io), resolver(io) {}

    asio::io_context& io;
    http::ClientRequest request;
    WireRequest wire;
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

using Parser = beast::http::response_parser<beast::http::string_body>;

}  // namespace

class HttpClient::Impl : public std::enable_shared_from_this<HttpClient::Impl> {
public:
    Impl(Worker::Loop& loop, HttpClientOptions options)
        : loop_(loop),
          io_(loop.io),
          options_(std::move(options)),
          idle_(options_),
          connector_(options_) {}

    asio::io_context& io() { return io_; }
    bool on_this_thread() const { return loop_.thread.get_id() == std::this_thread::get_id(); }
    // The functions below run on the worker's thread only.
    void begin(std::shared_ptr<Call> call);
    void begin(std::shared_ptr<StreamCall> stream);
    void stop();

private:
    // Coroutines. What they refer to is held by the frame of run(), which awaits the others.
    static asio::awaitable<void> run(std::shared_ptr<Impl> self, std::shared_ptr<Call> call);
    static asio::awaitable<void> run(std::shared_ptr<Impl> self,
                                     std::shared_ptr<StreamCall> stream);
    asio::awaitable<error_code> attempt(std::shared_ptr<Call> call);
    template <class Stream>
    asio::awaitable<error_code> converse(Stream& stream, Call& call);

    base::Result<WireRequest> prepare(http::ClientRequest const& request, bool has_room) const;
    void arm(std::shared_ptr<Call> const& call, SteadyTime at);

    Worker::Loop& loop_;
    asio::io_context& io_;
    HttpClientOptions options_;
    IdleConnections idle_;
    Connector connector_;
    std::set<std::shared_ptr<Call>> calls_;
    std::set<std::shared_ptr<StreamCall>> streams_;
    bool stopped_ = false;
};

base::Result<WireRequest> HttpClient::Impl::prepare(http::ClientRequest const& request,
                                                    bool has_room) const {
    auto wire = to_wire(request, options_.user_agent);
    if (!wire) return wire;
    if (stopped_) return unreachable(wire->url, kShuttingDown);
    if (!has_room) return unreachable(wire->url, "too many requests are under way");
    return wire;
}

void HttpClient::Impl::begin(std::shared_ptr<Call> call) {
    auto wire = prepare(call->request, calls_.size() < options_.requests_max);
    if (!wire) return call->finish(wire.error());
    call->wire = std::move(*wire);
    call->deadline = std::chrono::steady_clock::now() + call->request.timeout;
    calls_.insert(call);
    asio::co_spawn(io_, run(shared_from_this(), std::move(call)), asio::detached);
}

void HttpClient::Impl::begin(std::shared_ptr<StreamCall> stream) {
    auto wire = prepare(stream->request(), streams_.size() < options_.streams_max);
    if (!wire) return stream->finish(wire.error());
    stream->set_wire(std::move(*wire));
    streams_.insert(stream);
    asio::co_spawn(io_, run(shared_from_this(), std::move(stream)), asio::detached);
}

void HttpClient::Impl::stop() {
    stopped_ = true;
    auto const calls = std::exchange(calls_, {});
    for (auto const& call : calls) call->finish(unreachable(call->wire.url, kShuttingDown));
    auto const streams = std::exchange(streams_, {});
    for (auto const& stream : streams) stream->finish(unreachable(stream->url(), kShuttingDown));
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
        late->finish(too_late(late->wire.url, "no answer in time"));
    });
}

asio::awaitable<void> HttpClient::Impl::run(std::shared_ptr<Impl> self,
                                            std::shared_ptr<Call> call) {
    std::string fault;
    try {
        auto error = co_await self->attempt(call);
        bool const may_repeat = is_idempotent(call->request.method) || call->sent_bytes == 0;
        if (error && call->reused && !call->received && may_repeat && !call->finished) {
            self->idle_.drop(host_key(call->wire.url));  // They are as old as this one.
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
        call->finish(unreachable(call->wire.url, fault));
}

asio::awaitable<void> HttpClient::Impl::run(std::shared_ptr<Impl> self,
                                            std::shared_ptr<StreamCall> stream) {
    co_await stream->run(self->connector_);
    self->streams_.erase(stream);
}

asio::awaitable<error_code> HttpClient::Impl::attempt(std::shared_ptr<Call> call) {
    auto const key = host_key(call->wire.url);
    call->sent_bytes = 0;
    call->connection = idle_.take(key);
    call->reused = call->connection != nullptr;
    if (!call->reused) {
        call->connection = std::make_unique<Connection>(io_);
        call->connection->host_key = key;
        arm(call, std::min(call->deadline, connector_.deadline()));
        auto const error =
            co_await connector_.connect(*call->connection, call->resolver, call->wire.url);
        if (error) co_return error;
    }
    arm(call, call->deadline);
    auto& connection = *call->connection;
    if (connection.tls) co_return co_await converse(*connection.tls, *call);
    co_return co_await converse(connection.socket, *call);
}

template <class Stream>
asio::awaitable<error_code> HttpClient::Impl::converse(Stream& stream, Call& call) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    auto const text = asio::buffer(call.wire.text);
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
        if (is_interim(status)) continue;

        bool const stays = parser.keep_alive() && status != 101 && buffer.size() == 0;
        call.response = head_of(parser.get());
        call.response->body = std::move(parser.get().body());
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

std::shared_ptr<http::ClientStream> HttpClient::stream(http::ClientRequest request,
                                                       http::StreamListener listener) {
    auto stream =
        std::make_shared<StreamCall>(impl_->io(), std::move(request), std::move(listener));
    auto hold = stream->hold();
    asio::post(impl_->io(), [impl = impl_, stream = std::move(stream)]() mutable {
        impl->begin(std::move(stream));
    });
    return hold;
}

}  // namespace farthing::net
