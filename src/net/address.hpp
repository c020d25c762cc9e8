#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing::net {

/// Reads `address:port`, where address is numeric (IPv6 in brackets) or `localhost`.
base::Result<boost::asio::ip::tcp::endpoint> parse_endpoint(std::string_view text);

/// The address as text. An IPv4 address that came in over an IPv6 socket is written as IPv4.
std::string address_text(boost::asio::ip::tcp::endpoint const& endpoint);

}  // namespace farthing::net
