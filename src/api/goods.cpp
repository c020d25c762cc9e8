#include "api/goods.hpp"

#include "api/caller.hpp"
#include "api/places.hpp"
#include "goods/good_json.hpp"
#include "store/goods_repository.hpp"

namespace farthing::api {
namespace {

using base::Result;
using http::Request;
using http::Response;

/// One authenticated request for goods, within its transaction.
struct Call {
    Request const& request;
    GoodsApi const& api;
    stores::Store const& store;
    store::GoodsRepository& goods;
};

using Endpoint = Result<Response> (*)(Call const&);

StoreHandler authenticated(GoodsApi const& api, Endpoint endpoint) {
    return [&api, endpoint](Request const& request,
                            store::Transaction& transaction) -> Result<Response> {
        auto const store = caller(request, transaction, api.network);
        if (!store) return store.error();
        store::GoodsRepository goods(transaction);
        return endpoint({.request = request, .api = api, .store = *store, .goods = goods});
    };
}

Response json_response(std::string body) {
    Response response(200);
    response.add("Content-Type", "application/json; charset=utf-8")
        .add("Cache-Control", "no-store");
    response.set_body(std::move(body));
    return response;
}

Result<Response> to_response(Result<goods::Good> const& good) {
    if (!good) return good.error();
    return json_response(goods::to_json(*good));
}

Result<void> expect_json(Request const& request) {
    auto const type = request.field("Content-Type").value_or("");
    auto const media_type = type.substr(0, type.find(';'));
    if (http::equal_ignoring_case(media_type, "application/json")) return {};
    return base::fail(base::Errc::unsupported_media_type,
                      "the body must be JSON: send the header Content-Type: application/json");
}

/// An id that has not the form of one belongs to no good.
Result<goods::GoodId> good_id(Request const& request) {
    auto id = goods::GoodId::parse(request.parameter("id"));
    if (!id) return base::fail(base::Errc::not_found, "there is no good with this id");
    return id;
}

Result<Response> list_goods(Call const& call) {
    return json_response(goods::to_json(call.goods.list(call.store.id)));
}

Result<Response> create_good(Call const& call) {
    if (auto const json = expect_json(call.request); !json) return json.error();
    auto description = goods::parse_description(call.request.body);
    if (!description) return description.error();
    return to_response(goods::create(call.goods, call.api.clock, call.api.random, call.store.id,
                                     std::move(*description)));
}

Result<Response> retrieve_good(Call const& call) {
    auto const id = good_id(call.request);
    if (!id) return id.error();
    return to_response(goods::find(call.goods, call.store.id, *id));
}

Result<Response> replace_good(Call const& call) {
    if (auto const json = expect_json(call.request); !json) return json.error();
    auto const id = good_id(call.request);
    if (!id) return id.error();
    auto description = goods::parse_description(call.request.body);
    if (!description) return description.error();
    return to_response(
        goods::replace(call.goods, call.api.clock, call.store.id, *id, std::move(*description)));
}

Result<Response> update_good(Call const& call) {
    if (auto const json = expect_json(call.request); !json) return json.error();
    auto const id = good_id(call.request);
    if (!id) return id.error();
    auto const change = goods::parse_change(call.request.body);
    if (!change) return change.error();
    return to_response(goods::change(call.goods, call.api.clock, call.store.id, *id, *change));
}

Result<Response> delete_good(Call const& call) {
    auto const id = good_id(call.request);
    if (!id) return id.error();
    return to_response(goods::remove(call.goods, call.api.clock, call.store.id, *id));
}

}  // namespace

void add_goods_routes(http::Router& router, GoodsApi const& api, std::string const& prefix) {
    auto& database = api.database;
    auto const read = [&](Endpoint endpoint) {
        return on_reader(database, authenticated(api, endpoint));
    };
    auto const write = [&](Endpoint endpoint) {
        return on_writer(database, authenticated(api, endpoint));
    };
    auto const all = prefix + "/goods";
    auto const one = prefix + "/goods/{id}";
    router.add({.method = http::Method::get, .pattern = all, .handler = read(list_goods)});
    router.add({.method = http::Method::post, .pattern = all, .handler = write(create_good)});
    router.add({.method = http::Method::get, .pattern = one, .handler = read(retrieve_good)});
    router.add({.method = http::Method::put, .pattern = one, .handler = write(replace_good)});
    router.add({.method = http::Method::patch, .pattern = one, .handler = write(update_good)});
    router.add({.method = http::Method::delete_, .pattern = one, .handler = write(delete_good)});
}

}  // namespace farthing::api
