#include "http/cors.hpp"

namespace farthing::http {

void answer_options(Router::Match const& match, Response& response) {
    response.set_status(204).add("Allow", match.allowed + ", OPTIONS");
    if (match.cross_origin.empty()) return;
    response.add("Access-Control-Allow-Origin", "*")
        .add("Access-Control-Allow-Methods", match.cross_origin)
        .add("Access-Control-Allow-Headers",
             // From Cache-Control on: what Stellar's SDKs send from a page.
             "Authorization, Content-Type, X-Payment-Certificate, Range, Idempotency-Key, "
             "If-Match, If-None-Match, Cache-Control, Last-Event-ID, X-Client-Name, "
             "X-Client-Version, X-App-Name, X-App-Version")
        .add("Access-Control-Max-Age", "86400");
}

}  // namespace farthing::http
