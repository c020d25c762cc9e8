#pragma once

#include "api/goods_call.hpp"

namespace farthing::api {

constexpr std::int64_t kMostGoodsPerPage = 1'000;
/// What is answered without `limit` is made in memory.
constexpr std::size_t kMostGoodsAtOnce = 100'000;

/// GET goods: all goods of the store, as the documents have it, if they are not more than
/// kMostGoodsAtOnce. With `limit` a page of them, and a Link to the next one; with `title` or `url`
/// only those that hold that text.
base::Result<http::Response> list_goods(GoodsCall const& call);

}  // namespace farthing::api
