#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "http/method.hpp"

namespace farthing::http {

/// A request that this program sends.
struct ClientRequest {
    Method method = Method::get;
    std::string url;  ///< Absolute, http or https.
    std::vector<std::pair<std::string, std::string>> fields = {};
    std::string body = {};
    std::chrono::milliseconds timeout =
        std::chrono::seconds(10);  ///< From connecting to the last byte.
    std::size_t body_limit = base::limits::kBodyBytes;
};

struct ClientResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> fields = {};
    std::string body = {};

    /// The value of a header field, compared without case, or nothing.
    std::string_view field(std::string_view name) const;
};

/// Sends requests to other servers.
class Client {
public:
    virtual ~Client() = default;
    /// Calls `done` exactly once, on the client's own thread: with any complete answer whatever its
    /// status, or with timed_out or unavailable naming host and cause. May be called from any
    /// thread.
    virtual void send(ClientRequest request,
                      std::function<void(base::Result<ClientResponse>)> done) = 0;
};

}  // namespace farthing::http
