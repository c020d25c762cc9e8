#include "net/body_stream.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <charconv>
#include <mutex>
#include <utility>

#include "base/limits.hpp"
#include "net/socket_info.hpp"

namespace farthing::net {
namespace {

namespace asio = boost::asio;
namespace limits = base::limits;
using boost::system::error_code;

/// What a peer may send behind its request before it is cut off; none of it is looked at.
constexpr std::size_t kIgnoredBytes = 64 * 1024;

enum class End { none, proper, abrupt };

}  // namespace

/// What a sender and its stream have in common: the pieces that wait, in the order of sending
/// whichever thread they come from. The sender may outlive the stream.
class StreamLink {
public:
    explicit StreamLink(std::shared_ptr<Inbox> inbox) : inbox_(std::move(inbox)) {}

    // From any thread.
    static void send(std::shared_ptr<StreamLink> const& link, std::string_view text);
    static void end(std::shared_ptr<StreamLink> const& link, End how);

    // By the network thread.
    void attach(BodyStream* stream) { stream_ = stream; }
    /// Nothing comes in any more.
    void close();
    struct News {
        std::string text;
        End end = End::none;
    };
    /// What has gathered; what was taken before has gone out.
    News take();
    bool is_cut();

private:
    /// Wakes the stream, once for all that gathers until it looks. Never calls it at once: the
    /// caller may be the session that would be told of the end.
    static void wake(std::shared_ptr<StreamLink> const& link);
    void on_wake();

    std::shared_ptr<Inbox> inbox_;
    BodyStream* stream_ = nullptr;  ///< The network thread's alone. Null before and after.
    std::mutex mutex_;              ///< Of what follows.
    std::string waiting_;
    std::size_t taken_bytes_ = 0;  ///< Taken, and perhaps still on the way to the kernel.
    End end_ = End::none;
    bool woken_ = false;
};

void StreamLink::send(std::shared_ptr<StreamLink> const& link, std::string_view text) {
    {
        std::lock_guard const lock(link->mutex_);
        if (link->end_ != End::none) return;
        auto const used = link->taken_bytes_ + link->waiting_.size();
        if (text.size() > limits::kStreamQueueBytes - used)
            link->end_ = End::abrupt;
        else
            link->waiting_ += text;
        if (std::exchange(link->woken_, true)) return;
    }
    wake(link);
}

void StreamLink::end(std::shared_ptr<StreamLink> const& link, End how) {
    {
        std::lock_guard const lock(link->mutex_);
        if (link->end_ != End::none) return;
        link->end_ = how;
        if (std::exchange(link->woken_, true)) return;
    }
    wake(link);
}

void StreamLink::wake(std::shared_ptr<StreamLink> const& link) {
    link->inbox_->post([link] { link->on_wake(); });
}

void StreamLink::on_wake() {
    {
        std::lock_guard const lock(mutex_);
        woken_ = false;
    }
    if (stream_ != nullptr) stream_->wake();
}

void StreamLink::close() {
    stream_ = nullptr;
    std::lock_guard const lock(mutex_);
    end_ = End::abrupt;
    waiting_ = {};
}

StreamLink::News StreamLink::take() {
    std::lock_guard const lock(mutex_);
    taken_bytes_ = waiting_.size();
    return {std::exchange(waiting_, {}), end_};
}

bool StreamLink::is_cut() {
    std::lock_guard const lock(mutex_);
    return end_ == End::abrupt;
}

namespace {

/// The handle of a room above.
class Sender final : public http::StreamSender {
public:
    explicit Sender(std::shared_ptr<StreamLink> link) : link_(std::move(link)) {}
    Sender(Sender const&) = delete;
    Sender& operator=(Sender const&) = delete;
    ~Sender() override { StreamLink::end(link_, End::abrupt); }

    void send(std::string text) override { StreamLink::send(link_, text); }
    void end() override { StreamLink::end(link_, End::proper); }
    void abort() override { StreamLink::end(link_, End::abrupt); }

private:
    std::shared_ptr<StreamLink> link_;
};

}  // namespace

std::shared_ptr<BodyStream> BodyStream::open(ThreadContext& context, http::StreamBody const& body) {
    auto const link = std::make_shared<StreamLink>(context.inbox);
    auto stream = std::make_shared<BodyStream>(context, link);
    stream->session_ = body.open(std::make_shared<Sender>(link));
    return stream;
}

BodyStream::BodyStream(ThreadContext& context, std::shared_ptr<StreamLink> link)
    : context_(context), socket_(context.io), link_(std::move(link)) {}

BodyStream::~BodyStream() {
    close_session();
}

void BodyStream::start(TcpSocket socket, Output output, Exchange const& exchange) {
    socket_ = std::move(socket);
    output_ = std::move(output);
    chunked_ = exchange.framing.takes_chunks;
    body_begin_ = output_.queued();
    started_ = exchange.started;
    keep(access_record(exchange));
    link_->attach(this);
    context_.sessions.add(shared_from_this());
    running_ = true;
    flush();
    if (gone_) return;
    if (!tell_session([](http::StreamSession& session) { session.on_open(); })) return cut();
    read();
    if (context_.draining) drain();
    go_on();
}

/// The record in memory of its own: the request's goes with the exchange.
void BodyStream::keep(AccessRecord const& record) {
    record_ = record;
    record_.path = path_ = record.path;
    record_.peer = peer_ = record.peer;
    record_.id = id_ = record.id;
    record_.user_agent = user_agent_ = record.user_agent;
}

void BodyStream::read() {
    socket_.async_read_some(asio::buffer(ignored_),
                            [self = shared_from_this()](error_code error, std::size_t size) {
                                self->on_read(error, size);
                            });
}

void BodyStream::on_read(error_code error, std::size_t size) {
    if (gone_) return;
    ignored_bytes_ += size;
    if (error || ignored_bytes_ > kIgnoredBytes) return cut();
    read();
}

void BodyStream::wake() {
    if (link_->is_cut()) return cut();
    go_on();
}

/// Sends what waits, and the end behind it.
void BodyStream::go_on() {
    while (!gone_ && !blocked_ && take()) flush();
}

/// Takes what comes next into the output. False when there is nothing.
bool BodyStream::take() {
    if (finished_) return false;
    if (ended_) {
        finish();
        return false;
    }
    auto const news = link_->take();
    ended_ = news.end == End::proper;
    if (news.text.empty() && !ended_) return false;
    output_.borrow_text(context_.spare_text);
    append(news.text);
    if (ended_ && chunked_) output_.text() += "0\r\n\r\n";
    return true;
}

void BodyStream::append(std::string_view piece) {
    if (piece.empty()) return;  // A chunk of no size would be the end.
    auto& text = output_.text();
    if (!chunked_) {
        text += piece;
        return;
    }
    std::array<char, 16> size;
    auto const end = std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16).ptr;
    text.append(size.data(), end).append("\r\n").append(piece).append("\r\n");
}

void BodyStream::flush() {
    auto const progress = output_.flush(socket_.native_handle());
    if (progress == Output::Progress::failed) return cut();
    if (progress == Output::Progress::done) return output_.return_text(context_.spare_text);
    blocked_ = true;
    socket_.async_wait(TcpSocket::wait_write,
                       [self = shared_from_this()](error_code error) { self->on_writable(error); });
}

void BodyStream::on_writable(error_code error) {
    if (gone_) return;
    if (error) return cut();
    blocked_ = false;
    flush();
    go_on();
}

/// Lets the peer end the connection, lest a reset destroys the body's end on its way.
void BodyStream::finish() {
    finished_ = true;
    error_code ignored;
    socket_.shutdown(TcpSocket::shutdown_send, ignored);
    close_session();
}

void BodyStream::drain() {
    StreamLink::end(link_, End::proper);
}

void BodyStream::cut() {
    if (std::exchange(gone_, true)) return;
    auto const self = shared_from_this();
    error_code ignored;
    if (!finished_) socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
    close_session();
    context_.remove(*this);
}

/// Tells all who want to know of the end, once.
void BodyStream::close_session() {
    if (std::exchange(closed_, true)) return;
    link_->close();
    record_.bytes = std::max(output_.sent(), body_begin_) - body_begin_;
    if (running_) context_.log_access(record_, started_);
    tell_session([](http::StreamSession& session) { session.on_close(); });
    session_.reset();
}

/// False when the session throws.
template <class Call>
bool BodyStream::tell_session(Call call) {
    if (session_ == nullptr) return true;
    try {
        call(*session_);
        return true;
    } catch (std::exception const& error) {
        context_.log_error("request " + id_ + ": " + error.what());
        return false;
    }
}

void BodyStream::sweep(SteadyTime now) {
    auto const waiting = bytes_unacknowledged(socket_.native_handle());
    auto const taken = output_.sent() - waiting;
    Watch::View view{};
    if (finished_)
        view.phase = Watch::Phase::lingering;
    else if (blocked_ || waiting > 0)
        // Whatever the peer takes begins a new phase.
        view = {.phase = Watch::Phase::sending, .serial = taken, .progress = taken};
    if (watch_.too_slow(view, now, context_.options)) cut();
}

}  // namespace farthing::net
