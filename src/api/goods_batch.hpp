#pragma once

#include "api/goods_call.hpp"

namespace farthing::api {

/// So that one batch does not keep the others waiting for long: both limits.
constexpr std::size_t kBatchRequests = 5'000;
constexpr std::size_t kBatchBytes = 8 * 1024 * 1024;

/// POST batch: {"requests":[{"method","path","body"}]} -> {"responses":[{"status","body"}]}.
///
/// The requests are done in their order, in one transaction. What one of them is refused for
/// concerns no other; its answer is the error object that it would have had alone.
base::Result<http::Response> run_batch(GoodsCall const& call);

}  // namespace farthing::api
