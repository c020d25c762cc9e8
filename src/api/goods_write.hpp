#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/goods_call.hpp"

namespace farthing::api {

/// What a request, or one of a batch, wants done.
struct GoodsWrite {
    http::Method method;  ///< POST, PUT, PATCH or DELETE.
    std::string_view id;  ///< Of the good; for POST none.
    std::string_view body;
};

struct WrittenGood {
    goods::Good good;  ///< As it is now; a removed one as it was.
    std::vector<std::string> warnings = {};
};

/// Reads the body, then creates, replaces, changes or removes the good. When it returns an error it
/// has written nothing.
base::Result<WrittenGood> write_good(GoodsCall const& call, GoodsWrite const& write);

/// Adds a field `Warning: 199 farthing "..."`.
void add_warning(http::Response& response, std::string const& text);

}  // namespace farthing::api
