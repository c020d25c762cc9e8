#pragma once

#include <string_view>
#include <vector>

#include "http/ip_address.hpp"
#include "http/request.hpp"

namespace farthing::http {

/// The programs in front of this one that are believed when they say for whom they ask.
using TrustedProxies = std::vector<IpRange>;

/// The address of the client whose request this is: the peer's, or what the peer says in
/// `X-Forwarded-For` when it is trusted. Each proxy appends the address that it was asked from, so
/// that the list is read from its end, and only as long as the address there is trusted too: what
/// stands before the first other one anybody may have written. Where something stands that is no
/// address, the proxy that handed it on counts. Text of the request.
///
/// `Forwarded` (RFC 7239) is not read: a proxy that writes one of the two hands the other on as the
/// client has sent it.
std::string_view client_address(Request const& request, TrustedProxies const& trusted);

}  // namespace farthing::http
