#include "api/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>

#include "base/bytes.hpp"
#include "base/encoding.hpp"

namespace farthing::api {
namespace {

using V6 = base::ByteArray<16>;

constexpr std::size_t kNetworkBytes = 8;
/// What an IPv4 address begins with when it is written as IPv6.
constexpr base::ByteArray<12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr V6 kLoopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

/// A zone (`%eth0`) is not looked at.
std::optional<V6> parse_v6(std::string_view address) {
    std::string const text(address.substr(0, address.find('%')));
    V6 bytes{};
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
    return bytes;
}

bool is_mapped(V6 const& address) {
    return std::equal(kMapped.begin(), kMapped.end(), address.begin());
}

std::string dotted(base::ByteView bytes) {
    std::string text;
    for (auto const byte : bytes) (text += text.empty() ? "" : ".") += std::to_string(byte);
    return text;
}

}  // namespace

std::string client_of(std::string_view address) {
    auto const bytes = parse_v6(address);
    if (!bytes) return std::string(address);
    if (is_mapped(*bytes)) return dotted(base::ByteView(*bytes).last(4));
    return base::to_hex(base::ByteView(*bytes).first(kNetworkBytes)) + "/64";
}

bool is_own(std::string_view address) {
    auto const bytes = parse_v6(address);
    if (!bytes || is_mapped(*bytes)) return client_of(address).starts_with("127.");
    return *bytes == kLoopback;
}

}  // namespace farthing::api
