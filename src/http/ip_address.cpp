#include "http/ip_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/numbers.hpp"

namespace farthing::http {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t kMappedBits = 96;
/// No address is longer, with its zone.
constexpr std::size_t kMaxText = 64;

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    if (text.size() > kMaxText) return std::nullopt;
    std::string const address(text.substr(0, text.find('%')));
    base::ByteArray<16> bytes{};
    if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return IpAddress(bytes);
    if (address.size() != text.size()) return std::nullopt;
    std::ranges::copy(kMapped, bytes.begin());
    if (::inet_pton(AF_INET, address.c_str(), bytes.data() + kMapped.size()) != 1)
        return std::nullopt;
    return IpAddress(bytes);
}

bool IpAddress::is_v4() const {
    return std::equal(kMapped.begin(), kMapped.end(), bytes_.begin());
}

base::Result<IpRange> IpRange::parse(std::string_view text) {
    auto const slash = text.find('/');
    auto const address = IpAddress::parse(text.substr(0, slash));
    auto const whole = address && address->is_v4() ? 32U : 128U;
    auto const bits = slash == text.npos ? base::Result(whole)
                                         : base::parse_int<unsigned>(text.substr(slash + 1));
    if (!address || !bits || *bits > whole)
        return base::fail(base::Errc::invalid_request,
                          "\"" + std::string(text) +
                              "\" is no address or network, such as 127.0.0.1, ::1 or 10.0.0.0/8");
    return IpRange(*address, *bits + (address->is_v4() ? kMappedBits : 0));
}

bool IpRange::contains(IpAddress const& address) const {
    auto const bytes = bits_ / 8;
    auto const& mine = first_.bytes();
    auto const& other = address.bytes();
    if (!std::equal(mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(bytes), other.begin()))
        return false;
    auto const rest = bits_ % 8;
    return rest == 0 || (mine.at(bytes) ^ other.at(bytes)) >> (8 - rest) == 0;
}

}  // namespace farthing::http
