#pragma once

#include <optional>

#include "http/route.hpp"
#include "net/request_head.hpp"

namespace farthing::net {

/// Checks the handshake of a WebSocket (RFC 6455 section 4.2.1) against its route, origin and
/// subprotocol included. Nothing: it may go on.
std::optional<Refusal> check_handshake(http::Request const& request, Framing const& framing,
                                       http::SocketRoute const& route);

/// Fills in the answer to a handshake that was refused.
void refuse_handshake(Refusal const& refusal, http::Response& response);

}  // namespace farthing::net
