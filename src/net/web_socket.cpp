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

#include "base/limits.hpp"
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
constexpr std::chrono::seconds kCloseTimeout(2);
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
    void begin_close(websocket::close_reason const& reason);

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
    void count(SteadyTime now);
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
    SteadyTime writing_since_;
    SteadyTime closing_since_;  ///< Zero while the socket is not closing.
    int messages_ = 0;          ///< Since `counted_`, pings included.
    SteadyTime counted_;
    std::uint64_t counted_bytes_ = 0;
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
    if (++messages_ > kMessagesPerSecond)
        return begin_close({websocket::close_code::policy_error, "too many messages"});
    auto const data = buffer_.cdata();
    std::string_view const text(static_cast<char const*>(data.data()), data.size());
    tell_session([text](http::SocketSession& session) { session.on_text(text); });
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

void WebSocket::begin_close(websocket::close_reason const& reason) {
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
    closing_since_ = std::chrono::steady_clock::now();
    stream_.async_close(*close_, [self = shared_from_this()](error_code) { self->cut(); });
}

void WebSocket::write() {
    writing_ = true;
    writing_since_ = std::chrono::steady_clock::now();
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
    // Once the closing handshake is over, Beast waits for the peer to end the connection, however
    // long that takes.
    bool const closing = open_ && !stream_.is_open();
    if (closing && closing_since_ == SteadyTime()) closing_since_ = now;
    bool const stuck = (writing_ && now - writing_since_ >= context_.options.reader_window) ||
                       (closing && now - closing_since_ >= kCloseTimeout);
    if (stuck) return cut();

    if (messages_ > kMessagesPerSecond || now - counted_ >= std::chrono::seconds(1)) count(now);
}

/// Notices floods of what makes no message, such as empty fragments.
void WebSocket::count(SteadyTime now) {
    auto const received = bytes_received(stream_.next_layer().native_handle());
    auto const elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - counted_);
    bool const first = counted_ == SteadyTime();
    auto const bytes = first ? 0 : received - counted_bytes_;
    counted_ = now;
    counted_bytes_ = received;
    bool const too_much =
        bytes * 1000 > kBytesPerSecond * static_cast<std::uint64_t>(elapsed.count());
    if (too_much || messages_ > kMessagesPerSecond)
        begin_close({websocket::close_code::policy_error, "too much at once"});
    messages_ = 0;
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

}  // namespace

std::unique_ptr<SocketUpgrade> open_socket_session(ThreadContext& context,
                                                   http::Request const& request,
                                                   http::SocketRoute const& route) {
    auto const link = std::make_shared<Link>(context.inbox);
    auto session = route.open(request, std::make_shared<Sender>(link));
    if (!session) return nullptr;
    return std::make_unique<Upgrade>(context, route, link, std::move(session));
}

}  // namespace farthing::net
