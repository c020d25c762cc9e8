#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace farthing::net {

/// What the server tells of one answered request. Holds neither query string nor any field but the
/// user agent, so that no receipt, key or cookie reaches a log. All text lives during the call
/// only.
struct AccessRecord {
    std::string_view method;  ///< `-` when the request could not be read.
    std::string_view path;    ///< Still percent-encoded.
    int status = 0;
    std::uint64_t bytes = 0;  ///< Of the body, as handed to the kernel, chunk sizes included.
    /// From the last byte of the header to the last one of the answer.
    std::chrono::microseconds duration{};
    std::string_view peer;  ///< As the request has it.
    std::string_view id;
    std::string_view user_agent;  ///< At most kUserAgentBytes.
};

constexpr std::size_t kUserAgentBytes = 200;

/// One line of JSON without its line feed. Control characters are escaped, so that no request can
/// forge a line.
std::string to_json_line(AccessRecord const& record, base::Timestamp now);

}  // namespace farthing::net
