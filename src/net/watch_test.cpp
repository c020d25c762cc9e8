#include "net/watch.hpp"

#include <gtest/gtest.h>

namespace farthing::net {
namespace {

using Phase = Watch::Phase;
using std::chrono::seconds;

/// A watch whose sweeps come once a second.
struct WatchTest : testing::Test {
    /// The second at which the watch has enough of a view that `at` gives for each second; 0: never
    /// within an hour.
    template <class At>
    int patience(At at) {
        for (int second = 0; second < 3600; ++second)
            if (watch.too_slow(at(second), Watch::SteadyTime(seconds(1000 + second)), options))
                return second;
        return 0;
    }

    ServerOptions options;
    Watch watch;
};

TEST_F(WatchTest, EndsEachPhaseAtItsTime) {
    struct Case {
        Phase phase;
        int end;
    };
    for (auto const& c :
         {Case{Phase::none, 0}, Case{Phase::idle, 60}, Case{Phase::header, 10},
          Case{Phase::body, 10}, Case{Phase::sending, 30}, Case{Phase::lingering, 2}}) {
        watch = Watch();
        EXPECT_EQ(patience([&](int) { return Watch::View{.phase = c.phase}; }),
                  c.phase == Phase::none ? 0 : c.end);
    }
}

TEST_F(WatchTest, BeginsAnewWithEachRequestAndPhase) {
    EXPECT_EQ(patience([](int second) {
                  return Watch::View{.phase = Phase::idle,
                                     .serial = static_cast<std::uint64_t>(second / 59)};
              }),
              0);
    EXPECT_EQ(patience([](int second) {
                  return Watch::View{.phase = second % 9 == 0 ? Phase::idle : Phase::header};
              }),
              0);
}

TEST_F(WatchTest, WantsTheLeastRateOfEveryWindow) {
    auto const at_rate = [this](std::uint64_t rate) {
        watch = Watch();
        return patience([rate](int second) {
            return Watch::View{.phase = Phase::sending,
                               .progress = rate * static_cast<std::uint64_t>(second)};
        });
    };
    EXPECT_EQ(at_rate(1024), 0);
    EXPECT_EQ(at_rate(1023), 30);
}

TEST_F(WatchTest, DoesNotLetAQuickBeginningPayForAStop) {
    EXPECT_EQ(patience([](int second) {
                  return Watch::View{.phase = Phase::body,
                                     .progress = second < 15
                                                     ? 1'000'000U * static_cast<unsigned>(second)
                                                     : 14'000'000U};
              }),
              30);
}

}  // namespace
}  // namespace farthing::net
