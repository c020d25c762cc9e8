#include "api/publisher.hpp"

#include "goods/price.hpp"
#include "http/basic_auth.hpp"

namespace farthing::api {

base::Result<http::Response> tell_permissions(GoodsCall const&) {
    return json_response(R"({"permissions":["goods:read","goods:write"]})");
}

base::Result<http::Response> tell_limits(GoodsCall const& call) {
    auto const credentials = http::basic_credentials(call.request);
    if (!credentials) return credentials.error();
    if (credentials->user != call.request.parameter("key"))
        return base::fail(base::Errc::not_found,
                          "the key in the path must be the API key of the request");
    return json_response("{\"maxProductPrice\":" + std::to_string(goods::kMaxPrice.value()) + "}");
}

std::string publisher_path(GoodsApi const& api) {
    return (api.network == "testnet" ? "/testnet" : "/mainnet") + std::string("/publisher");
}

}  // namespace farthing::api
