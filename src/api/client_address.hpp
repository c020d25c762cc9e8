#pragma once

#include <string>
#include <string_view>

namespace farthing::api {

/// Whom an IP address (as text) stands for, as a text to compare: an IPv4 address for itself, also
/// when it is written as IPv6 (`::ffff:192.0.2.1`); an IPv6 address for the /64 that one customer
/// has (RFC 6177). What is no address stands for itself.
std::string client_of(std::string_view address);

/// Whether the address is one of the machine's own: 127.0.0.0/8 or ::1.
bool is_own(std::string_view address);

}  // namespace farthing::api
