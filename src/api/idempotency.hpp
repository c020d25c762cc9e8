#pragma once

#include <optional>

#include "api/goods_call.hpp"
#include "base/digest.hpp"

/// Writes that may be sent again when their answer has been lost: with the header field
/// `Idempotency-Key`, a request is done once, and repeated ones get the same answer.
namespace farthing::api {

constexpr std::size_t kMaxIdempotencyKey = 255;

/// What a request is known by when it comes again.
struct RequestKey {
    std::string key;
    base::Sha256 request;  ///< Of its method, path, query, conditions and body.
};

/// Nothing for a request without `Idempotency-Key`; invalid_request for a malformed one.
base::Result<std::optional<RequestKey>> read_request_key(http::Request const& request);

/// Runs the endpoint unless the answer to the request is known. The answer is stored in the
/// endpoint's own transaction, so that there is never one without the other; an error is not
/// stored, as it has changed nothing. `conflict` when the key came with another request.
base::Result<http::Response> answer_once(GoodsCall const& call, RequestKey const& key,
                                         GoodsEndpoint const& endpoint);

}  // namespace farthing::api
