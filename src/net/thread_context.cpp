#include "net/thread_context.hpp"

#include <utility>

namespace farthing::net {

void Sessions::add(std::shared_ptr<Session> session) {
    session->slot_ = sessions_.size();
    sessions_.push_back(std::move(session));
}

void Sessions::remove(Session& session) {
    auto const slot = session.slot_;
    sessions_.back()->slot_ = slot;
    auto const removed = std::exchange(sessions_.at(slot), sessions_.back());
    sessions_.pop_back();
}

void ThreadContext::make_request_id(std::string& id) {
    constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
    id = id_prefix;
    for (auto number = ++requests; number > 0; number /= 32) id += kDigits[number % 32];
}

std::shared_ptr<Exchange> ThreadContext::begin_exchange(std::string const& peer) {
    auto exchange = exchanges.acquire();
    exchange->peer = peer;
    exchange->framing = {};
    auto& request = exchange->request;
    request.target = request.path = request.query = {};
    request.peer_address = exchange->peer;
    make_request_id(exchange->id);
    request.id = exchange->id;
    if (options.access_log) exchange->started = std::chrono::steady_clock::now();
    return exchange;
}

void ThreadContext::remove(Session& session) {
    sessions.remove(session);
    open.store(sessions.size(), std::memory_order_relaxed);
    if (draining && sessions.size() == 0) io.stop();
}

void ThreadContext::log_error(std::string_view message) const {
    if (options.error_log) options.error_log(message);
}

void ThreadContext::log_access(AccessRecord record, SteadyTime started) const {
    if (!options.access_log) return;
    auto const spent = std::chrono::steady_clock::now() - started;
    record.duration = std::chrono::duration_cast<std::chrono::microseconds>(spent);
    options.access_log(record);
}

}  // namespace farthing::net
