#include "http/route.hpp"

#include <gtest/gtest.h>

namespace farthing::http {
namespace {

Route route(Method method, std::string pattern, bool cross_origin = false) {
    return Route{.method = method,
                 .pattern = std::move(pattern),
                 .handler = ImmediateHandler(),
                 .cross_origin = cross_origin};
}

Router goods_router() {
    Router router;
    router.add(route(Method::get, "/"));
    router.add(route(Method::get, "/v2/goods", true));
    router.add(route(Method::post, "/v2/goods", true));
    router.add(route(Method::get, "/v2/goods/{id}"));
    router.add(route(Method::delete_, "/v2/goods/{id}", true));
    router.add(route(Method::post, "/v2/goods/batch"));
    router.add(route(Method::get, "/v2/goods/{id}/files/{file}"));
    router.add(route(Method::get, "/v2/goods/{id}/files/{path...}"));
    router.add(route(Method::get, "/wallet/{path...}"));
    return router;
}

struct Found {
    std::string pattern;
    std::string parameters;
    std::string allowed;
    bool operator==(Found const&) const = default;
    friend void PrintTo(Found const& f, std::ostream* out) {
        *out << f.pattern << "|" << f.parameters << "|" << f.allowed;
    }
};

Found find(Router const& router, Method method, std::string_view path) {
    Request request;
    request.method = method;
    request.path = path;
    auto const match = router.find(request);
    Found found{.pattern = match.route == nullptr ? "" : match.route->pattern,
                .parameters = "",
                .allowed = match.allowed};
    for (auto const& parameter : request.parameters)
        found.parameters.append(parameter.name).append("=").append(parameter.value).append(";");
    return found;
}

TEST(Router, FindsTheMostExactPattern) {
    struct Case {
        Method method;
        std::string_view path;
        Found found;
    };
    auto const router = goods_router();
    for (auto const& c : std::vector<Case>{
             {Method::get, "/", {"/", "", ""}},
             {Method::get, "/v2/goods", {"/v2/goods", "", ""}},
             {Method::get, "/v2/goods/", {"/v2/goods", "", ""}},
             {Method::head, "/v2/goods", {"/v2/goods", "", ""}},
             {Method::get, "/v2/goods/5", {"/v2/goods/{id}", "id=5;", ""}},
             {Method::get, "/v2/goods/5/", {"/v2/goods/{id}", "id=5;", ""}},
             {Method::get, "/v2/goods/a%2fb", {"/v2/goods/{id}", "id=a%2fb;", ""}},
             {Method::post, "/v2/goods/batch", {"/v2/goods/batch", "", ""}},
             {Method::get, "/v2/goods/batch", {"/v2/goods/{id}", "id=batch;", ""}},
             {Method::get,
              "/v2/goods/5/files/a",
              {"/v2/goods/{id}/files/{file}", "id=5;file=a;", ""}},
             {Method::get,
              "/v2/goods/5/files/a/b",
              {"/v2/goods/{id}/files/{path...}", "id=5;path=a/b;", ""}},
             {Method::get,
              "/v2/goods/batch/files/a/b",
              {"/v2/goods/{id}/files/{path...}", "id=batch;path=a/b;", ""}},
             {Method::get, "/wallet/a//b/", {"/wallet/{path...}", "path=a//b/;", ""}},
         })
        EXPECT_EQ(find(router, c.method, c.path), c.found) << c.path;
}

TEST(Router, NamesTheMethodsOfAPathThatLacksTheOneAskedFor) {
    auto const router = goods_router();
    EXPECT_EQ(find(router, Method::put, "/v2/goods/5"), (Found{"", "", "GET, HEAD, DELETE"}));
    EXPECT_EQ(find(router, Method::put, "/v2/goods/batch"),
              (Found{"", "", "GET, HEAD, POST, DELETE"}));
    EXPECT_EQ(find(router, Method::post, "/wallet/x"), (Found{"", "", "GET, HEAD"}));
    EXPECT_EQ(find(router, Method::options, "/v2/goods"), (Found{"", "", "GET, HEAD, POST"}));
}

TEST(Router, TellsThePreflightOnlyWhatAnyPageMayCall) {
    auto const router = goods_router();
    Request request;
    request.method = Method::options;
    request.path = "/v2/goods/5";
    EXPECT_EQ(router.find(request).cross_origin, "DELETE");
}

TEST(Router, FindsNothingElsewhere) {
    auto const router = goods_router();
    for (auto const* path : {"",
                             "*",
                             "v2/goods",
                             "//",
                             "/v2",
                             "/v2//goods",
                             "/v2/goods//",
                             "/v2/goods/5//",
                             "/V2/goods",
                             "/v2/goods/5/files",
                             "/v2/goods/5/files/",
                             "/wallet",
                             "/wallet/",
                             "/v2/goods/.",
                             "/v2/goods/..",
                             "/v2/goods/%2e%2E",
                             "/v2/goods/.%2e/",
                             "/wallet/../x",
                             "/wallet/a/%2e%2e/b",
                             "/wallet/a/..",
                             "/v2/%67oods"})
        EXPECT_EQ(find(router, Method::get, path), (Found{"", "", ""})) << path;
}

TEST(Router, TakesDotsThatAreNoDotSegments) {
    auto const router = goods_router();
    EXPECT_EQ(find(router, Method::get, "/wallet/..."),
              (Found{"/wallet/{path...}", "path=...;", ""}));
    EXPECT_EQ(find(router, Method::get, "/v2/goods/a.b").parameters, "id=a.b;");
    EXPECT_EQ(find(router, Method::get, "/v2/goods/..a").parameters, "id=..a;");
}

TEST(Router, ListsRoutesInTheOrderOfAdding) {
    auto const router = goods_router();
    auto const routes = router.routes();
    ASSERT_EQ(routes.size(), 9U);
    EXPECT_EQ(routes[0]->pattern, "/");
    EXPECT_EQ(routes[8]->pattern, "/wallet/{path...}");
}

TEST(Router, StopsAtPatternsThatCannotBeMeant) {
    auto const add = [](std::string pattern) {
        auto router = goods_router();
        router.add(route(Method::get, std::move(pattern)));
    };
    for (auto const* pattern :
         {"", "x", "/a//b", "/a/", "/{x...}/b", "/v2/goods", "/wallet/{other...}"})
        EXPECT_DEATH(add(pattern), "") << pattern;
}

}  // namespace
}  // namespace farthing::http
