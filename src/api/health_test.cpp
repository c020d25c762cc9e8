#include "api/health.hpp"

#include <gtest/gtest.h>

namespace farthing::api {
namespace {

TEST(Health, ReadyOnlyWhileThereIsNoObstacleAndNamesIt) {
    std::string obstacle = "a breach of a law with a name too long to lie within a short text";
    http::Router router;
    add_health_routes(router, [&] { return obstacle; });
    auto const ask = [&](std::string const& path) {
        http::Request request;
        request.path = path;
        auto const match = router.find(request);
        http::Response response;
        std::get<http::ImmediateHandler>(match.route->handler)(request, response);
        return std::pair(response.status(), std::string(response.body_text()));
    };
    EXPECT_EQ(ask("/readyz"), std::pair(503, obstacle + "\n"));
    EXPECT_EQ(ask("/healthz"), std::pair(200, std::string("ok\n")));
    obstacle.clear();
    EXPECT_EQ(ask("/readyz"), std::pair(200, std::string("ready\n")));
}

}  // namespace
}  // namespace farthing::api
