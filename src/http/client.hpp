#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
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
    /// From connecting to the last byte; of a stream, to the end of the head.
    std::chrono::milliseconds timeout = std::chrono::seconds(10);
    std::size_t body_limit = base::limits::kBodyBytes;  ///< Streams have none.
    /// Of a stream: from the head or one piece to the next.
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(60);
};

struct ClientResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> fields = {};
    std::string body = {};

    /// The value of a header field, compared without case, or nothing.
    std::string_view field(std::string_view name) const;
};

/// What a streamed answer tells, on the client's own thread, one call at a time. Functions that are
/// not set are not called.
struct StreamListener {
    /// At most once and first, whatever the status. The body is empty.
    std::function<void(ClientResponse const& head)> on_head = {};
    /// Some more of the body, decoded and cut anywhere. The text lives during the call only.
    std::function<void(std::string_view text)> on_text = {};
    /// Once and last. Success: the body ended properly. timed_out: no head, or silence.
    /// unavailable: everything else that ends a stream, such as a connection that breaks.
    std::function<void(base::Result<void>)> on_end = {};
};

/// A streamed answer, whose holder wants to hear more. Destroying it cancels the stream.
class ClientStream {
public:
    virtual ~ClientStream() = default;
    /// Ends the stream and its connection without a word to the listener. From any thread, also
    /// from within the listener, also when the stream or its client is gone.
    ///
    /// Once this has returned, no function of the listener begins. One that had begun on the
    /// client's thread may still be running, unless this was called on that thread. The listener
    /// itself is destroyed later, on the client's thread.
    virtual void cancel() = 0;
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
    /// Sends a request whose answer is told piece by piece, for as long as the result is held.
    /// Never null; may be called from any thread.
    [[nodiscard]] virtual std::shared_ptr<ClientStream> stream(ClientRequest request,
                                                               StreamListener listener) = 0;
};

}  // namespace farthing::http
