#pragma once

#include <atomic>
#include <memory>

#include "http/response.hpp"
#include "net/exchange.hpp"
#include "net/inbox.hpp"

namespace farthing::net {

/// What stands behind a Respond: brings the answer to a deferred request back to its network
/// thread, once.
class PendingAnswer {
public:
    PendingAnswer(std::shared_ptr<Exchange> exchange, std::shared_ptr<Inbox> inbox);
    /// A handler that forgets to answer must not leave its client waiting: answers 500.
    ~PendingAnswer();
    PendingAnswer(PendingAnswer const&) = delete;
    PendingAnswer& operator=(PendingAnswer const&) = delete;

    /// From any thread. False when an answer was given before; then this one is dropped.
    bool give(http::Response response);

private:
    std::shared_ptr<Exchange> exchange_;
    std::shared_ptr<Inbox> inbox_;
    std::atomic<bool> given_ = false;
};

}  // namespace farthing::net
