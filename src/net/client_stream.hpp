#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <utility>

#include "net/client_connection.hpp"
#include "net/client_message.hpp"

namespace farthing::net {

class StreamHold;

/// One streamed answer of an HttpClient, on a connection of its own. But for construction and
/// hold(), for the worker's thread only.
class StreamCall final : public std::enable_shared_from_this<StreamCall> {
public:
    StreamCall(boost::asio::io_context& io, http::ClientRequest request,
               http::StreamListener listener);

    /// What the caller of the client gets: it cancels this stream.
    std::shared_ptr<http::ClientStream> hold();
    http::ClientRequest const& request() const { return request_; }
    /// Before run().
    void set_wire(WireRequest wire) { wire_ = std::move(wire); }
    http::Url const& url() const { return wire_.url; }

    /// Sends the request and tells what comes, until the end. This and the connector belong to the
    /// caller's frame.
    boost::asio::awaitable<void> run(Connector& connector);
    /// Tells the end, if the stream has not ended already.
    void finish(base::Result<void> result);
    /// Ends without a word.
    void drop();

private:
    using ErrorCode = boost::system::error_code;
    /// What is read, and told, at once.
    static constexpr std::size_t kPieceBytes = 8 * 1024;

    boost::asio::awaitable<ErrorCode> attempt(Connector& connector);
    template <class Stream>
    boost::asio::awaitable<ErrorCode> converse(Stream& stream);
    template <class Stream, class Parser>
    boost::asio::awaitable<ErrorCode> read_head(Stream& stream, Parser& parser);
    template <class Stream, class Parser>
    boost::asio::awaitable<ErrorCode> read_body(Stream& stream, Parser& parser);
    void arm(std::chrono::steady_clock::time_point at, char const* what);
    void arm_for_silence();
    template <class Call>
    void tell(Call call);

    boost::asio::io_context& io_;
    http::ClientRequest request_;
    std::shared_ptr<http::StreamListener const> listener_;
    std::shared_ptr<StreamHold> hold_;
    WireRequest wire_;
    boost::asio::steady_timer timer_;
    boost::asio::ip::tcp::resolver resolver_;
    std::unique_ptr<Connection> connection_;
    std::array<char, kPieceBytes> piece_{};
    bool finished_ = false;
};

}  // namespace farthing::net
