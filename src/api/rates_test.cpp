#include "api/rates.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "engine/testing.hpp"

namespace farthing::api {
namespace {

constexpr auto kQuotes = "/coinmarketcap/v1/cryptocurrency/quotes/latest";

class RatesTest : public testing::Test {
protected:
    RatesTest() { add_rate_routes(router, keeper); }

    http::Response get(std::string const& path, std::string const& query = "") {
        http::Request request;
        request.path = path;
        request.query = query;
        auto const* route = router.find(request).route;
        if (route == nullptr) return http::Response(404);
        EXPECT_TRUE(route->cross_origin);
        http::Response response;
        std::get<http::ImmediateHandler>(route->handler)(request, response);
        return response;
    }

    base::ManualClock clock;
    engine::TestScheduler scheduler;
    engine::TestLog log;
    engine::TestClient client{scheduler, [](http::ClientRequest const&) {
                                  return http::ClientResponse{
                                      .status = 200,
                                      .body = R"({"stellar":{"eur":0.14481235,"usd":1}})"};
                              }};
    engine::RateKeeper keeper{{client, scheduler, clock, log},
                              *rates::parse_settings("coingecko:EUR,USD,GBP")};
    http::Router router;

    void learn() {
        keeper.start();
        ASSERT_TRUE(scheduler.run_until([this] { return !client.asked.empty(); }));
    }
};

TEST_F(RatesTest, AQuoteHasTheShapeThatThePluginsRead) {
    learn();
    for (std::string const prefix : {"", "/testnet", "/staging/testnet"}) {
        auto const response = get(prefix + kQuotes, "convert=EUR&symbol=XLM");
        EXPECT_EQ(response.status(), 200);
        EXPECT_EQ(response.field("Content-Type"), "application/json; charset=utf-8");
        EXPECT_EQ(
            response.body_text(),
            R"({"status":{"timestamp":"2026-09-21T14:13:20Z","error_code":0,"error_message":null},)"
            R"("data":{"XLM":{"id":512,"name":"Stellar","symbol":"XLM","slug":"stellar",)"
            R"("last_updated":"2026-09-21T14:13:20Z","quote":{"EUR":{"price":0.14481235,)"
            R"("last_updated":"2026-09-21T14:13:20Z","stale":false}}}}})");
    }
}

TEST_F(RatesTest, TheRateOfAHundredMillionSatoshisIsThatOfTheirLumens) {
    learn();
    EXPECT_EQ(
        get("/api/rates/eur").body_text(),
        R"({"code":"EUR","rate":9050.771875,"last_updated":"2026-09-21T14:13:20Z","stale":false})");
    EXPECT_NE(get("/api/rates/USD").body_text().find(R"("rate":62500,)"), std::string::npos);
}

TEST_F(RatesTest, AnOldRateSaysSo) {
    learn();
    clock.advance(std::chrono::minutes(10));
    EXPECT_NE(get(kQuotes, "convert=EUR").body_text().find(R"("stale":true)"), std::string::npos);
    EXPECT_NE(get("/api/rates/eur")
                  .body_text()
                  .find(R"("last_updated":"2026-09-21T14:13:20Z","stale":true)"),
              std::string::npos);
    clock.advance(std::chrono::hours(1));
    EXPECT_EQ(get(kQuotes, "convert=EUR").status(), 503);
    EXPECT_EQ(get("/api/rates/eur").status(), 503);
}

TEST_F(RatesTest, WhatIsNotKnownOrMakesNoSenseIsSaidToBeSo) {
    struct Case {
        std::string query;
        int status;
        char const* message;
    };
    EXPECT_EQ(get(kQuotes).status(), 503);
    learn();
    EXPECT_EQ(get(kQuotes).status(), 200);
    for (auto const& c :
         std::initializer_list<Case>{{"convert=GBP", 503, "GBP is not known yet"},
                                     {"convert=JPY", 404, "no rate for JPY; it has: EUR, GBP, USD"},
                                     {"convert=euro", 400, "three letters"},
                                     {"convert=", 400, "three letters"},
                                     {"convert=EUR,USD", 400, "three letters"},
                                     {"convert=%4", 400, "convert"},
                                     {"convert=EUR&convert=USD", 400, "convert"},
                                     {"convert=EUR&symbol=BTC", 400, "symbol"},
                                     {"convert=EUR&symbol=XLM&symbol=XLM", 400, "symbol"}}) {
        auto const response = get(kQuotes, c.query);
        EXPECT_EQ(response.status(), c.status) << c.query;
        EXPECT_NE(response.body_text().find(c.message), std::string::npos) << response.body_text();
    }
    EXPECT_EQ(get("/api/rates/jpy").status(), 404);
    EXPECT_EQ(get("/api/rates/bitcoin").status(), 400);
    EXPECT_EQ(get("/api/rates/%45UR").status(), 400);
}

}  // namespace
}  // namespace farthing::api
