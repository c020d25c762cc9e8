#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace farthing::http {

struct Request;

/// The server's end of a WebSocket. May be called from any thread, also after the socket has closed
/// (then nothing happens).
class SocketSender {
public:
    virtual ~SocketSender() = default;
    /// Queues one text message. A peer that does not read until the queue is full is cut off.
    virtual void send(std::string text) = 0;
    /// Closes with a code of RFC 6455 section 7.4 after what is queued has gone out.
    virtual void close(std::uint16_t code, std::string reason) = 0;
};

/// What a room above does with one socket. Called on the connection's network thread, one call at a
/// time.
class SocketSession {
public:
    virtual ~SocketSession() = default;
    virtual void on_open() = 0;
    virtual void on_text(std::string_view text) = 0;
    /// The last call, once for each session, also when the peer left before on_open(). The sender
    /// may outlive it.
    virtual void on_close() = 0;
};

/// Makes the session for an accepted handshake. The request is valid during the call only. Null
/// refuses: the answer is 403.
using OpenSocket =
    std::function<std::shared_ptr<SocketSession>(Request const&, std::shared_ptr<SocketSender>)>;

}  // namespace farthing::http
