#include "api/client_address.hpp"

#include "base/encoding.hpp"
#include "http/ip_address.hpp"

namespace farthing::api {
namespace {

constexpr std::size_t kNetworkBytes = 8;
constexpr std::uint8_t kLoopback = 127;

std::string dotted(base::ByteView bytes) {
    std::string text;
    for (auto const byte : bytes) (text += text.empty() ? "" : ".") += std::to_string(byte);
    return text;
}

base::ByteView v4_bytes(http::IpAddress const& address) {
    return base::ByteView(address.bytes()).last(4);
}

}  // namespace

std::string client_of(std::string_view address) {
    auto const parsed = http::IpAddress::parse(address);
    if (!parsed) return std::string(address);
    if (parsed->is_v4()) return dotted(v4_bytes(*parsed));
    return base::to_hex(base::ByteView(parsed->bytes()).first(kNetworkBytes)) + "/64";
}

bool is_own(std::string_view address) {
    auto const parsed = http::IpAddress::parse(address);
    if (!parsed) return false;
    if (parsed->is_v4()) return v4_bytes(*parsed)[0] == kLoopback;
    return parsed == http::IpAddress::parse("::1");
}

}  // namespace farthing::api
