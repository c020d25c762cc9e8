#include "engine/rate_keeper.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "engine/testing.hpp"

namespace farthing::engine {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Answer = base::Result<http::ClientResponse>;

class RateKeeperTest : public testing::Test {
protected:
    static rates::Settings kraken() {
        auto settings = std::get<rates::Followed>(*rates::parse_settings("kraken:EUR,USD"));
        settings.source.base_url = "http://kraken";
        return settings;
    }
    static Answer ticker(std::string const& price) {
        return http::ClientResponse{
            .status = 200, .body = R"({"error":[],"result":{"X":{"c":[")" + price + R"(","1"]}}})"};
    }
    /// Runs until so many requests were answered.
    void answer(std::size_t requests) {
        ASSERT_TRUE(scheduler.run_until([&] { return client.asked.size() >= requests; }));
    }
    std::string rate(rates::Currency const& currency) const {
        auto const known = keeper.look_up(currency);
        if (!known) return known.error().code == base::Errc::unavailable ? "unknown" : "none";
        return rates::to_json_number(known->rate.scaled()) + (known->stale ? " stale" : "");
    }

    base::ManualClock clock;
    TestScheduler scheduler;
    TestLog log;
    Answer next = ticker("0.1448");
    TestClient client{scheduler, [this](http::ClientRequest const&) { return next; }};
    RateKeeper keeper{{client, scheduler, clock, log}, kraken()};
    rates::Currency const eur = *rates::Currency::parse("EUR");
    rates::Currency const usd = *rates::Currency::parse("USD");
};

TEST_F(RateKeeperTest, AsksForEveryCurrencyAtOnceAndThenEveryMinute) {
    EXPECT_EQ(rate(eur), "unknown");
    keeper.start();
    answer(2);
    EXPECT_EQ(scheduler.now(), seconds(0));
    EXPECT_EQ(client.asked[0].url, "http://kraken/public/Ticker?pair=XLMEUR");
    EXPECT_EQ(client.asked[1].url, "http://kraken/public/Ticker?pair=XLMUSD");
    EXPECT_EQ(rate(eur), "0.1448");
    EXPECT_EQ(rate(usd), "0.1448");
    EXPECT_EQ(rate(*rates::Currency::parse("JPY")), "none");
    next = ticker("0.2");
    answer(4);
    EXPECT_EQ(scheduler.now(), minutes(1));
    EXPECT_EQ(rate(usd), "0.2");
    EXPECT_EQ(log.text(), "");
}

TEST_F(RateKeeperTest, BoundsEveryAnswerInSizeAndTime) {
    keeper.start();
    answer(1);
    EXPECT_EQ(client.asked[0].body_limit, RateKeeper::kAnswerBytes);
    EXPECT_EQ(client.asked[0].timeout, RateKeeper::kTimeout);
}

TEST_F(RateKeeperTest, KeepsWhatItKnowsWhileTheSourceFailsMarksItStaleAndThenHidesIt) {
    keeper.start();
    answer(2);
    next = base::fail(base::Errc::timed_out, "kraken: no answer");
    answer(3);
    EXPECT_EQ(rate(eur), "0.1448");
    clock.advance(minutes(2));
    EXPECT_EQ(rate(eur), "0.1448 stale");
    clock.advance(minutes(59));
    EXPECT_EQ(rate(eur), "unknown");
    next = ticker("0.3");
    answer(5);
    EXPECT_EQ(rate(eur), "0.3");
}

TEST_F(RateKeeperTest, TellsTheLogOfAFailureOnceAndOfItsEnd) {
    next = http::ClientResponse{.status = 200, .body = R"({"error":["EGeneral:Down"]})"};
    keeper.start();
    answer(6);
    constexpr auto kWarning =
        "rates cannot be read source=kraken reason=the answer has no rate: EGeneral:Down\n";
    EXPECT_EQ(log.text(), kWarning);
    next = ticker("1");
    answer(9);
    EXPECT_EQ(log.text(), kWarning + std::string("rates can be read again source=kraken\n"));
}

TEST_F(RateKeeperTest, AJumpIsNotBelievedAtOnceAndTheLogSaysSo) {
    keeper.start();
    answer(2);
    next = ticker("1.448");
    answer(5);
    EXPECT_EQ(rate(eur), "0.1448");
    EXPECT_EQ(log.text(),
              "rates cannot be read source=kraken reason=the rate of USD has jumped, which is "
              "believed when it lasts for ten minutes\n");
    clock.advance(minutes(10));
    answer(7);
    EXPECT_EQ(rate(eur), "1.448");
}

TEST_F(RateKeeperTest, ASourceThatDoesNotAnswerIsNotAskedTheRestOfTheRound) {
    next = base::fail(base::Errc::unavailable, "kraken: refused");
    keeper.start();
    answer(3);
    EXPECT_EQ(scheduler.now(), minutes(2));
}

TEST_F(RateKeeperTest, LeavesASourceAloneForAsLongAsItSaysButAtMostAQuarterOfAnHour) {
    struct Case {
        char const* retry_after;
        std::chrono::milliseconds pause;
    };
    keeper.start();
    answer(2);
    for (auto const& c : std::initializer_list<Case>{{"300", seconds(300)},
                                                     {"1", minutes(1)},
                                                     {"86400", minutes(15)},
                                                     {"nonsense", minutes(1)}}) {
        next = http::ClientResponse{.status = 429, .fields = {{"Retry-After", c.retry_after}}};
        answer(client.asked.size() + 1);
        auto const before = scheduler.now();
        answer(client.asked.size() + 1);
        EXPECT_EQ(scheduler.now() - before, c.pause) << c.retry_after;
    }
    EXPECT_EQ(rate(eur), "0.1448");
}

TEST_F(RateKeeperTest, NeverSaysItsKeyToTheLog) {
    auto settings = std::get<rates::Followed>(kraken());
    settings.source.service = rates::Service::coinmarketcap;
    settings.source.key = base::Secret("hush");
    RateKeeper keyed{{client, scheduler, clock, log}, settings};
    next = http::ClientResponse{.status = 401, .body = "hush"};
    keyed.start();
    answer(2);
    ASSERT_TRUE(scheduler.run_until([this] { return !log.text().empty(); }));
    EXPECT_EQ(log.text(), "rates cannot be read source=coinmarketcap reason=it answered 401\n");
    EXPECT_EQ(client.asked[0].fields.back().second, "hush");
}

TEST_F(RateKeeperTest, AsksNoMoreOnceItIsStopped) {
    keeper.start();
    answer(2);
    keeper.stop();
    bool passed = false;
    scheduler.after(minutes(10), [&] { passed = true; });
    ASSERT_TRUE(scheduler.run_until([&] { return passed; }));
    EXPECT_EQ(client.asked.size(), 2U);
}

TEST_F(RateKeeperTest, FixedRatesAreKnownAtOnceAndNobodyIsAsked) {
    RateKeeper fixed{{client, scheduler, clock, log}, *rates::parse_settings("fixed:EUR=0.10")};
    fixed.start();
    EXPECT_EQ(fixed.look_up(eur)->rate, rates::Rate::of(10'000'000));
    bool passed = false;
    scheduler.after(minutes(10), [&] { passed = true; });
    ASSERT_TRUE(scheduler.run_until([&] { return passed; }));
    EXPECT_TRUE(client.asked.empty());
}

// Who sends a price in satoshis has made no mistake.
TEST_F(RateKeeperTest, ALumenOfMoreThanABitcoinIsTheSourcesFault) {
    for (auto const* text : {"fixed:BTC=1.00000001", "fixed:BTC=1000000"}) {
        RateKeeper const absurd{{client, scheduler, clock, log}, *rates::parse_settings(text)};
        EXPECT_EQ(absurd.satoshi_rate().error().code, base::Errc::unavailable) << text;
    }
    RateKeeper const right{{client, scheduler, clock, log}, *rates::parse_settings("fixed:BTC=1")};
    EXPECT_EQ(right.satoshi_rate()->value(), goods::SatoshiRate::kMax);
}

}  // namespace
}  // namespace farthing::engine
