#pragma once

#include <vector>

#include "api/goods_write.hpp"

namespace farthing::api {

/// So that one batch does not keep the others waiting for long: both limits.
constexpr std::size_t kBatchRequests = 5'000;
constexpr std::size_t kBatchBytes = 8 * 1024 * 1024;
/// Of each version. More would fill the writer's queue, and payments would wait behind them.
constexpr int kBatchesAtOnce = 8;

/// The requests of a batch in their order, each read or refused.
using Batch = std::vector<base::Result<GoodsWrite>>;

/// Reads POST batch: {"requests":[{"method","path","body"}]}.
base::Result<Batch> read_batch(http::Request const& request, GoodsApi const& api,
                               GoodsVersion const& version);

/// Does the requests in their order, in one transaction -> {"responses":[{"status","body"}]}. What
/// one of them is refused for concerns no other; its answer is the error object that it would have
/// had alone.
http::Response run_batch(GoodsCall const& call, Batch const& batch);

}  // namespace farthing::api
