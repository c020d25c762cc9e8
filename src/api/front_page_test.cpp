#include "api/front_page.hpp"

#include <gtest/gtest.h>

namespace farthing::api {
namespace {

http::Response get(std::string_view path, std::string_view accept) {
    http::Router router;
    add_front_page(router);
    http::Request request;
    request.path = path;
    request.fields.push({"Accept", accept});
    auto const match = router.find(request);
    if (match.route == nullptr) return http::Response(0);
    http::Response response;
    std::get<http::ImmediateHandler>(match.route->handler)(request, response);
    return response;
}

TEST(FrontPage, TellsABrowserWhatThisIsAndLoadsNothing) {
    auto const page = get("/", "text/html,application/xhtml+xml,*/*;q=0.8");
    EXPECT_EQ(page.status(), 200);
    EXPECT_EQ(page.field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_TRUE(page.field("Content-Security-Policy").starts_with("default-src 'none';"));
    for (auto const* link : {"href=\"/docs/api\"", "href=\"/openapi.json\"", "href=\"/healthz\""})
        EXPECT_NE(page.body_text().find(link), std::string_view::npos) << link;
    for (auto const* loader : {" src=", "stylesheet", "@import", "url(", "http://", "https://"})
        EXPECT_EQ(page.body_text().find(loader), std::string_view::npos) << loader;
}

TEST(FrontPage, IsNothingToAProgram) {
    for (auto const* accept : {"", "*/*", "application/json"}) {
        auto const answer = get("/", accept);
        EXPECT_EQ(answer.status(), 404);
        EXPECT_EQ(answer.field("Content-Type"), "application/json");
        EXPECT_NE(answer.body_text().find("/docs/api"), std::string_view::npos);
        EXPECT_EQ(answer.field("Vary"), "Accept");
    }
}

TEST(FrontPage, DocsLeadToTheDocumentation) {
    for (auto const* path : {"/docs", "/docs/"}) {
        EXPECT_EQ(get(path, "text/html").status(), 302) << path;
        EXPECT_EQ(get(path, "text/html").field("Location"), "/docs/api") << path;
    }
}

}  // namespace
}  // namespace farthing::api
