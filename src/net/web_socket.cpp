#include "net/web_socket.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <utility>

#include "base/encoding.hpp"
#include "base/limits.hpp"
#include "http/characters.hpp"
#include "net/socket_info.hpp"

namespace farthing::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace limits = base::limits;
namespace websocket = beast::websocket;
using boost::system::error_code;

/// A peer that sends more is not a wallet.
constexpr int kMessagesPerSecond = 200;
constexpr std::uint64_t kBytesPerSecond = 512 * 1024;
/// How long the closing handshake may take.
constexpr std::chrono::seconds kCloseTimeout(5);
/// A read buffer that has grown beyond this is given back after each message.
constexpr std::size_t kKeptBufferBytes = 2048;

class WebSocket;

/// What a sender and its socket have in common. The sender may be on any thread and may outlive the
/// socket.
struct Link {
    explicit Link(std::shared_ptr<Inbox> thread_inbox) : inbox(std::move(thread_inbox)) {}

    std::shared_ptr<Inbox> inbox;
    WebSocket* socket = nullptr;  ///< The network thread's alone. Null before and after.
    std::atomic<std::size_t> queued = 0;
    std::atomic<bool> open = true;
};

/// Compression is compiled out: it would cost every idle connection several times its memory.
using Stream = websocket::stream<TcpSocket, false>;

class WebSocket final : public Session, public std::enable_shared_from_this<WebSocket> {
public:
    WebSocket(ThreadContext& context, TcpSocket socket, std::shared_ptr<Link> link,
              std::shared_ptr<http::SocketSession> session);

    void accept(http::Request const& request, std::string const& subprotocol);
    void enqueue(std::string text);
    void begin_close(websocket::close_reason reason);

    void sweep(SteadyTime now) override;
    void drain() override { begin_close({websocket::close_code::going_away, "shutting down"}); }
    void cut() override;

private:
    void configure(std::string const& request_id, std::string const& subprotocol);
    void on_accept(error_code error);
    void read();
    void on_read(error_code error);
    void on_message();
    void write();
    void on_write(error_code error);
    void go_on();
    bool floods();
    template <class Call>
    void tell_session(Call call);

    ThreadContext& context_;
    Stream stream_;
    std::shared_ptr<Link> link_;
    std::shared_ptr<http::SocketSession> session_;
    beast::flat_buffer buffer_{limits::kSocketMessageBytes};
    std::deque<std::string> queue_;
    std::optional<websocket::close_reason> close_;
    bool open_ = false;
    bool writing_ = false;
    bool closing_ = false;
    bool gone_ = false;
    int messages_ = 0;  ///< Since `second_`, pings included.
    SteadyTime second_;
    SteadyTime busy_since_;  ///< Since when the write or the closing under way lasts.
    SteadyTime swept_;
    std::uint64_t swept_bytes_ = 0;
};

WebSocket::WebSocket(ThreadContext& context, TcpSocket socket, std::shared_ptr<Link> link,
                     std::shared_ptr<http::SocketSession> session)
    : context_(context),
      stream_(std::move(socket)),
      link_(std::move(link)),
      session_(std::move(session)) {
    link_->socket = this;
}

void WebSocket::configure(std::string const& request_id, std::string const& subprotocol) {
    websocket::stream_base::timeout timeouts{};
    timeouts.handshake_timeout = kCloseTimeout;
    // Pings go out after half of the time in which something must come back.
    timeouts.idle_timeout = 2 * context_.options.ping_interval;
    timeouts.keep_alive_pings = true;
    stream_.set_option(timeouts);
    stream_.set_option(websocket::stream_base::decorator(
        [request_id, subprotocol](websocket::response_type& response) {
            response.set(beast::http::field::server, "farthing");
            response.set("X-Request-Id", request_id);
            if (!subprotocol.empty())
                response.set(beast::http::field::sec_websocket_protocol, subprotocol);
        }));
    stream_.read_message_max(limits::kSocketMessageBytes);
    stream_.auto_fragment(false);
    stream_.text(true);
    stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
        if (kind == websocket::frame_type::ping) ++messages_;
    });
}

void WebSocket::accept(http::Request const& request, std::string const& subprotocol) {
    configure(std::string(request.id), subprotocol);
    beast::http::request<beast::http::empty_body> handshake;
    handshake.method(beast::http::verb::get);
    handshake.target(request.target);
    handshake.version(11);
    for (auto const& field : request.fields) handshake.insert(field.name, field.value);
    stream_.async_accept(handshake,
                         [self = shared_from_this()](error_code error) { self->on_accept(error); });
}

void WebSocket::on_accept(error_code error) {
    if (gone_) return;
    if (error) return cut();
    open_ = true;
    tell_session([](http::SocketSession& session) { session.on_open(); });
    read();
    go_on();
}

void WebSocket::read() {
    if (gone_) return;
    stream_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
        self->on_read(error);
    });
}

void WebSocket::on_read(error_code error) {
    if (gone_) return;
    if (error) {
        // The closing handshake ends the read as well, and goes on by itself.
        if (!closing_) cut();
        return;
    }
    if (!close_) on_message();
    buffer_.consume(buffer_.size());
    if (buffer_.capacity() > kKeptBufferBytes) buffer_.shrink_to_fit();
    // While the connection closes, the closing handshake itself reads.
    if (!closing_) read();
}

void WebSocket::on_message() {
    if (!stream_.got_text()) return begin_close({websocket::close_code::unknown_data, "text only"});
    ++messages_;
    if (floods()) return begin_close({websocket::close_code::policy_error, "too many messages"});
    auto const data = buffer_.cdata();
    std::string_view const text(static_cast<char const*>(data.data()), data.size());
    tell_session([text](http::SocketSession& session) { session.on_text(text); });
}

/// Counts what comes within a second. Pings count too, but are looked at with the next message or
/// sweep only.
bool WebSocket::floods() {
    auto const now = std::chrono::steady_clock::now();
    if (now - second_ >= std::chrono::seconds(1)) {
        second_ = now;
        messages_ = 1;
    }
    return messages_ > kMessagesPerSecond;
}

template <class Call>
void WebSocket::tell_session(Call call) {
    try {
        call(*session_);
    } catch (std::exception const& error) {
        context_.log_error("wallet socket: " + std::string(error.what()));
        begin_close({websocket::close_code::internal_error, "internal error"});
    }
}

void WebSocket::enqueue(std::string text) {
    if (gone_ || close_) {
        link_->queued -= text.size();
        return;
    }
    queue_.push_back(std::move(text));
    go_on();
}

void WebSocket::begin_close(websocket::close_reason reason) {
    if (close_) return;
    link_->open = false;
    close_ = reason;
    go_on();
}

/// Starts what comes next: the oldest message in the queue, or the closing handshake behind the
/// last.
void WebSocket::go_on() {
    if (gone_ || !open_ || writing_ || closing_) return;
    if (!queue_.empty()) return write();
    if (!close_) return;
    closing_ = true;
    busy_since_ = std::chrono::steady_clock::now();
    stream_.async_close(*close_, [self = shared_from_this()](error_code) { self->cut(); });
}

void WebSocket::write() {
    writing_ = true;
    busy_since_ = std::chrono::steady_clock::now();
    auto const& text = queue_.front();
    stream_.async_write(
        asio::buffer(text),
        [self = shared_from_this()](error_code error, std::size_t) { self->on_write(error); });
}

void WebSocket::on_write(error_code error) {
    if (gone_) return;
    if (error) return cut();
    writing_ = false;
    link_->queued -= queue_.front().size();
    queue_.pop_front();
    go_on();
}

void WebSocket::sweep(SteadyTime now) {
    bool const stuck = (writing_ && now - busy_since_ >= context_.options.reader_window) ||
                       (closing_ && now - busy_since_ >= kCloseTimeout);
    if (stuck) return cut();

    // Frames that make no message, such as empty fragments, are seen here only.
    auto const received = bytes_received(stream_.next_layer().native_handle());
    auto const elapsed = std::chrono::duration<double>(now - swept_).count();
    auto const allowed = static_cast<double>(kBytesPerSecond) * std::max(elapsed, 1.0);
    bool const first = swept_ == SteadyTime();
    bool const too_much = static_cast<double>(received - swept_bytes_) > allowed;
    swept_ = now;
    swept_bytes_ = received;
    if ((!first && too_much) || messages_ > kMessagesPerSecond)
        begin_close({websocket::close_code::policy_error, "too much at once"});
    if (now - second_ >= std::chrono::seconds(1)) messages_ = 0;
}

void WebSocket::cut() {
    if (std::exchange(gone_, true)) return;
    auto const self = shared_from_this();
    link_->open = false;
    link_->socket = nullptr;
    error_code ignored;
    stream_.next_layer().close(ignored);
    tell_session([](http::SocketSession& session) { session.on_close(); });
    session_.reset();
    context_.remove(*this);
}

/// The handle of a room above.
class Sender final : public http::SocketSender {
public:
    explicit Sender(std::shared_ptr<Link> link) : link_(std::move(link)) {}

    void send(std::string text) override {
        if (!link_->open) return;
        auto const size = text.size();
        if (link_->queued.fetch_add(size) + size > limits::kSocketQueueBytes) {
            link_->open = false;
            // Never at once: the caller may be the session that would be told of the end.
            return link_->inbox->post([link = link_] {
                if (link->socket != nullptr) link->socket->cut();
            });
        }
        run([text = std::move(text)](WebSocket& socket) mutable {
            socket.enqueue(std::move(text));
        });
    }

    void close(std::uint16_t code, std::string reason) override {
        if (!link_->open.exchange(false)) return;
        reason.resize(std::min(reason.size(), kReasonBytes));
        run([code, reason = std::move(reason)](WebSocket& socket) {
            socket.begin_close({static_cast<websocket::close_code>(code), reason});
        });
    }

private:
    /// What fits in a control frame beside the code (RFC 6455 section 5.5).
    static constexpr std::size_t kReasonBytes = 123;

    template <class Action>
    void run(Action action) {
        if (link_->inbox->owned_by_this_thread() && link_->socket != nullptr)
            return action(*link_->socket);
        link_->inbox->post([link = link_, action = std::move(action)]() mutable {
            if (link->socket != nullptr) action(*link->socket);
        });
    }

    std::shared_ptr<Link> link_;
};

class Upgrade final : public SocketUpgrade {
public:
    Upgrade(ThreadContext& context, http::SocketRoute const& route, std::shared_ptr<Link> link,
            std::shared_ptr<http::SocketSession> session)
        : context_(context),
          subprotocol_(route.subprotocol),
          link_(std::move(link)),
          session_(std::move(session)) {}
    Upgrade(Upgrade const&) = delete;
    Upgrade& operator=(Upgrade const&) = delete;
    ~Upgrade() override {
        if (session_) session_->on_close();
    }

    void accept(TcpSocket socket, Exchange const& exchange) override {
        auto const accepted =
            std::make_shared<WebSocket>(context_, std::move(socket), link_, std::move(session_));
        context_.sessions.add(accepted);
        accepted->accept(exchange.request, subprotocol_);
    }

private:
    ThreadContext& context_;
    std::string const& subprotocol_;
    std::shared_ptr<Link> link_;
    std::shared_ptr<http::SocketSession> session_;
};

bool has_element(std::string_view list, std::string_view wanted, bool ignoring_case) {
    while (!list.empty()) {
        auto const element = http::take_element(list);
        if (ignoring_case ? http::equal_ignoring_case(element, wanted) : element == wanted)
            return true;
    }
    return false;
}

bool allows_origin(http::Request const& request, http::SocketRoute const& route) {
    auto const origin = request.field("Origin");
    if (!origin) return true;
    auto const& allowed = route.allowed_origins;
    return request.count("Origin") == 1 &&
           std::find(allowed.begin(), allowed.end(), *origin) != allowed.end();
}

bool has_valid_key(http::Request const& request) {
    if (request.count("Sec-WebSocket-Key") != 1) return false;
    auto const key = base::from_base64(*request.field("Sec-WebSocket-Key"));
    return key && key->size() == 16;
}

bool offers_subprotocol(http::Request const& request, http::SocketRoute const& route) {
    if (route.subprotocol.empty()) return true;
    auto const offered = request.field("Sec-WebSocket-Protocol").value_or("");
    return has_element(offered, route.subprotocol, false);
}

}  // namespace

std::optional<Refusal> check_handshake(http::Request const& request, Framing const& framing,
                                       http::SocketRoute const& route) {
    bool const upgrades = request.method == http::Method::get && framing.upgrades &&
                          framing.keep_alive &&
                          has_element(request.field("Upgrade").value_or(""), "websocket", true);
    bool const version = request.count("Sec-WebSocket-Version") == 1 &&
                         request.field("Sec-WebSocket-Version") == "13";
    if (!upgrades || !version) return Refusal{426, "A WebSocket of version 13 is expected here"};
    if (!has_valid_key(request) || framing.chunked || framing.content_length > 0)
        return Refusal{400, "The WebSocket handshake is malformed"};
    if (!allows_origin(request, route))
        return Refusal{403, "This origin may not open a WebSocket here"};
    if (!offers_subprotocol(request, route))
        return Refusal{400, "The WebSocket subprotocol is not offered"};
    return std::nullopt;
}

std::unique_ptr<SocketUpgrade> open_socket_session(ThreadContext& context,
                                                   http::Request const& request,
                                                   http::SocketRoute const& route) {
    auto const link = std::make_shared<Link>(context.inbox);
    auto session = route.open(request, std::make_shared<Sender>(link));
    if (!session) return nullptr;
    return std::make_unique<Upgrade>(context, route, link, std::move(session));
}

}  // namespace farthing::net
