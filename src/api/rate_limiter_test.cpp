#include "api/rate_limiter.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/testing.hpp"

namespace farthing::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RateLimiterTest : public testing::Test {
protected:
    int taken(RateLimiter& limiter, std::string_view who, int tries) {
        int count = 0;
        for (int i = 0; i < tries; ++i)
            if (!limiter.take(who, clock.now())) ++count;
        return count;
    }

    base::ManualClock clock;
    base::SeededRandom random;
};

TEST_F(RateLimiterTest, AllowsABurstAndThenTheRate) {
    RateLimiter limiter({.count = 10, .period = seconds(1), .burst = 50}, random);
    EXPECT_EQ(taken(limiter, "a", 100), 50);
    clock.advance(milliseconds(99));
    EXPECT_EQ(taken(limiter, "a", 100), 0);
    clock.advance(milliseconds(1));
    EXPECT_EQ(taken(limiter, "a", 100), 1);
    clock.advance(seconds(2));
    EXPECT_EQ(taken(limiter, "a", 100), 20);
    clock.advance(seconds(3'600));
    EXPECT_EQ(taken(limiter, "a", 100), 50);
}

TEST_F(RateLimiterTest, SaysHowLongToWaitAndThatIsEnough) {
    RateLimiter limiter({.count = 10, .period = seconds(60), .burst = 3}, random);
    EXPECT_EQ(taken(limiter, "a", 3), 3);
    auto const wait = limiter.take("a", clock.now());
    ASSERT_TRUE(wait);
    EXPECT_EQ(*wait, seconds(6));
    clock.advance(*wait - milliseconds(1));
    EXPECT_TRUE(limiter.wait("a", clock.now()));
    clock.advance(milliseconds(1));
    EXPECT_FALSE(limiter.wait("a", clock.now()));
    EXPECT_EQ(taken(limiter, "a", 3), 1);
}

TEST_F(RateLimiterTest, HoldsNobodyUpForWhatOthersDo) {
    RateLimiter limiter({.count = 1, .period = seconds(60), .burst = 2}, random);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(taken(limiter, std::to_string(i), 5), 2) << i;
}

TEST_F(RateLimiterTest, ForgivesAClockThatWasSetBack) {
    RateLimiter limiter({.count = 1, .period = seconds(1), .burst = 5}, random);
    EXPECT_EQ(taken(limiter, "a", 10), 5);
    clock.set(clock.now() - seconds(3'600));
    EXPECT_EQ(taken(limiter, "a", 10), 5);
}

TEST_F(RateLimiterTest, WithoutARateThereIsNoLimit) {
    RateLimiter limiter({}, random);
    EXPECT_EQ(taken(limiter, "a", 10'000), 10'000);
}

}  // namespace
}  // namespace farthing::api
