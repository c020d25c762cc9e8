#include "api/request_limits.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/testing.hpp"

namespace farthing::api {
namespace {

constexpr std::string_view kNear = "127.0.0.1";
constexpr std::string_view kFar = "192.0.2.1";

class RequestLimitsTest : public testing::Test {
protected:
    /// What a guarded handler that answers `status` is heard to answer, so many times.
    std::vector<int> answers(int status, std::string const& authorization, std::string_view from,
                             int times, bool is_public = false) {
        http::Handler const answer =
            http::DeferredHandler([status](http::Request const&, http::Respond const& respond) {
                respond(http::Response(status));
            });
        auto const handler = is_public ? limits.guard_public(answer) : limits.guard(answer);
        http::Request request;
        request.peer_address = from;
        if (!authorization.empty()) request.fields.push({"Authorization", authorization});
        std::vector<int> heard;
        for (int i = 0; i < times; ++i)
            std::get<http::DeferredHandler>(handler)(request, [&](http::Response const& response) {
                heard.push_back(response.status());
            });
        return heard;
    }
    static std::string basic(std::string const& text) {
        return "Basic " + base::to_base64(base::as_bytes(text));
    }

    base::ManualClock clock;
    base::SeededRandom random;
    RequestLimits limits{{.key = {.count = 1, .burst = 3},
                          .address = {.count = 1, .burst = 100},
                          .failures = {.count = 1, .burst = 2}},
                         clock,
                         random};
    std::string const mine = basic("key:secret");
};

TEST_F(RequestLimitsTest, CountWrongSecretsAndNotRequestsWithoutOne) {
    for (auto const from : {kNear, kFar}) {
        EXPECT_EQ(answers(401, "", from, 5), std::vector<int>(5, 401)) << from;
        EXPECT_EQ(answers(401, basic("key:wrong"), from, 3), (std::vector{401, 401, 429})) << from;
        EXPECT_EQ(answers(401, "Bearer x", from, 3), (std::vector{401, 401, 429})) << from;
        EXPECT_EQ(answers(401, "", from, 5), std::vector<int>(5, 401)) << from;
    }
}

TEST_F(RequestLimitsTest, ChargeAKeyWithWhatWasDoneForIt) {
    EXPECT_EQ(answers(200, mine, kNear, 4), (std::vector{200, 200, 200, 429}));
    EXPECT_EQ(answers(200, basic("other:secret"), kNear, 1), std::vector{200});
}

TEST_F(RequestLimitsTest, ChargeAKeyWithNothingBeforeItsSecretWasLookedAt) {
    EXPECT_EQ(answers(503, mine, kNear, 10), std::vector<int>(10, 503));
    EXPECT_EQ(answers(401, basic("key:wrong"), kFar, 2), std::vector<int>(2, 401));
    EXPECT_EQ(answers(404, mine, kNear, 4), (std::vector{404, 404, 404, 429}));
}

TEST_F(RequestLimitsTest, ChargeNoKeyAndNotNobodysForWhatNeedsNone) {
    for (auto const* authorization : {mine.c_str(), ""}) {
        EXPECT_EQ(answers(200, authorization, kNear, 20, true), std::vector<int>(20, 200));
        EXPECT_EQ(answers(402, authorization, kFar, 20, true), std::vector<int>(20, 402));
    }
    EXPECT_EQ(answers(200, mine, kNear, 1), std::vector{200});
    EXPECT_EQ(answers(200, "", kFar, 70, true).back(), 429);
    EXPECT_EQ(answers(200, "", kNear, 1, true), std::vector{200});
}

}  // namespace
}  // namespace farthing::api
