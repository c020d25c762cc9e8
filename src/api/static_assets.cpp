#include "api/static_assets.hpp"

#include "http/conditional.hpp"

namespace farthing::api {

void add_static_asset(http::Router& router, std::string const& path, StaticAsset const& asset) {
    auto const serve = [asset](http::Request const& request, http::Response& response) {
        response.add("ETag", asset.etag).add("Cache-Control", "no-cache");
        if (http::none_match_names(request, asset.etag)) {
            response.set_status(304);
            return;
        }
        response.add("Content-Type", asset.content_type).add("X-Content-Type-Options", "nosniff");
        if (!asset.content_security_policy.empty())
            response.add("Content-Security-Policy", asset.content_security_policy)
                .add("Referrer-Policy", "no-referrer");
        response.set_body(asset.content);
    };
    router.add({.method = http::Method::get,
                .pattern = path,
                .handler = http::ImmediateHandler(serve),
                .cross_origin = true});
}

}  // namespace farthing::api
