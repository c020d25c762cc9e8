#include "net/exchange.hpp"

#include "net/response_head.hpp"

namespace farthing::net {

bool sends_body(Exchange const& exchange) {
    return may_have_body(exchange.response.status()) &&
           exchange.request.method != http::Method::head;
}

AccessRecord access_record(Exchange const& exchange) {
    auto const& request = exchange.request;
    auto const& foreign = exchange.framing.foreign_method;
    bool const readable = !request.path.empty();
    auto const method = foreign.empty() ? http::to_text(request.method) : foreign;
    return {.method = readable ? method : "-",
            .path = readable ? request.path : "-",
            .status = exchange.response.status(),
            .peer = request.peer_address,
            .id = exchange.id,
            .user_agent = request.field("User-Agent").value_or("").substr(0, kUserAgentBytes)};
}

}  // namespace farthing::net
