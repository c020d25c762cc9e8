#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/goods_call.hpp"

namespace farthing::api {

struct Creation {
    goods::Description description;
};
struct Alteration {
    goods::GoodId good;
    goods::Change change;
};
struct Removal {
    goods::GoodId good;
};
/// What a request, or one of a batch, wants done.
using GoodsWrite = std::variant<Creation, Alteration, Removal>;

/// Reads a POST, PUT, PATCH or DELETE for the good with this id; for POST there is none.
base::Result<GoodsWrite> read_write(GoodsVersion const& version, http::Method method,
                                    std::string_view id, std::string_view body);

struct WrittenGood {
    goods::Good good;  ///< As it is now; a removed one as it was.
    std::vector<std::string> warnings = {};
};

/// Creates, replaces, changes or removes the good. When it returns an error it has written nothing.
base::Result<WrittenGood> write_good(GoodsCall const& call, GoodsWrite const& write);

/// Adds a field `Warning: 199 farthing "..."`, or one for each text.
void add_warning(http::Response& response, std::string const& text);
void add_warnings(http::Response& response, std::vector<std::string> const& texts);

}  // namespace farthing::api
