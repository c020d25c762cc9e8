#include "engine/request_gate.hpp"

#include <gtest/gtest.h>

#include "engine/testing.hpp"

namespace farthing::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Pass = RequestGate::Pass;

constexpr milliseconds kPatience = seconds(100);

class RequestGateTest : public testing::Test {
protected:
    void enter(milliseconds patience = kPatience) {
        gate.enter(
            patience, [this](Pass pass) { through.push_back(pass); },
            [this](base::Error const& error) { refused.push_back(error.code); });
    }
    /// Lets one through that is answered by a request to wait.
    void close(std::optional<milliseconds> told = {}) {
        enter();
        gate.overloaded(through.back(), told);
    }
    /// When the next request is let through, counted from now.
    milliseconds pause() {
        auto const start = scheduler.now();
        auto const before = through.size();
        enter();
        EXPECT_TRUE(scheduler.run_until([&] { return through.size() > before; }));
        return scheduler.now() - start;
    }

    TestScheduler scheduler;
    RequestGate gate{scheduler};
    std::vector<Pass> through;
    std::vector<base::Errc> refused;
};

TEST_F(RequestGateTest, LetsEverythingThroughUntilItIsToldToWait) {
    for (int i = 0; i < 10; ++i) enter();
    EXPECT_EQ(through.size(), 10U);
    for (auto const pass : through) gate.answered(pass);
    enter();
    EXPECT_EQ(through.size(), 11U);
}

TEST_F(RequestGateTest, StaysClosedAsLongAsItIsToldWithinAMinute) {
    struct Case {
        milliseconds told;
        milliseconds pause;
    };
    for (auto const& c : {Case{seconds(7), seconds(7)}, Case{seconds(0), seconds(1)},
                          Case{seconds(3'600), seconds(60)}}) {
        close(c.told);
        EXPECT_EQ(pause(), c.pause);
        gate.answered(through.back());
    }
}

TEST_F(RequestGateTest, WithoutAWordThePauseDoublesUntilThereIsAnAnswer) {
    close();
    for (auto const expected : {1, 2, 4, 8, 16, 32, 60, 60}) {
        EXPECT_EQ(pause(), seconds(expected));
        gate.overloaded(through.back(), std::nullopt);
    }
    (void)pause();
    gate.answered(through.back());
    close();
    EXPECT_EQ(pause(), seconds(1));
}

TEST_F(RequestGateTest, ManyWhoAreToldAtOnceMakeOnePause) {
    for (int i = 0; i < 5; ++i) enter();
    auto const all = through;
    for (auto const pass : all) gate.overloaded(pass, std::nullopt);
    EXPECT_EQ(pause(), seconds(1));
    // Neither does a late one, nor does a late answer open it.
    gate.overloaded(through.back(), seconds(5));
    gate.answered(all[0]);
    gate.overloaded(all[1], seconds(50));
    EXPECT_EQ(pause(), seconds(5));
}

TEST_F(RequestGateTest, AfterThePauseOneTriesAndTheOthersFollowItsAnswer) {
    close();
    for (int i = 0; i < 3; ++i) enter();
    ASSERT_TRUE(scheduler.run_until([&] { return through.size() == 2; }));
    enter();
    gate.answered(through[0]);  // From before the pause.
    EXPECT_EQ(through.size(), 2U);
    gate.answered(through.back());
    EXPECT_EQ(through.size(), 5U);
    enter();
    EXPECT_EQ(through.size(), 6U);
}

TEST_F(RequestGateTest, AServerThatDoesNotAnswerAtAllIsNotWaitedFor) {
    close();
    enter();
    enter();
    ASSERT_TRUE(scheduler.run_until([&] { return through.size() == 2; }));
    gate.unanswered(through.back());
    EXPECT_EQ(through.size(), 3U);
    gate.overloaded(through.back(), std::nullopt);
    EXPECT_EQ(pause(), seconds(2));
}

TEST_F(RequestGateTest, WhoWaitsLongerThanHeMayIsRefused) {
    close(seconds(30));
    enter(seconds(10));
    enter(seconds(40));
    ASSERT_TRUE(scheduler.run_until([&] { return through.size() == 2; }));
    EXPECT_EQ(refused, std::vector{base::Errc::timed_out});
    EXPECT_EQ(scheduler.now(), seconds(30));
    // Let through in time, it is not refused as well.
    gate.answered(through.back());
    scheduler.run_until([&] { return scheduler.now() >= seconds(40); });
    EXPECT_EQ(refused.size(), 1U);
}

TEST_F(RequestGateTest, HoldsSoManyAndNoMore) {
    close(seconds(30));
    for (std::size_t i = 0; i < RequestGate::kMostHeld + 2; ++i) enter();
    EXPECT_EQ(refused, (std::vector{base::Errc::unavailable, base::Errc::unavailable}));
}

}  // namespace
}  // namespace farthing::engine
