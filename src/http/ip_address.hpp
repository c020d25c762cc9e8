#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace farthing::http {

/// An IP address. One of IPv4 is the same as its form in IPv6, `::ffff:192.0.2.1`.
class IpAddress {
public:
    /// Reads either kind; a zone (`%eth0`) is not looked at.
    static std::optional<IpAddress> parse(std::string_view text);

    base::ByteArray<16> const& bytes() const { return bytes_; }
    bool is_v4() const;
    bool operator==(IpAddress const&) const = default;

private:
    explicit IpAddress(base::ByteArray<16> const& bytes) : bytes_(bytes) {}

    base::ByteArray<16> bytes_;
};

/// One address, or all that begin with the same bits: `127.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`.
class IpRange {
public:
    static base::Result<IpRange> parse(std::string_view text);

    bool contains(IpAddress const& address) const;

private:
    IpRange(IpAddress const& first, std::size_t bits) : first_(first), bits_(bits) {}

    IpAddress first_;
    std::size_t bits_;  ///< Of the 128.
};

}  // namespace farthing::http
