#include "net/socket_info.hpp"

// The kernel's own header: glibc's tcp_info ends before the counters. Both cannot be included
// together.
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace farthing::net {

std::uint64_t bytes_unacknowledged(int socket) {
    int size = 0;
    if (::ioctl(socket, SIOCOUTQ, &size) != 0 || size < 0) return 0;
    return static_cast<std::uint64_t>(size);
}

std::uint64_t bytes_received(int socket) {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
    return info.tcpi_bytes_received;
}

}  // namespace farthing::net
