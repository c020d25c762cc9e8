#include "api/goods.hpp"

#include <atomic>
#include <memory>

#include "api/caller.hpp"
#include "api/front_page.hpp"
#include "api/goods_batch.hpp"
#include "api/goods_call.hpp"
#include "api/goods_conditions.hpp"
#include "api/goods_list.hpp"
#include "api/goods_write.hpp"
#include "api/idempotency.hpp"
#include "api/publisher.hpp"
#include "goods/secret_warnings.hpp"
#include "http/errors.hpp"

namespace farthing::api {
namespace {

using base::Result;
using http::Method;
using http::Request;
using http::Response;

/// Strangers' bodies are read too. The longest good takes a little more than half of it, if every
/// character is escaped.
constexpr std::size_t kGoodBytes = 64 * 1024;

Result<Response> retrieve_good(GoodsCall const& call) {
    auto const id = good_id(call.request.parameter("id"));
    if (!id) return id.error();
    auto const good = goods::find(call.goods, call.store.id, *id);
    if (!good) return good.error();
    auto const tag = entity_tag(*good);
    bool const known = is_known_to_client(call.request, tag);
    auto response = known ? not_modified() : json_response(call.version.to_json(*good));
    response.add("ETag", tag);
    if (!known) add_warnings(response, goods::warnings_about(call.goods, *good));
    return response;
}

/// Whether the request's conditions hold for the good as it is now.
Result<void> check_conditions_of(GoodsCall const& call) {
    if (call.request.method == Method::post || !is_conditional(call.request)) return {};
    auto const id = good_id(call.request.parameter("id"));
    if (!id) return id.error();
    auto const good = goods::find(call.goods, call.store.id, *id);
    if (!good) return good.error();
    return check_conditions(call.request, *good);
}

Result<GoodsWrite> read_write_of(Request const& request, GoodsVersion const& version) {
    auto const method = request.method;
    if (method != Method::delete_)
        if (auto const json = expect_json(request); !json) return json.error();
    auto const id = method == Method::post ? "" : request.parameter("id");
    return read_write(version, method, id, request.body);
}

Result<Response> write(GoodsCall const& call, Result<GoodsWrite> const& wanted) {
    if (!wanted) return wanted.error();
    if (auto const holds = check_conditions_of(call); !holds) return holds.error();
    auto const written = write_good(call, *wanted);
    if (!written) return written.error();
    auto response = json_response(call.version.to_json(written->good));
    bool const is_there = !std::holds_alternative<Removal>(*wanted);
    if (is_there) response.add("ETag", entity_tag(written->good));
    add_warnings(response, written->warnings);
    return response;
}

/// The endpoint, done once for each idempotency key that the request may have.
GoodsEndpoint once(Request const& request, GoodsEndpoint endpoint) {
    auto key = read_request_key(request);
    return [key = std::move(key),
            endpoint = std::move(endpoint)](GoodsCall const& call) -> Result<Response> {
        if (!key) return key.error();
        return *key ? answer_once(call, **key, endpoint) : endpoint(call);
    };
}

/// What is wrong with the request is told to nobody who lacks the API key, so it waits until the
/// key has been looked at.
http::Handler writing(GoodsApi const& api, GoodsVersion const& version) {
    auto const prepare = [&api, &version](Request const& request) {
        auto const wanted =
            std::make_shared<Result<GoodsWrite> const>(read_write_of(request, version));
        auto const endpoint = [wanted](GoodsCall const& call) { return write(call, *wanted); };
        return for_store(api, version, once(request, endpoint));
    };
    return api.limits.guard(on_writer(api.database, prepare));
}

Response too_many_batches() {
    auto response = http::error_response(
        base::fail(base::Errc::too_many_requests,
                   "other batches are under way; send this one again when they are done"));
    response.add("Retry-After", "1");
    return response;
}

/// Refuses what comes while so many are waiting or being done. Also who has gone away keeps a place
/// until its batch is done.
http::Handler few_at_once(http::Handler handler, int most) {
    auto inner = std::get<http::DeferredHandler>(std::move(handler));
    auto const taken = std::make_shared<std::atomic<int>>(0);
    return http::DeferredHandler(
        [inner = std::move(inner), most, taken](Request const& request, http::Respond respond) {
            if (++*taken > most) {
                --*taken;
                return respond(too_many_batches());
            }
            inner(request, [taken, respond = std::move(respond)](Response response) {
                --*taken;
                respond(std::move(response));
            });
        });
}

http::Handler batching(GoodsApi const& api, GoodsVersion const& version) {
    auto const prepare = [&api, &version](Request const& request,
                                          store::Transaction& transaction) -> Result<StoreHandler> {
        auto const store = caller(request, transaction, api.network);
        if (!store) return store.error();
        auto read = read_batch(request, api, version);
        if (!read) return read.error();
        auto const batch = std::make_shared<Batch const>(std::move(*read));
        auto const endpoint = [batch](GoodsCall const& call) { return run_batch(call, *batch); };
        return for_store(api, version, once(request, endpoint));
    };
    return api.limits.guard(
        few_at_once(on_reader_then_writer(api.database, prepare), kBatchesAtOnce));
}

void add_version(http::Router& router, GoodsApi const& api, GoodsVersion const& version) {
    auto const reading = [&](GoodsEndpoint endpoint) {
        return api.limits.guard(
            on_reader(api.database, for_store(api, version, std::move(endpoint))));
    };
    auto const prefix = goods_prefix(api, version);
    auto const all = prefix + "/goods";
    auto const one = prefix + "/goods/{id}";
    router.add({.method = Method::get, .pattern = all, .handler = reading(list_goods)});
    router.add({.method = Method::get, .pattern = one, .handler = reading(retrieve_good)});
    auto const add_write = [&](Method method, std::string const& pattern) {
        router.add({.method = method,
                    .pattern = pattern,
                    .handler = writing(api, version),
                    .body_limit = kGoodBytes});
    };
    add_write(Method::post, all);
    for (auto const method : {Method::put, Method::patch, Method::delete_}) add_write(method, one);
    router.add({.method = Method::post,
                .pattern = prefix + "/batch",
                .handler = batching(api, version),
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
                                  : kNothingHere);
}

}  // namespace farthing::api
