#include <gtest/gtest.h>

#include <set>

#include "app/assets.hpp"
#include "app/platform.hpp"
#include "base/json.hpp"
#include "store/testing.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;

std::string upper(std::string text) {
    for (auto& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

/// `GET /healthz`, for each operation that the document describes.
std::set<std::string> described() {
    std::set<std::string> all;
    for (auto const& asset : assets()) {
        if (asset.path != "openapi.json") continue;
        auto const document = *base::parse_json(asset.content);
        for (auto const& [path, item] : document.at("paths").as_object())
            for (auto const& [method, operation] : item.as_object())
                if (method != "parameters") all.insert(upper(method) + " " + std::string(path));
    }
    return all;
}

/// OpenAPI has no placeholder for several segments: `{member...}` is `{member}` there.
std::string in_openapi(std::string pattern) {
    if (pattern.ends_with("...}")) pattern.replace(pattern.size() - 4, 4, "}");
    return pattern;
}

std::set<std::string> routed() {
    store::TemporaryFolder const folder;
    Runtime runtime;
    store::DataDirectory const data(folder.path() / "data");
    Platform platform(runtime, data,
                      {.listen = "127.0.0.1:0", .horizon_url = "http://127.0.0.1:1"});
    std::set<std::string> all;
    auto const router = platform.routes();
    for (auto const* route : router.routes())
        all.insert(std::string(http::to_text(route->method)) + " " + in_openapi(route->pattern));
    runtime.stop();
    return all;
}

TEST(Openapi, DescribesEveryRouteAndNothingElse) {
    auto const routes = routed();
    EXPECT_GT(routes.size(), 20U);
    EXPECT_EQ(described(), routes);
}

}  // namespace
}  // namespace farthing::app
