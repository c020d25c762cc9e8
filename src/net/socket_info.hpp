#pragma once

#include <cstdint>

/// What the kernel knows of a TCP connection. Zero where it says nothing.
namespace farthing::net {

/// Bytes handed to the kernel that the peer has not acknowledged.
std::uint64_t bytes_unacknowledged(int socket);

/// Bytes that the peer has sent since the connection began.
std::uint64_t bytes_received(int socket);

}  // namespace farthing::net
