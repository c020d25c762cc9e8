#pragma once

#include "horizon/submission.hpp"
#include "http/client.hpp"

namespace farthing::engine {

/// What counts of an answer to Horizon's rules: views of it.
inline horizon::HttpAnswer to_http_answer(http::ClientResponse const& response) {
    return {.status = response.status,
            .body = response.body,
            .retry_after = response.field("Retry-After"),
            .rate_limit_reset = response.field("X-RateLimit-Reset")};
}

}  // namespace farthing::engine
