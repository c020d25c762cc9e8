#pragma once

#include "api/goods_call.hpp"

/// Writes that may be sent again when their answer has been lost: with the header field
/// `Idempotency-Key`, a request is done once, and repeated ones get the same answer.
namespace farthing::api {

constexpr std::size_t kMaxIdempotencyKey = 255;
/// How long an answer is given again.
constexpr std::chrono::hours kAnswersKept(24);

/// Runs the endpoint unless its answer under the request's key is known. The answer is stored in
/// the endpoint's own transaction, so that there is never one without the other; an error is not
/// stored, as it has changed nothing. `conflict` when the key came with another request.
base::Result<http::Response> answer_once(GoodsCall const& call, GoodsEndpoint endpoint);

}  // namespace farthing::api
