#include "net/client_stream.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <mutex>
#include <optional>
#include <utility>

#include "base/limits.hpp"

namespace farthing::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using std::chrono::steady_clock;
using PieceParser = beast::http::response_parser<beast::http::buffer_body>;

/// What a stream and its holder have in common. The holder may be on any thread and may outlive
/// client and worker.
class StreamHold {
public:
    explicit StreamHold(asio::io_context& io) : io_(&io) {}

    void attach(std::weak_ptr<StreamCall> call) { call_ = std::move(call); }
    /// The stream has ended: there is nothing more to cancel but what is yet to be told.
    void detach() {
        std::lock_guard const lock(mutex_);
        io_ = nullptr;
    }
    void cancel() {
        std::lock_guard const lock(mutex_);
        cancelled_ = true;
        if (io_ == nullptr) return;
        // The last owner may be this task, but never the holder's thread.
        asio::post(*std::exchange(io_, nullptr), [call = call_] {
            if (auto const held = call.lock()) held->drop();
        });
    }
    bool is_cancelled() {
        std::lock_guard const lock(mutex_);
        return cancelled_;
    }

private:
    std::weak_ptr<StreamCall> call_;
    std::mutex mutex_;  ///< Of what follows.
    asio::io_context* io_;
    bool cancelled_ = false;
};

namespace {

class Handle final : public http::ClientStream {
public:
    explicit Handle(std::shared_ptr<StreamHold> hold) : hold_(std::move(hold)) {}
    Handle(Handle const&) = delete;
    Handle& operator=(Handle const&) = delete;
    ~Handle() override { hold_->cancel(); }
    void cancel() override { hold_->cancel(); }

private:
    std::shared_ptr<StreamHold> hold_;
};

}  // namespace

StreamCall::StreamCall(asio::io_context& io, http::ClientRequest request,
                       http::StreamListener listener)
    : io_(io),
      request_(std::move(request)),
      listener_(std::make_shared<http::StreamListener const>(std::move(listener))),
      hold_(std::make_shared<StreamHold>(io)),
      timer_(io),
      resolver_(io) {}

std::shared_ptr<http::ClientStream> StreamCall::hold() {
    hold_->attach(weak_from_this());
    return std::make_shared<Handle>(hold_);
}

asio::awaitable<void> StreamCall::run(Connector& connector) {
    if (hold_->is_cancelled()) co_return drop();
    std::string fault;
    try {
        auto const error = co_await attempt(connector);
        if (error) fault = error.message();
    } catch (std::exception const& exception) {
        fault = exception.what();  // Such as an authorities file that cannot be read.
    }
    if (fault.empty())
        finish({});
    else
        finish(unreachable(wire_.url, fault));
}

asio::awaitable<error_code> StreamCall::attempt(Connector& connector) {
    connection_ = std::make_unique<Connection>(io_);
    auto const deadline = steady_clock::now() + request_.timeout;
    arm(std::min(deadline, connector.deadline()), "no answer in time");
    auto const error = co_await connector.connect(*connection_, resolver_, wire_.url);
    if (error) co_return error;
    arm(deadline, "no answer in time");
    if (connection_->tls) co_return co_await converse(*connection_->tls);
    co_return co_await converse(connection_->socket);
}

template <class Stream>
asio::awaitable<error_code> StreamCall::converse(Stream& stream) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await asio::async_write(stream, asio::buffer(wire_.text), token);
    if (error) co_return error;
    std::optional<PieceParser> parser;
    connection_->buffer.reserve(kPieceBytes);  // Beast reads as much as there is room for.
    error = co_await read_head(stream, parser);
    if (error) co_return error;
    tell([head = head_of(parser->get())](http::StreamListener const& listener) {
        if (listener.on_head) listener.on_head(head);
    });
    co_return co_await read_body(stream, *parser);
}

template <class Stream, class Parser>
asio::awaitable<error_code> StreamCall::read_head(Stream& stream, Parser& parser) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    do {
        parser.emplace();
        parser->header_limit(base::limits::kHeaderBytes);
        parser->body_limit(boost::none);
        parser->skip(request_.method == http::Method::head);
        co_await beast::http::async_read_header(stream, connection_->buffer, *parser, token);
    } while (!error && is_interim(parser->get().result_int()));
    co_return error;
}

template <class Stream, class Parser>
asio::awaitable<error_code> StreamCall::read_body(Stream& stream, Parser& parser) {
    error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    auto& body = parser.get().body();
    arm_for_silence();
    while (!error && !parser.is_done()) {
        body.data = piece_.data();
        body.size = piece_.size();
        co_await beast::http::async_read_some(stream, connection_->buffer, parser, token);
        // There is more than fits into the piece.
        if (error == beast::http::error::need_buffer) error = {};
        std::string text(piece_.data(), piece_.size() - body.size);
        if (text.empty()) continue;
        arm_for_silence();
        tell([text = std::move(text)](http::StreamListener const& listener) {
            if (listener.on_text) listener.on_text(text);
        });
    }
    co_return error;
}

void StreamCall::arm(steady_clock::time_point at, char const* what) {
    if (finished_) return;
    timer_.expires_at(at);
    timer_.async_wait([waiting = weak_from_this(), what](error_code error) {
        auto const late = waiting.lock();
        // The wait may have ended just before the timer was set anew.
        if (error || !late || late->timer_.expiry() > steady_clock::now()) return;
        late->finish(too_late(late->wire_.url, what));
    });
}

void StreamCall::arm_for_silence() {
    arm(steady_clock::now() + request_.idle_timeout, "silent for too long");
}

/// As a task of its own: it may cancel, send again, or throw. Tasks run in their order, each before
/// the next piece is read.
template <class Call>
void StreamCall::tell(Call call) {
    asio::post(io_, [hold = hold_, listener = listener_, call = std::move(call)] {
        if (!hold->is_cancelled()) call(*listener);
    });
}

void StreamCall::finish(base::Result<void> result) {
    if (finished_) return;
    drop();
    tell([result = std::move(result)](http::StreamListener const& listener) {
        if (listener.on_end) listener.on_end(result);
    });
}

void StreamCall::drop() {
    finished_ = true;
    hold_->detach();
    timer_.cancel();
    resolver_.cancel();
    if (connection_) connection_->close();
}

}  // namespace farthing::net
