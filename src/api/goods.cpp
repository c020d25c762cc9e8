#include "api/goods.hpp"

#include "api/goods_batch.hpp"
#include "api/goods_call.hpp"
#include "api/goods_write.hpp"
#include "api/publisher.hpp"

namespace farthing::api {
namespace {

using base::Result;
using http::Method;
using http::Response;

Result<Response> list_goods(GoodsCall const& call) {
    return json_response(call.version.list_to_json(call.goods.list(call.store.id)));
}

Result<Response> retrieve_good(GoodsCall const& call) {
    auto const id = good_id(call.request.parameter("id"));
    if (!id) return id.error();
    auto const good = goods::find(call.goods, call.store.id, *id);
    if (!good) return good.error();
    return json_response(call.version.to_json(*good));
}

Result<Response> write(GoodsCall const& call) {
    auto const method = call.request.method;
    if (method != Method::delete_)
        if (auto const json = expect_json(call.request); !json) return json.error();
    auto const id = method == Method::post ? "" : call.request.parameter("id");
    auto const good = write_good(call, {.method = method, .id = id, .body = call.request.body});
    if (!good) return good.error();
    return json_response(call.version.to_json(*good));
}

void add_version(http::Router& router, GoodsApi const& api, GoodsVersion const& version) {
    auto const read = [&](GoodsEndpoint endpoint) {
        return on_reader(api.database, for_store(api, version, endpoint));
    };
    auto const writer = on_writer(api.database, for_store(api, version, write));
    auto const prefix = goods_prefix(api, version);
    auto const all = prefix + "/goods";
    auto const one = prefix + "/goods/{id}";
    router.add({.method = Method::get, .pattern = all, .handler = read(list_goods)});
    router.add({.method = Method::get, .pattern = one, .handler = read(retrieve_good)});
    router.add({.method = Method::post, .pattern = all, .handler = writer});
    for (auto const method : {Method::put, Method::patch, Method::delete_})
        router.add({.method = method, .pattern = one, .handler = writer});
    router.add({.method = Method::post,
                .pattern = prefix + "/batch",
                .handler = on_writer(api.database, for_store(api, version, run_batch)),
                .body_limit = kBatchBytes});
    router.add({.method = Method::get,
                .pattern = prefix + "/permissions",
                .handler = read(tell_permissions)});
}

}  // namespace

void add_goods_routes(http::Router& router, GoodsApi const& api) {
    add_version(router, api, goods_v1());
    add_version(router, api, goods_v2());
    router.add({.method = Method::get,
                .pattern = publisher_path(api) + "/{key}/limits",
                .handler = on_reader(api.database, for_store(api, goods_v2(), tell_limits))});
}

}  // namespace farthing::api
