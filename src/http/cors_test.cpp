#include "http/cors.hpp"

#include <gtest/gtest.h>

namespace farthing::http {
namespace {

TEST(Cors, AnswersAPreflightWithTheMethodsOfThePath) {
    Response response;
    answer_options({.route = nullptr, .allowed = "GET, HEAD, POST", .cross_origin = "GET, HEAD"},
                   response);
    EXPECT_EQ(response.status(), 204);
    EXPECT_EQ(response.field("Allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(response.field("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(response.field("Access-Control-Allow-Methods"), "GET, HEAD");
    EXPECT_EQ(
        response.field("Access-Control-Allow-Headers"),
        "Authorization, Content-Type, X-Payment-Certificate, Range, Idempotency-Key, If-Match, "
        "If-None-Match, Cache-Control, Last-Event-ID, X-Client-Name, X-Client-Version, "
        "X-App-Name, X-App-Version");
    EXPECT_EQ(response.field("Access-Control-Max-Age"), "86400");
}

TEST(Cors, InvitesNobodyWhereNoRouteIsOpenToOtherPages) {
    Response response;
    answer_options({.route = nullptr, .allowed = "GET, HEAD", .cross_origin = ""}, response);
    EXPECT_EQ(response.field_text(), "Allow: GET, HEAD, OPTIONS\r\n");
}

}  // namespace
}  // namespace farthing::http
