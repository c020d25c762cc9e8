#include "rates/rate_board.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"

namespace farthing::rates {
namespace {

using std::chrono::milliseconds;

class RateBoardTest : public testing::Test {
protected:
    base::ManualClock clock;
    Currency const eur = *Currency::parse("EUR");
    Currency const usd = *Currency::parse("USD");
    Currency const jpy = *Currency::parse("JPY");
    RateBoard board{{eur, usd}};
};

TEST_F(RateBoardTest, ARateIsFreshThenStaleWithItsTimeThenHidden) {
    auto const at = clock.now();
    board.learn({{eur, Rate::of(5)}}, at);
    KnownRate const fresh{.rate = Rate::of(5), .at = at, .stale = false};
    KnownRate const stale{.rate = Rate::of(5), .at = at, .stale = true};
    EXPECT_EQ(*board.look_up(eur, at), fresh);
    EXPECT_EQ(*board.look_up(eur, at + kFresh), fresh);
    EXPECT_EQ(*board.look_up(eur, at + kFresh + milliseconds(1)), stale);
    EXPECT_EQ(*board.look_up(eur, at + kUsable), stale);
    EXPECT_EQ(board.look_up(eur, at + kUsable + milliseconds(1)).error().code,
              base::Errc::unavailable);
    board.learn({{eur, Rate::of(6)}}, at + kUsable * 2);
    EXPECT_EQ(board.look_up(eur, at + kUsable * 2)->rate, Rate::of(6));
}

TEST_F(RateBoardTest, AClockThatIsSetBackHidesNothing) {
    board.learn({{eur, Rate::of(5)}}, clock.now());
    EXPECT_TRUE(board.look_up(eur, clock.now() - std::chrono::hours(24)));
}

TEST_F(RateBoardTest, AJumpIsBelievedWhenItLasts) {
    using std::chrono::minutes;
    auto const start = clock.now();
    auto const learn = [&](std::int64_t rate, minutes at) {
        auto const jumped = board.learn({{eur, Rate::of(rate)}}, start + at);
        EXPECT_EQ(board.look_up(eur, start + at)->rate == Rate::of(rate), jumped.empty());
        return jumped.empty();
    };
    EXPECT_TRUE(learn(1'000, minutes(0)));
    for (auto const steady : {2'000, 1'000, 500, 1'000}) EXPECT_TRUE(learn(steady, minutes(1)));
    for (auto const wrong : {2'001, 499, 1, 100'000}) EXPECT_FALSE(learn(wrong, minutes(2)));
    // What it jumps to has to last, not that it jumps.
    EXPECT_FALSE(learn(10, minutes(11)));
    EXPECT_FALSE(learn(12, minutes(20)));
    EXPECT_TRUE(learn(11, minutes(21)));
    EXPECT_FALSE(learn(1'000, minutes(22)));
    EXPECT_TRUE(learn(11, minutes(23)));
    EXPECT_FALSE(learn(1'000, minutes(32)));
    EXPECT_TRUE(learn(1'000, minutes(42)));
}

TEST_F(RateBoardTest, WithNoUsableRateToCompareItWithNoneIsAJump) {
    board.learn({{eur, Rate::of(5)}}, clock.now());
    auto const later = clock.now() + kUsable + milliseconds(1);
    EXPECT_TRUE(board.learn({{eur, Rate::of(500)}, {usd, Rate::of(500)}}, later).empty());
    EXPECT_EQ(board.look_up(eur, later)->rate, Rate::of(500));
}

TEST_F(RateBoardTest, WhatIsNotKnownAndWhatWasNotChosenAreToldApart) {
    board.learn({{usd, Rate::of(5)}, {jpy, Rate::of(7)}}, clock.now());
    EXPECT_EQ(board.look_up(eur, clock.now()).error().code, base::Errc::unavailable);
    auto const unknown = board.look_up(jpy, clock.now()).error();
    EXPECT_EQ(unknown.code, base::Errc::not_found);
    EXPECT_EQ(unknown.message, "this server has no rate for JPY; it has: EUR, USD");
    EXPECT_NE(RateBoard({}).look_up(jpy, clock.now()).error().message.find("none"),
              std::string::npos);
}

TEST_F(RateBoardTest, AFixedRateDoesNotAge) {
    auto const fixed = RateBoard::fixed({{eur, Rate::of(10'000'000)}});
    auto const later = clock.now() + std::chrono::hours(10'000);
    EXPECT_EQ(*fixed.look_up(eur, later),
              (KnownRate{.rate = Rate::of(10'000'000), .at = later, .stale = false}));
    EXPECT_EQ(fixed.look_up(usd, later).error().code, base::Errc::not_found);
}

}  // namespace
}  // namespace farthing::rates
