#include "net/http_session.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <utility>

#include "http/cors.hpp"
#include "http/errors.hpp"
#include "net/handshake.hpp"
#include "net/pending_answer.hpp"
#include "net/response_head.hpp"
#include "net/socket_info.hpp"

namespace farthing::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// Answers to pipelined requests are gathered up to this size before they are sent.
constexpr std::size_t kGatheredBytes = 64 * 1024;

}  // namespace

HttpSession::HttpSession(ThreadContext& context, TcpSocket socket, std::string peer)
    : context_(context), socket_(std::move(socket)), peer_(std::move(peer)) {}

void HttpSession::read() {
    auto const room = input_.writable();
    socket_.async_read_some(asio::buffer(room.data(), room.size()),
                            [self = shared_from_this()](error_code error, std::size_t size) {
                                self->on_read(error, size);
                            });
}

void HttpSession::wait_writable() {
    socket_.async_wait(TcpSocket::wait_write,
                       [self = shared_from_this()](error_code error) { self->on_writable(error); });
}

void HttpSession::on_read(error_code error, std::size_t size) {
    if (state_ == State::closed) return;
    if (error) return cut();
    received_ += size;
    if (state_ == State::lingering) return read();
    input_.commit(size);
    proceed();
}

void HttpSession::on_writable(error_code error) {
    if (state_ == State::closed) return;
    if (error) return cut();
    blocked_ = false;
    flush();
    if (!blocked_) proceed();
}

void HttpSession::resume() {
    auto const self = shared_from_this();
    output_.borrow_text(context_.spare_text);
    finish_request();
    if (!blocked_) proceed();
}

/// Answers what has been received, sends what was answered, and waits for what comes next.
void HttpSession::proceed() {
    output_.borrow_text(context_.spare_text);
    while (!blocked_ && step()) {
    }
    if (!blocked_ && !output_.empty()) flush();
    if (blocked_) return;
    output_.return_text(context_.spare_text);
    bool const idle = state_ == State::header && input_.empty();
    if (state_ == State::closing || (idle && context_.draining)) linger();
    if (state_ == State::header || state_ == State::body) read();
}

/// One step through what has been received. False when there is nothing to do before more comes.
bool HttpSession::step() {
    if (state_ == State::header) return take_head();
    if (state_ == State::body) return take_body();
    return false;
}

bool HttpSession::take_head() {
    if (input_.empty()) return false;
    auto const text = input_.readable();
    auto const status = scanner_.scan(text);
    if (status == HeadScanner::Status::more) return false;
    begin_exchange();
    if (status == HeadScanner::Status::refused) {
        refuse(scanner_.refusal());
        return true;
    }
    request_size_ = scanner_.size();
    scanner_.reset();
    auto& request = exchange_->request;
    auto const& framing = exchange_->framing;
    auto const refusal = parse_head(text.substr(0, request_size_), request, exchange_->framing);
    request.peer_address = http::client_address(request, context_.options.trusted_proxies);
    if (refusal) {
        refuse(*refusal);
    } else if (!framing.foreign_method.empty()) {
        answer_foreign_method();
    } else if (framing.chunked || framing.content_length > 0) {
        begin_body(context_.router->find(request).route);
    } else {
        dispatch();
    }
    return true;
}

void HttpSession::begin_exchange() {
    exchange_ = context_.begin_exchange(peer_);
    exchange_->session = this;
    ++served_;
    cross_origin_ = false;
    close_ = false;
}

void HttpSession::begin_body(http::Route const* route) {
    auto const& framing = exchange_->framing;
    auto const length = framing.content_length;
    std::uint64_t const limit = route != nullptr ? route->body_limit : base::limits::kBodyBytes;
    cross_origin_ = route != nullptr && route->cross_origin;
    if (length > limit) return refuse({413, "The body is too large"});
    if (route == nullptr && framing.expects_continue) {
        close_ = true;  // The body that is now not wanted may come all the same.
        return dispatch();
    }

    auto const rest = input_.readable().substr(request_size_);
    if (!framing.chunked && rest.size() >= length) {
        exchange_->request.body = rest.substr(0, static_cast<std::size_t>(length));
        request_size_ += static_cast<std::size_t>(length);
        return dispatch();
    }
    exchange_->head = input_.detach(request_size_);
    request_size_ = 0;
    body_left_ = length;
    chunked_ = http::ChunkedDecoder(limit);
    state_ = State::body;
    if (framing.expects_continue && input_.empty())
        output_.text() += "HTTP/1.1 100 Continue\r\n\r\n";
}

bool HttpSession::take_body() {
    if (input_.empty()) return false;
    using Status = http::ChunkedDecoder::Status;
    auto text = input_.readable();
    auto const size = text.size();
    auto status = Status::more;
    if (exchange_->framing.chunked) {
        status = chunked_.decode(text, exchange_->body);
    } else {
        auto const taken = std::min<std::uint64_t>(size, body_left_);
        exchange_->body.append(text.substr(0, static_cast<std::size_t>(taken)));
        text.remove_prefix(static_cast<std::size_t>(taken));
        body_left_ -= taken;
        if (body_left_ == 0) status = Status::done;
    }
    input_.consume(size - text.size());
    if (status == Status::too_large) refuse({413, "The body is too large"});
    if (status == Status::broken) refuse({400, "The chunked body is malformed"});
    if (status == Status::done) {
        exchange_->request.body = exchange_->body;
        dispatch();
    }
    return true;
}

void HttpSession::dispatch() {
    auto const match = context_.router->find(exchange_->request);
    if (match.route == nullptr) return answer_unrouted(match);
    cross_origin_ = match.route->cross_origin;
    std::visit([this](auto const& handler) { call(handler); }, match.route->handler);
}

void HttpSession::call(http::ImmediateHandler const& handler) {
    try {
        handler(exchange_->request, exchange_->response);
    } catch (std::exception const& error) {
        fail(error.what());
    }
    finish_request();
}

void HttpSession::call(http::DeferredHandler const& handler) {
    if (request_size_ > 0) exchange_->head = input_.detach(request_size_);
    request_size_ = 0;
    exchange_->router = context_.router;
    state_ = State::deferred;
    exchange_->dispatching = true;
    auto const pending = std::make_shared<PendingAnswer>(exchange_, context_.inbox);
    try {
        handler(exchange_->request,
                [pending](http::Response response) { pending->give(std::move(response)); });
    } catch (std::exception const& error) {
        if (pending->give({}))
            fail(error.what());
        else
            log_exception(error.what());
    }
    exchange_->dispatching = false;
    if (exchange_->answered) finish_request();
}

void HttpSession::call(http::SocketRoute const& route) {
    auto const& request = exchange_->request;
    if (auto const refusal = check_handshake(request, exchange_->framing, route)) {
        refuse_handshake(*refusal, exchange_->response);
        return finish_request();
    }
    // A client that sends frames before it has the answer does not keep to the protocol.
    if (input_.readable().size() > request_size_)
        return refuse({400, "Frames came before the handshake was answered"});
    try {
        upgrade(open_socket_session(context_, request, route));
    } catch (std::exception const& error) {
        fail(error.what());
        finish_request();
    }
}

void HttpSession::upgrade(std::unique_ptr<SocketUpgrade> session) {
    if (session == nullptr) {
        http::set_error(exchange_->response, 403, {});
        return finish_request();
    }
    if (!output_.empty()) flush();
    if (blocked_ || state_ == State::closed) return cut();
    exchange_->response.set_status(101);
    log();
    session->accept(std::move(socket_), *exchange_);
    cut();
}

void HttpSession::answer_unrouted(http::Router::Match const& match) {
    auto& response = exchange_->response;
    if (match.allowed.empty()) {
        cross_origin_ = context_.router->unrouted().cross_origin;
        return call(context_.router->unrouted().handler);
    }
    if (exchange_->request.method == http::Method::options) {
        http::answer_options(match, response);
    } else {
        response.add("Allow", match.allowed + ", OPTIONS");
        http::set_error(response, 405, "this path takes " + match.allowed + ", OPTIONS");
        cross_origin_ = !match.cross_origin.empty();
    }
    finish_request();
}

void HttpSession::answer_foreign_method() {
    if (!http::is_known_method(exchange_->framing.foreign_method))
        return refuse({501, "The method is not known"});
    exchange_->request.method = http::Method::options;
    exchange_->response.add("Allow", context_.router->find(exchange_->request).allowed);
    refuse({405, "no path takes this method"});
}

void HttpSession::refuse(Refusal const& refusal) {
    http::set_error(exchange_->response, refusal.status, refusal.message);
    close_ = true;
    finish_request();
}

void HttpSession::log_exception(std::string_view what) const {
    context_.log_error("request " + exchange_->id + ": " + std::string(what));
}

void HttpSession::fail(std::string_view what) {
    log_exception(what);
    exchange_->response.clear();
    http::set_error(exchange_->response, 500, "Internal Error, request " + exchange_->id);
}

/// Opens the body when the answer has one that goes on. What its room throws makes the answer a
/// 500.
std::shared_ptr<BodyStream> HttpSession::open_stream() {
    auto const* const body = exchange_->response.stream();
    if (body == nullptr || !sends_body(*exchange_)) return nullptr;
    try {
        return BodyStream::open(context_, *body);
    } catch (std::exception const& error) {
        fail(error.what());
        return nullptr;
    }
}

/// The connection is the stream's from here on: requests behind it are not answered.
void HttpSession::hand_over(BodyStream& stream) {
    stream.start(std::move(socket_), std::exchange(output_, Output()), *exchange_);
    context_.exchanges.release(std::exchange(exchange_, nullptr));
    cut();
}

/// Writes the answer's text. What could not be sent at once is waited for in proceed().
void HttpSession::finish_request() {
    if (exchange_->response.is_no_answer()) return cut();
    auto const stream = open_stream();
    auto& response = exchange_->response;
    close_ = close_ || !exchange_->framing.keep_alive || context_.draining ||
             response.stream() != nullptr;
    append_response_head(output_.text(), response,
                         {.date_field = context_.date_field,
                          .request_id = exchange_->id,
                          .close = close_,
                          .cross_origin = cross_origin_,
                          .takes_chunks = exchange_->framing.takes_chunks});
    if (stream != nullptr) return hand_over(*stream);
    answer_begin_ = output_.queued();
    unlogged_ = true;
    if (sends_body(*exchange_) && !output_.append_body(response)) return cut();

    input_.consume(request_size_);
    request_size_ = 0;
    state_ = close_ ? State::closing : State::header;
    bool const waits = output_.has_tail() || output_.text().size() > kGatheredBytes;
    if (!waits)
        settle();
    else if (!blocked_)
        flush();
}

void HttpSession::flush() {
    auto const progress = output_.flush(socket_.native_handle());
    if (progress == Output::Progress::failed) return cut();
    if (progress == Output::Progress::done) return settle();
    blocked_ = true;
    wait_writable();
}

/// The exchange is over: its answer is sent, or at least copied.
void HttpSession::settle() {
    if (!unlogged_) return;
    log();
    unlogged_ = false;
    context_.exchanges.release(std::move(exchange_));
    exchange_.reset();
}

void HttpSession::linger() {
    error_code ignored;
    socket_.shutdown(TcpSocket::shutdown_send, ignored);
    state_ = State::lingering;
    input_.consume(input_.readable().size());
    read();
}

void HttpSession::log() {
    if (!context_.options.access_log) return;
    auto record = access_record(*exchange_);
    record.bytes = std::max(output_.queued(), answer_begin_) - answer_begin_;
    context_.log_access(record, exchange_->started);
}

void HttpSession::drain() {
    bool const idle = state_ == State::header && input_.empty() && !blocked_;
    if (idle) cut();
}

void HttpSession::cut() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    if (unlogged_) log();
    unlogged_ = false;
    if (exchange_ != nullptr) exchange_->session = nullptr;
    error_code ignored;
    socket_.close(ignored);
    context_.remove(*this);
}

Watch::Phase HttpSession::phase() const {
    using Phase = Watch::Phase;
    if (blocked_) return Phase::sending;
    switch (state_) {
        case State::header:
            return input_.empty() && served_ > 0 ? Phase::idle : Phase::header;
        case State::body:
            return Phase::body;
        case State::lingering:
            return Phase::lingering;
        case State::deferred:
        case State::closing:
        case State::closed:
            return Phase::none;
    }
    return Phase::none;
}

void HttpSession::sweep(SteadyTime now) {
    // What the kernel still holds for the peer has not moved.
    auto const moved =
        blocked_ ? output_.sent() - bytes_unacknowledged(socket_.native_handle()) : received_;
    Watch::View const view{.phase = phase(), .serial = served_, .progress = moved};
    if (watch_.too_slow(view, now, context_.options)) cut();
}

}  // namespace farthing::net
