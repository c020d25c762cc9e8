#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "http/chunked.hpp"
#include "http/route.hpp"
#include "net/body_stream.hpp"
#include "net/input.hpp"
#include "net/output.hpp"
#include "net/request_head.hpp"
#include "net/thread_context.hpp"
#include "net/watch.hpp"
#include "net/web_socket.hpp"

namespace farthing::net {

/// One HTTP connection.
///
/// Written for few system calls: one read takes all requests that have come, one write sends all
/// answers that fit, and timeouts are noticed by a sweep over all connections, so that a request
/// starts no timer. At most one operation of the socket is under way at a time.
class HttpSession final : public Session, public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(ThreadContext& context, TcpSocket socket, std::string peer);

    /// Begins to read. Already in context.sessions.
    void start() { read(); }
    void sweep(SteadyTime now) override;
    void drain() override;
    void cut() override;
    /// The answer to a deferred request stands in its exchange.
    void resume();

private:
    enum class State {
        header,     ///< Between requests, or within a header.
        body,       ///< Header read, body not yet complete.
        deferred,   ///< A handler has the request.
        closing,    ///< Answers are still going out, then the connection ends.
        lingering,  ///< All is sent; the peer's last bytes are read, lest a reset destroys the
                    ///< answer on its way.
        closed,
    };

    void read();
    void wait_writable();
    void on_read(boost::system::error_code error, std::size_t size);
    void on_writable(boost::system::error_code error);

    void proceed();
    bool step();
    bool take_head();
    bool take_body();
    void begin_body(http::Route const* route);
    void begin_exchange();

    void dispatch();
    void call(http::ImmediateHandler const& handler);
    void call(http::DeferredHandler const& handler);
    void call(http::SocketRoute const& route);
    void upgrade(std::unique_ptr<SocketUpgrade> session);
    void answer_unrouted(http::Router::Match const& match);
    void answer_foreign_method();
    void refuse(Refusal const& refusal);
    void fail(std::string_view what);
    void log_exception(std::string_view what) const;
    std::shared_ptr<BodyStream> open_stream();
    void hand_over(BodyStream& stream);
    void finish_request();

    void flush();
    void settle();
    void linger();
    void log();

    Watch::Phase phase() const;

    ThreadContext& context_;
    TcpSocket socket_;
    std::string peer_;
    State state_ = State::header;
    bool blocked_ = false;   ///< The kernel takes no more; waiting until it does.
    bool unlogged_ = false;  ///< The answer's last byte has still to go out.
    bool close_ = false;     ///< The answer under way is the last.
    bool cross_origin_ = false;
    Input input_;
    HeadScanner scanner_;
    std::size_t request_size_ = 0;  ///< How much of `input_` the request under way takes.
    std::uint64_t body_left_ = 0;
    http::ChunkedDecoder chunked_{0};
    std::uint64_t received_ = 0;
    std::uint64_t served_ = 0;
    std::uint64_t answer_begin_ = 0;  ///< output_.queued() before the body under way.
    std::shared_ptr<Exchange> exchange_;
    Output output_;
    Watch watch_;
};

}  // namespace farthing::net
