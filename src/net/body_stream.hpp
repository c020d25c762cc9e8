#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "http/stream.hpp"
#include "net/exchange.hpp"
#include "net/output.hpp"
#include "net/thread_context.hpp"
#include "net/watch.hpp"

namespace farthing::net {

class StreamLink;

/// A connection whose last answer has a body that goes on: in chunks, or to a peer that cannot read
/// them until the connection ends.
///
/// A body that did not end properly ends with a reset, since a peer without chunks could not tell
/// it from one that did. A peer that stops sending counts as gone.
class BodyStream final : public Session, public std::enable_shared_from_this<BodyStream> {
public:
    /// Opens the room's session. Throws what the room throws.
    static std::shared_ptr<BodyStream> open(ThreadContext& context, http::StreamBody const& body);

    BodyStream(ThreadContext& context, std::shared_ptr<StreamLink> link);
    BodyStream(BodyStream const&) = delete;
    BodyStream& operator=(BodyStream const&) = delete;
    ~BodyStream() override;

    /// Takes a connection over and becomes a session of the thread. `output` holds what waits to be
    /// sent, with the head of this answer last.
    void start(TcpSocket socket, Output output, Exchange const& exchange);
    /// There is news in the link.
    void wake();

    void sweep(SteadyTime now) override;
    void drain() override;
    void cut() override;

private:
    void keep(AccessRecord const& record);
    void read();
    void on_read(boost::system::error_code error, std::size_t size);
    void go_on();
    bool take();
    void append(std::string_view piece);
    void flush();
    void on_writable(boost::system::error_code error);
    void finish();
    void close_session();
    template <class Call>
    bool tell_session(Call call);

    ThreadContext& context_;
    TcpSocket socket_;
    Output output_;
    std::shared_ptr<StreamLink> link_;
    std::shared_ptr<http::StreamSession> session_;
    AccessRecord record_;  ///< Its texts are `path_` and those below.
    std::string path_;
    std::string peer_;
    std::string id_;
    std::string user_agent_;
    SteadyTime started_;
    std::uint64_t body_begin_ = 0;  ///< output_.queued() before the body.
    bool chunked_ = false;
    bool running_ = false;   ///< start() was called.
    bool blocked_ = false;   ///< The kernel takes no more; waiting until it does.
    bool ended_ = false;     ///< The end stands in `output_` or has gone out.
    bool finished_ = false;  ///< All has gone out; the peer is to end the connection.
    bool closed_ = false;    ///< The session has been told.
    bool gone_ = false;
    std::array<char, 256> ignored_{};
    std::size_t ignored_bytes_ = 0;
    Watch watch_;
};

}  // namespace farthing::net
