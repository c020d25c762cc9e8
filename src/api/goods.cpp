#include "api/goods.hpp"

#include "api/goods_batch.hpp"
#include "api/goods_call.hpp"
#include "api/goods_conditions.hpp"
#include "api/goods_list.hpp"
#include "api/goods_write.hpp"
#include "api/idempotency.hpp"
#include "api/publisher.hpp"
#include "http/errors.hpp"

namespace farthing::api {
namespace {

using base::Result;
using http::Method;
using http::Response;

Result<Response> retrieve_good(GoodsCall const& call) {
    auto const id = good_id(call.request.parameter("id"));
    if (!id) return id.error();
    auto const good = goods::find(call.goods, call.store.id, *id);
    if (!good) return good.error();
    auto const tag = entity_tag(*good);
    bool const known = is_known_to_client(call.request, tag);
    auto response = known ? not_modified() : json_response(call.version.to_json(*good));
    response.add("ETag", tag);
    return response;
}

/// Whether the request's conditions hold for the good as it is now.
Result<void> check_conditions_of(GoodsCall const& call, std::string_view text) {
    if (!is_conditional(call.request)) return {};
    auto const id = good_id(text);
    if (!id) return id.error();
    auto const good = goods::find(call.goods, call.store.id, *id);
    if (!good) return good.error();
    return check_conditions(call.request, *good);
}

Result<Response> write(GoodsCall const& call) {
    auto const method = call.request.method;
    if (method != Method::delete_)
        if (auto const json = expect_json(call.request); !json) return json.error();
    auto const id = method == Method::post ? "" : call.request.parameter("id");
    if (method != Method::post)
        if (auto const holds = check_conditions_of(call, id); !holds) return holds.error();
    auto const written = write_good(call, {.method = method, .id = id, .body = call.request.body});
    if (!written) return written.error();
    auto response = json_response(call.version.to_json(written->good));
    if (method != Method::delete_) response.add("ETag", entity_tag(written->good));
    for (auto const& warning : written->warnings) add_warning(response, warning);
    return response;
}

Result<Response> write_once(GoodsCall const& call) {
    return answer_once(call, write);
}

Result<Response> run_batch_once(GoodsCall const& call) {
    return answer_once(call, run_batch);
}

void add_version(http::Router& router, GoodsApi const& api, GoodsVersion const& version) {
    auto const reading = [&](GoodsEndpoint endpoint) {
        return api.limits.guard(on_reader(api.database, for_store(api, version, endpoint)));
    };
    auto const writing = [&](GoodsEndpoint endpoint) {
        return api.limits.guard(on_writer(api.database, for_store(api, version, endpoint)));
    };
    auto const prefix = goods_prefix(api, version);
    auto const all = prefix + "/goods";
    auto const one = prefix + "/goods/{id}";
    router.add({.method = Method::get, .pattern = all, .handler = reading(list_goods)});
    router.add({.method = Method::get, .pattern = one, .handler = reading(retrieve_good)});
    router.add({.method = Method::post, .pattern = all, .handler = writing(write_once)});
    for (auto const method : {Method::put, Method::patch, Method::delete_})
        router.add({.method = method, .pattern = one, .handler = writing(write_once)});
    router.add({.method = Method::post,
                .pattern = prefix + "/batch",
                .handler = writing(run_batch_once),
                .body_limit = kBatchBytes});
    router.add({.method = Method::get,
                .pattern = prefix + "/permissions",
                .handler = reading(tell_permissions)});
}

}  // namespace

void add_goods_routes(http::Router& router, GoodsApi const& api) {
    add_version(router, api, goods_v1());
    add_version(router, api, goods_v2());
    router.add({.method = Method::get,
                .pattern = publisher_path(api) + "/{key}/limits",
                .handler = api.limits.guard(
                    on_reader(api.database, for_store(api, goods_v2(), tell_limits)))});
}

void answer_unknown_path(http::Request const& request, http::Response& response) {
    auto const is_live = [&](std::string_view root) { return request.path.starts_with(root); };
    bool const asks_for_live = is_live("/v1/") || is_live("/v2/") || is_live("/mainnet/");
    http::set_error(response, 404,
                    asks_for_live ? "this server has no live network; the paths of its test "
                                    "network begin with /testnet"
                                  : "");
}

}  // namespace farthing::api
