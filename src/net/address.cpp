#include "net/address.hpp"

#include "base/numbers.hpp"

namespace farthing::net {

namespace ip = boost::asio::ip;

base::Result<ip::tcp::endpoint> parse_endpoint(std::string_view text) {
    auto const wrong = base::fail(base::Errc::invalid_request,
                                  "\"" + std::string(text) +
                                      "\" is not an address to listen on, such as 127.0.0.1:8402 "
                                      "or [::1]:8402");
    auto const colon = text.rfind(':');
    if (colon == text.npos) return wrong;
    auto host = text.substr(0, colon);
    auto const port = base::parse_int<std::uint16_t>(text.substr(colon + 1));
    if (!port) return wrong;

    bool const bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    boost::system::error_code error;
    auto const address = ip::make_address(std::string(host), error);
    if (error || address.is_v6() != bracketed) return wrong;
    return ip::tcp::endpoint(address, *port);
}

std::string address_text(ip::tcp::endpoint const& endpoint) {
    auto const address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

}  // namespace farthing::net
