#include "engine/clock_watch.hpp"

#include "engine/shop_testing.hpp"
#include "store/clock_mark.hpp"

namespace farthing::engine {
namespace {

using namespace std::chrono_literals;

class ClockWatchTest : public ShopTest {
protected:
    ClockWatchTest() { network.clock.set(clock.now()); }

    /// Starts a watch, as a fresh process would, and lets it look so many times.
    void watch(int looks) {
        wait_for_database();
        scheduler.forget();
        latch.emplace();
        current.emplace(
            ClockWatch::Needs{"testnet", database, horizon, scheduler, clock, log, *latch});
        current->start();
        look(looks);
    }
    void look(int more) {
        auto const asked = [this] { return client.asked.size(); };
        auto const wanted = asked() + static_cast<std::size_t>(more);
        ASSERT_TRUE(scheduler.run_until([&] { return asked() == wanted; }));
    }
    std::optional<std::string> closed() const { return latch->closed_because(); }
    std::optional<base::Timestamp> stored_mark() {
        wait_for_database();
        return *database.read_now<std::optional<base::Timestamp>>(
            [](store::Transaction& transaction) {
                return base::Result(store::find_clock_mark(transaction, "testnet"));
            });
    }

    std::optional<SalesLatch> latch;
    std::optional<ClockWatch> current;
};

TEST_F(ClockWatchTest, AClockThatAgreesWithTheNetworkIsRememberedToBeRight) {
    watch(1);
    EXPECT_EQ(closed(), std::nullopt);
    EXPECT_EQ(stored_mark(), clock.now());
    clock.advance(31s);
    network.clock.set(clock.now());
    look(1);
    EXPECT_EQ(stored_mark(), clock.now());
}

TEST_F(ClockWatchTest, FiveMinutesBehindTheNetworkAreTooMuchAndNotASecondLess) {
    network.clock.set(clock.now() + 5min);
    watch(2);
    EXPECT_EQ(closed(), std::nullopt);
    network.clock.set(clock.now() + 5min + 1s);
    look(1);
    EXPECT_EQ(closed(), "clock 5 min behind the network");
}

TEST_F(ClockWatchTest, ANetworkThatIsFarBehindStopsTheSaleOnlyWhenItStaysSo) {
    network.clock.set(clock.now() - 6min);
    watch(1);
    EXPECT_EQ(closed(), std::nullopt);
    EXPECT_EQ(stored_mark(), std::nullopt);
    look(1);
    EXPECT_EQ(closed(), "clock 6 min ahead of the network");
    EXPECT_NE(log.text().find("reason=clock 6 min ahead of the network"), std::string::npos);
}

TEST_F(ClockWatchTest, TheSaleGoesOnOnceTheClockIsRight) {
    network.clock.set(clock.now() + 1h);
    watch(1);
    ASSERT_EQ(closed(), "clock 60 min behind the network");
    clock.advance(1h);
    look(1);
    EXPECT_EQ(closed(), std::nullopt);
}

TEST_F(ClockWatchTest, AClockThatWasSetBackIsNoticedAfterARestartWithoutTheNetwork) {
    watch(1);
    network.overload = http::ClientResponse{.status = 404};
    clock.advance(-59s);
    watch(1);
    EXPECT_EQ(closed(), std::nullopt);
    clock.advance(-1h);
    watch(1);
    EXPECT_EQ(closed(), "clock set back by 60 min");
}

TEST_F(ClockWatchTest, ATimeThatTheNetworkDidNotConfirmIsNotRemembered) {
    network.overload = http::ClientResponse{.status = 404};
    clock.advance(24h);
    watch(2);
    EXPECT_EQ(closed(), std::nullopt);
    EXPECT_EQ(stored_mark(), std::nullopt);
}

}  // namespace
}  // namespace farthing::engine
