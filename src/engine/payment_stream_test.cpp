#include "engine/payment_stream.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "engine/testing.hpp"

namespace farthing::engine {
namespace {

using http::ClientResponse;

class PaymentStreamTest : public testing::Test {
protected:
    PaymentStreamTest() { stream.open(); }

    /// The newest connection, once `number` have been opened.
    std::shared_ptr<TestStream> connection(std::size_t number) {
        EXPECT_TRUE(scheduler.run_until([&] { return client.streams.size() >= number; }));
        return client.streams.at(number - 1);
    }
    /// Opens connection `number`; what it costs in time.
    std::chrono::milliseconds time_until(std::size_t number) {
        auto const before = scheduler.now();
        (void)connection(number);
        return scheduler.now() - before;
    }
    void accept(TestStream& connection) const {
        connection.head(
            {.status = 200, .fields = {{"Content-Type", "text/event-stream; charset=utf-8"}}});
        connection.text("retry: 1000\nevent: open\ndata: \"hello\"\n\n");
    }
    void run() {
        bool done = false;
        scheduler.post([&] { done = true; });
        ASSERT_TRUE(scheduler.run_until([&] { return done; }));
    }

    base::ManualClock clock;
    TestScheduler scheduler;
    TestClient client{scheduler, [](http::ClientRequest const&) { return ClientResponse{}; }};
    std::int64_t cursor = 5;
    std::vector<std::int64_t> heard;
    PaymentStream stream{{client, scheduler, clock},
                         "http://horizon.example/accounts/G/payments",
                         {.cursor = [this] { return cursor; },
                          .heard = [this](std::int64_t position) { heard.push_back(position); }}};
};

constexpr char const* kGoodbye = "retry: 10\nevent: close\ndata: \"byebye\"\n\n";

TEST_F(PaymentStreamTest, AsksFromTheCursorAndTellsThePositionOfEachRecord) {
    auto const first = connection(1);
    EXPECT_EQ(first->request.url,
              "http://horizon.example/accounts/G/payments?cursor=5&limit=200&order=asc");
    EXPECT_EQ(first->request.fields.at(0).second, "text/event-stream");
    accept(*first);
    first->text("id: 7\ndata: {\"id\":");
    first->text("\"7\"}\n\nid: 9\ndata: {}\n\n");
    run();
    EXPECT_EQ(heard, (std::vector<std::int64_t>{7, 9}));
}

TEST_F(PaymentStreamTest, SaysNothingOfWhatIsNoRecord) {
    auto const first = connection(1);
    accept(*first);
    for (auto const* text : {"id: x\ndata: {}\n\n", ":\n\n", "event: error\ndata: no\n\n",
                             "id: 8\nevent: close\ndata: \"byebye\"\n\n"})
        first->text(text);
    run();
    EXPECT_TRUE(heard.empty());
}

TEST_F(PaymentStreamTest, ConnectsAtOnceAfterAGoodbyeFromWhereTheCursorIsThen) {
    auto const first = connection(1);
    accept(*first);
    clock.advance(std::chrono::seconds(55));
    cursor = 9;
    first->text(kGoodbye);
    first->end();
    EXPECT_EQ(time_until(2), std::chrono::seconds(0));
    EXPECT_NE(client.streams[1]->request.url.find("cursor=9&"), std::string::npos);
    EXPECT_TRUE(first->is_cancelled());
}

TEST_F(PaymentStreamTest, DoesNotRunInCirclesWithAServerThatOnlySaysGoodbye) {
    for (std::size_t number = 1; number <= 3; ++number) {
        auto const next = connection(number);
        accept(*next);
        next->text(kGoodbye);
        next->end();
        EXPECT_EQ(time_until(number + 1), PaymentStream::kShortestRest * (1 << (number - 1)));
    }
}

TEST_F(PaymentStreamTest, WaitsLongerAfterEachFailureAndAtMostAMinute) {
    std::vector<std::chrono::milliseconds> rests;
    for (std::size_t number = 1; number <= 8; ++number) {
        connection(number)->end(base::fail(base::Errc::unavailable, "no route"));
        rests.push_back(time_until(number + 1));
    }
    EXPECT_EQ(rests[0], PaymentStream::kShortestRest);
    EXPECT_EQ(rests[2], PaymentStream::kShortestRest * 4);
    EXPECT_EQ(rests.back(), PaymentStream::kLongestRest);

    // After a good while the next failure is a first one again.
    accept(*connection(9));
    clock.advance(std::chrono::seconds(10));
    client.streams[8]->end(base::fail(base::Errc::timed_out, "silence"));
    EXPECT_EQ(time_until(10), PaymentStream::kShortestRest);
}

TEST_F(PaymentStreamTest, TakesNothingElseForAStream) {
    std::size_t number = 0;
    for (auto const& head :
         {ClientResponse{.status = 404}, ClientResponse{.status = 429},
          ClientResponse{.status = 200, .fields = {{"Content-Type", "application/hal+json"}}}}) {
        auto const next = connection(++number);
        next->head(head);
        next->text("id: 7\ndata: {}\n\n");
        (void)connection(number + 1);
        EXPECT_TRUE(next->is_cancelled());
    }
    EXPECT_TRUE(heard.empty());
}

TEST_F(PaymentStreamTest, GivesUpAConnectionWhoseEventNeverEnds) {
    auto const first = connection(1);
    accept(*first);
    first->text("data: " + std::string(base::limits::kEventBytes, 'x'));
    auto const second = connection(2);
    EXPECT_TRUE(first->is_cancelled());
    accept(*second);
    second->text("id: 7\ndata: {}\n\n");
    run();
    EXPECT_EQ(heard, std::vector<std::int64_t>{7});
}

TEST_F(PaymentStreamTest, StaysClosed) {
    auto const first = connection(1);
    first->end();
    run();
    stream.close();
    EXPECT_TRUE(first->is_cancelled());
    bool late = false;
    scheduler.after(PaymentStream::kLongestRest, [&] { late = true; });
    ASSERT_TRUE(scheduler.run_until([&] { return late; }));
    EXPECT_EQ(client.streams.size(), 1U);
}

}  // namespace
}  // namespace farthing::engine
