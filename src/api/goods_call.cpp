#include "api/goods_call.hpp"

#include "api/caller.hpp"
#include "api/network_path.hpp"

namespace farthing::api {

using base::Result;
using http::Request;
using http::Response;

StoreHandler for_store(GoodsApi const& api, GoodsVersion const& version, GoodsEndpoint endpoint) {
    return [&api, &version, endpoint = std::move(endpoint)](
               Request const& request, store::Transaction& transaction) -> Result<Response> {
        auto const store = caller(request, transaction, api.network);
        if (!store) return store.error();
        store::GoodsRepository goods(transaction);
        return endpoint({.request = request,
                         .api = api,
                         .version = version,
                         .store = *store,
                         .transaction = transaction,
                         .goods = goods});
    };
}

std::string goods_prefix(GoodsApi const& api, GoodsVersion const& version) {
    return network_path(api.network) + "/" + std::string(version.name);
}

Result<void> expect_json(Request const& request) {
    auto const type = request.field("Content-Type").value_or("");
    auto const media_type = type.substr(0, type.find_first_of("; "));
    if (http::equal_ignoring_case(media_type, "application/json")) return {};
    return base::fail(base::Errc::unsupported_media_type,
                      "the body must be JSON: send the header Content-Type: application/json");
}

Result<goods::GoodId> good_id(std::string_view text) {
    auto id = goods::GoodId::parse(text);
    if (!id) return base::fail(base::Errc::not_found, "there is no good with this id");
    return id;
}

}  // namespace farthing::api
