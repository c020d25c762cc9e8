#include "api/goods_write.hpp"

#include "base/ensure.hpp"
#include "goods/secret_warnings.hpp"

namespace farthing::api {
namespace {

using base::Result;
using http::Method;

Result<WrittenGood> create(GoodsCall const& call, std::string_view body) {
    auto description = call.version.parse_description(body);
    if (!description) return description.error();
    auto good = goods::create(call.goods, call.api.clock, call.api.random, call.store.id,
                              std::move(*description));
    auto warnings = goods::warnings_about(call.goods, good);
    return WrittenGood{.good = std::move(good), .warnings = std::move(warnings)};
}

Result<WrittenGood> change(GoodsCall const& call, goods::GoodId const& id,
                           Result<goods::Change> const& change) {
    if (!change) return change.error();
    auto good = goods::change(call.goods, call.api.clock, call.store.id, id, *change);
    if (!good) return good.error();
    WrittenGood written{.good = std::move(*good)};
    if (change->shared_secret) written.warnings = goods::warnings_about(call.goods, written.good);
    return written;
}

Result<WrittenGood> remove(GoodsCall const& call, goods::GoodId const& id) {
    auto good = goods::remove(call.goods, call.api.clock, call.store.id, id);
    if (!good) return good.error();
    return WrittenGood{.good = std::move(*good)};
}

}  // namespace

Result<WrittenGood> write_good(GoodsCall const& call, GoodsWrite const& write) {
    if (write.method == Method::post) return create(call, write.body);
    auto const id = good_id(write.id);
    if (!id) return id.error();
    if (write.method == Method::put)
        return change(call, *id, call.version.parse_replacement(write.body));
    if (write.method == Method::patch)
        return change(call, *id, call.version.parse_change(write.body));
    base::ensure(write.method == Method::delete_);
    return remove(call, *id);
}

void add_warning(http::Response& response, std::string const& text) {
    response.add("Warning", "199 farthing \"" + text + "\"");
}

}  // namespace farthing::api
