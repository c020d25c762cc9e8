#include "api/goods_write.hpp"

#include "base/ensure.hpp"

namespace farthing::api {
namespace {

using base::Result;
using goods::Good;
using http::Method;

Result<Good> create(GoodsCall const& call, std::string_view body) {
    auto description = call.version.parse_description(body);
    if (!description) return description.error();
    return goods::create(call.goods, call.api.clock, call.api.random, call.store.id,
                         std::move(*description));
}

Result<Good> change(GoodsCall const& call, goods::GoodId const& id,
                    Result<goods::Change> const& change) {
    if (!change) return change.error();
    return goods::change(call.goods, call.api.clock, call.store.id, id, *change);
}

}  // namespace

Result<Good> write_good(GoodsCall const& call, GoodsWrite const& write) {
    if (write.method == Method::post) return create(call, write.body);
    auto const id = good_id(write.id);
    if (!id) return id.error();
    if (write.method == Method::put)
        return change(call, *id, call.version.parse_replacement(write.body));
    if (write.method == Method::patch)
        return change(call, *id, call.version.parse_change(write.body));
    base::ensure(write.method == Method::delete_);
    return goods::remove(call.goods, call.api.clock, call.store.id, *id);
}

}  // namespace farthing::api
