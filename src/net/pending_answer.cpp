#include "net/pending_answer.hpp"

#include <utility>

#include "http/errors.hpp"
#include "net/http_session.hpp"

namespace farthing::net {

PendingAnswer::PendingAnswer(std::shared_ptr<Exchange> exchange, std::shared_ptr<Inbox> inbox)
    : exchange_(std::move(exchange)), inbox_(std::move(inbox)) {}

PendingAnswer::~PendingAnswer() {
    if (!given_) give(http::error_response(base::fail(base::Errc::internal)));
}

bool PendingAnswer::give(http::Response response) {
    if (given_.exchange(true)) return false;
    exchange_->response = std::move(response);
    if (inbox_->owned_by_this_thread() && exchange_->dispatching) {
        exchange_->answered = true;
        return true;
    }
    // From the post on the exchange belongs to the network thread again.
    inbox_->post([exchange = std::move(exchange_)] {
        if (exchange->session != nullptr) exchange->session->resume();
    });
    return true;
}

}  // namespace farthing::net
