#include "http/cors.hpp"

namespace farthing::http {

void answer_options(Router::Match const& match, Response& response) {
    response.set_status(204).add("Allow", match.allowed + ", OPTIONS");
    if (match.cross_origin.empty()) return;
    response.add("Access-Control-Allow-Origin", "*")
        .add("Access-Control-Allow-Methods", match.cross_origin)
        .add("Access-Control-Allow-Headers",
             "Authorization, Content-Type, X-Payment-Certificate, Range, Idempotency-Key, "
             "If-Match, If-None-Match")
        .add("Access-Control-Max-Age", "86400");
}

}  // namespace farthing::http
