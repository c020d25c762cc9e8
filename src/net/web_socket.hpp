#pragma once

#include <memory>

#include "http/route.hpp"
#include "net/exchange.hpp"
#include "net/thread_context.hpp"

namespace farthing::net {

/// A session of a room above that waits for its socket.
class SocketUpgrade {
public:
    virtual ~SocketUpgrade() = default;
    /// Answers the handshake on `socket`, which becomes a session of its own in the thread's
    /// context.
    virtual void accept(TcpSocket socket, Exchange const& exchange) = 0;
};

/// Opens the route's session. Null when the route wants none; throws what the route throws.
std::unique_ptr<SocketUpgrade> open_socket_session(ThreadContext& context,
                                                   http::Request const& request,
                                                   http::SocketRoute const& route);

}  // namespace farthing::net
