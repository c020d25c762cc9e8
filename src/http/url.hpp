#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing::http {

/// An absolute http or https URL, taken apart.
struct Url {
    bool secure = false;  ///< https
    std::string host;     ///< In lower case. An IPv6 address stands without its brackets.
    std::uint16_t port = 0;
    std::string target;  ///< Path and query; at least `/`.

    /// The text for a Host field: brackets around IPv6, the port unless it is the scheme's own.
    std::string authority() const;
};

/// Strict: scheme and host present, visible ASCII only, no user info, no fragment, port 1 to 65535,
/// at most 8 KiB. Names the fault as invalid_request.
base::Result<Url> parse_url(std::string_view text);

}  // namespace farthing::http
