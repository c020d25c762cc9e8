#include "api/client_address.hpp"

#include <arpa/inet.h>

#include <optional>

#include "base/bytes.hpp"
#include "base/encoding.hpp"

namespace farthing::api {
namespace {

constexpr std::size_t kNetworkBytes = 8;
constexpr std::string_view kMapped = "00000000000000000000ffff";

/// The 16 bytes of an IPv6 address. A zone (`%eth0`) is not looked at.
std::optional<base::ByteArray<16>> parse_v6(std::string_view address) {
    std::string const text(address.substr(0, address.find('%')));
    base::ByteArray<16> bytes{};
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
    return bytes;
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
    if (base::to_hex(base::ByteView(*bytes).first(12)) == kMapped)
        return dotted(base::ByteView(*bytes).last(4));
    return base::to_hex(base::ByteView(*bytes).first(kNetworkBytes)) + "/64";
}

bool is_own(std::string_view address) {
    auto const bytes = parse_v6(address);
    if (!bytes || base::to_hex(base::ByteView(*bytes).first(12)) == kMapped)
        return client_of(address).starts_with("127.");
    return base::to_hex(*bytes) == std::string(31, '0') + "1";
}

}  // namespace farthing::api
