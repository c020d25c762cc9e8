#pragma once

#include <string_view>

#include "api/goods_call.hpp"

namespace farthing::api {

/// What a request, or one of a batch, wants done.
struct GoodsWrite {
    http::Method method;  ///< POST, PUT, PATCH or DELETE.
    std::string_view id;  ///< Of the good; for POST none.
    std::string_view body;
};

/// Reads the body, then creates, replaces, changes or removes the good. Answers what it is now, or
/// of a removed one what it was.
base::Result<goods::Good> write_good(GoodsCall const& call, GoodsWrite const& write);

}  // namespace farthing::api
