#include "engine/payment_follower.hpp"

#include <gtest/gtest.h>

#include "engine/endings.hpp"
#include "engine/payment_follower_testing.hpp"

namespace farthing::engine {
namespace {

TEST_F(PaymentFollowerTest, ReadsTheWholeHistoryPageByPageAndThenTheNews) {
    std::int64_t last = 0;
    for (int i = 0; i < 450; ++i) last = horizon.send({.to = merchant});
    follower.start();
    ASSERT_TRUE(scheduler.run_until([&] { return client.asked.size() == 4; }));
    EXPECT_EQ(received(), 450);
    EXPECT_EQ(scheduler.now(), std::chrono::seconds(0));
    EXPECT_EQ(cursor(), last);
    EXPECT_TRUE(
        client.asked[0].url.ends_with("/payments?cursor=0&join=transactions&limit=200&order=asc"));
    EXPECT_NE(client.asked[3].url.find("cursor=" + std::to_string(last)), std::string::npos);

    auto const order = offer();
    horizon.send({.to = merchant, .memo = order.id.text()});
    ASSERT_TRUE(run_until(
        [&] { return logged("payment received network=testnet order=" + order.id.text()); }));
    EXPECT_EQ(received(), 451);
    EXPECT_EQ(state(order), payments::OrderState::settled);
    EXPECT_TRUE(logged("payment received for no order"));
}

TEST_F(PaymentFollowerTest, GoesOnFromTheStoredCursorAfterARestart) {
    auto const first = horizon.send({.to = merchant});
    follower.start();
    ASSERT_TRUE(run_until_received(1));
    TestScheduler later;
    TestClient again{later,
                     [this](ClientRequest const& request) { return horizon.answer(request); }};
    PaymentFollower restarted({database, again, later, clock, random, log}, options);
    horizon.send({.to = merchant});
    restarted.start();
    ASSERT_TRUE(later.run_until([&] { return received() == 2; }));
    EXPECT_NE(again.asked[0].url.find("cursor=" + std::to_string(first) + "&"), std::string::npos);
    database.stop();
}

TEST_F(PaymentFollowerTest, NoticesNewShopsAndAccountsThatAreFoundedLater) {
    follower.start();
    ASSERT_TRUE(run_for(PaymentFollower::kRound * 2));
    auto const before = scheduler.now();
    auto const other = add_store();
    horizon.send({.to = other});
    horizon.send({.to = merchant});
    ASSERT_TRUE(run_until([&] { return count("followed_accounts") == 1; }));
    EXPECT_LE(scheduler.now() - before, PaymentFollower::kLook);
    // Nobody answers the streams here.
    ASSERT_TRUE(run_until_received(2));
    EXPECT_LE(scheduler.now() - before, PaymentFollower::kRound);
    EXPECT_EQ(count("followed_accounts"), 2);
    // A founded account that nobody pays is no fault, nor is one that is not there.
    EXPECT_EQ(log.text().find("cannot"), std::string::npos);
}

TEST_F(PaymentFollowerTest, LeavesAnOverloadedHorizonAlone) {
    horizon.send({.to = merchant});
    horizon.fault = ClientResponse{.status = 429, .fields = {{"Retry-After", "7"}}};
    follower.start();
    ASSERT_TRUE(run_until([&] { return client.asked.size() == 2; }));
    EXPECT_EQ(scheduler.now(), std::chrono::seconds(7));
    EXPECT_TRUE(logged("reason=its Horizon answered 429"));
    horizon.fault.reset();
    ASSERT_TRUE(run_until_received(1));
}

TEST_F(PaymentFollowerTest, WaitsLongerTheLongerHorizonIsAwayAndAtMostAMinute) {
    horizon.send({.to = merchant});
    horizon.fault = base::fail(base::Errc::timed_out, "no answer in time");
    follower.start();
    std::vector<std::chrono::milliseconds> rests;
    for (std::size_t asked = 1; asked <= 9; ++asked) {
        auto const before = scheduler.now();
        ASSERT_TRUE(run_until([&] { return client.asked.size() == asked + 1; }));
        rests.push_back(scheduler.now() - before);
    }
    EXPECT_EQ(rests[0], RequestGate::kShortestPause);
    EXPECT_EQ(rests[1], RequestGate::kShortestPause * 2);
    EXPECT_EQ(rests.back(), RequestGate::kLongestPause);
    horizon.fault.reset();
    ASSERT_TRUE(run_until_received(1));
}

TEST_F(PaymentFollowerTest, APaymentThatCannotBeReadStopsNothingBeforeItAndIsReadOnceItCan) {
    for (int i = 0; i < 5; ++i) horizon.send({.to = merchant});
    auto const broken = horizon.ledger() - 1;
    horizon.show_amount(broken, "1e9");
    follower.start();
    ASSERT_TRUE(run_until([&] { return logged("payment cannot be read"); }));
    EXPECT_EQ(received(), 3);
    EXPECT_EQ(cursor(), (Position{broken - 1, 1, 1}).to_number());
    horizon.show_amount(broken, "1.0000000");
    ASSERT_TRUE(run_until_received(5));
    EXPECT_EQ(client.asked.back().url.find("limit=1&"), std::string::npos);
}

TEST_F(PaymentFollowerTest, WithoutTheCursorNothingIsRecordedEither) {
    auto const order = offer();
    auto const last = horizon.send({.to = merchant, .memo = order.id.text()});
    write(
        "CREATE TRIGGER crash BEFORE INSERT ON followed_accounts BEGIN SELECT "
        "RAISE(ABORT, 'the power is gone'); END");
    follower.start();
    ASSERT_TRUE(run_until([&] { return logged("payments cannot be recorded yet"); }));
    EXPECT_EQ(received(), 0);
    EXPECT_EQ(count("purchases"), 0);
    EXPECT_EQ(state(order), payments::OrderState::offered);
    EXPECT_EQ(cursor(), 0);

    write("DROP TRIGGER crash");
    ASSERT_TRUE(run_until_received(1));
    EXPECT_EQ(state(order), payments::OrderState::settled);
    EXPECT_EQ(cursor(), last);
}

TEST_F(PaymentFollowerTest, WithoutTheEffectTheCursorStaysWhereItWas) {
    horizon.send({.to = merchant});
    write(
        "CREATE TRIGGER crash BEFORE INSERT ON received_payments WHEN NEW.ledger = 102 BEGIN "
        "SELECT RAISE(ABORT, 'the power is gone'); END");
    horizon.send({.to = merchant});
    follower.start();
    ASSERT_TRUE(run_until([&] { return logged("payments cannot be recorded yet"); }));
    EXPECT_EQ(received(), 0);
    EXPECT_EQ(cursor(), 0);
    write("DROP TRIGGER crash");
    ASSERT_TRUE(run_until_received(2));
}

TEST_F(PaymentFollowerTest, BelievesNoPaymentThatAppearsInThePast) {
    horizon.send({.to = merchant});
    follower.start();
    ASSERT_TRUE(run_until_received(1));
    auto const order = offer();
    horizon.send({.to = merchant, .memo = order.id.text(), .ledger = 50});
    horizon.forgets_cursors = true;
    ASSERT_TRUE(run_until([&] { return logged("refused"); }));
    EXPECT_EQ(received(), 1);
    EXPECT_EQ(state(order), payments::OrderState::offered);
    // And does not ask for the same page without end.
    auto const asked = client.asked.size();
    ASSERT_TRUE(run_for(PaymentFollower::kRound));
    EXPECT_LE(client.asked.size(), asked + 2);
}

class ListeningTest : public PaymentFollowerTest {
protected:
    ListeningTest() {
        horizon.accounts.insert(merchant);
        follower.start();
        EXPECT_TRUE(scheduler.run_until([&] { return client.streams.size() == 1; }));
        stream().head({.status = 200, .fields = {{"Content-Type", "text/event-stream"}}});
    }
    TestStream& stream() { return *client.streams.back(); }
    void tell(std::int64_t position) {
        stream().text("id: " + std::to_string(position) + "\ndata: {}\n\n");
    }
    /// And what that posts in its turn.
    void run_what_is_posted() {
        for (int i = 0; i < 3; ++i) {
            bool done = false;
            scheduler.post([&] { done = true; });
            ASSERT_TRUE(scheduler.run_until([&] { return done; }));
        }
    }
    /// What is told is news at once: no timer is waited for.
    bool hear(std::int64_t number) {
        auto const before = scheduler.now();
        return run_until_received(number) && scheduler.now() == before;
    }
};

TEST_F(ListeningTest, WhatTheStreamTellsIsReadAtOnce) {
    auto const order = offer();
    tell(horizon.send({.to = merchant, .memo = order.id.text()}));
    ASSERT_TRUE(hear(1));
    EXPECT_EQ(state(order), payments::OrderState::settled);
}

TEST_F(ListeningTest, WhatTheStreamDropsRepeatsAndShufflesIsReadOnceAndInOrder) {
    std::vector<std::int64_t> positions;
    for (int i = 0; i < 6; ++i) positions.push_back(horizon.send({.to = merchant}));
    for (auto const i : {4, 1, 4, 1, 0}) tell(positions.at(static_cast<std::size_t>(i)));
    // The page, and one more that is empty.
    ASSERT_TRUE(scheduler.run_until([&] { return client.asked.size() == 3; }));
    EXPECT_EQ(received(), 6);
    EXPECT_EQ(cursor(), positions.back());
    // What is behind the cursor is no news.
    tell(positions[2]);
    tell(positions[5]);
    run_what_is_posted();
    EXPECT_EQ(client.asked.size(), 3U);
}

TEST_F(ListeningTest, WhatTheStreamNeverTellsIsReadInTheNextRound) {
    horizon.send({.to = merchant});
    EXPECT_FALSE(logged("payment received"));
    ASSERT_TRUE(run_until_received(1));
}

TEST_F(ListeningTest, AsksOnceMoreWhenAServerThatLagsDoesNotShowWhatTheStreamTold) {
    auto const asked = client.asked.size();
    tell((Position{101, 1, 1}).to_number());
    ASSERT_TRUE(scheduler.run_until([&] { return client.asked.size() == asked + 1; }));
    horizon.send({.to = merchant});
    auto const before = scheduler.now();
    ASSERT_TRUE(run_until([&] { return client.asked.size() == asked + 2; }));
    EXPECT_EQ(scheduler.now() - before, PaymentFollower::kLag);
    ASSERT_TRUE(hear(1));
}

TEST_F(ListeningTest, ConnectsAgainFromTheCursorThatIsStored) {
    auto const last = horizon.send({.to = merchant});
    tell(last);
    ASSERT_TRUE(hear(1));
    stream().end(base::fail(base::Errc::unavailable, "broken"));
    ASSERT_TRUE(run_until([&] { return client.streams.size() == 2; }));
    EXPECT_NE(stream().request.url.find("cursor=" + std::to_string(last) + "&"), std::string::npos);
}

TEST_F(ListeningTest, EndsItsStreamsAndAsksNothingMoreOnceItIsStopped) {
    follower.stop();
    ASSERT_TRUE(scheduler.run_until([&] { return stream().is_cancelled(); }));
    auto const asked = client.asked.size();
    bool late = false;
    scheduler.after(PaymentFollower::kRound * 3, [&] { late = true; });
    ASSERT_TRUE(run_until([&] { return late; }));
    EXPECT_EQ(client.asked.size(), asked);
    EXPECT_EQ(client.streams.size(), 1U);
}

TEST_F(PaymentFollowerTest, HearsOfAnAccountThatIsFoundedLater) {
    follower.start();
    ASSERT_TRUE(run_until([&] { return client.streams.size() == 1; }));
    auto& stream = *client.streams[0];
    auto const founded = horizon.send({.to = merchant});
    stream.head({.status = 200, .fields = {{"Content-Type", "text/event-stream"}}});
    stream.text("id: " + std::to_string(founded) + "\ndata: {}\n\n");
    ASSERT_TRUE(run_until_received(1));
    EXPECT_EQ(scheduler.now(), std::chrono::seconds(0));
}

TEST_F(PaymentFollowerTest, HasNoMoreStreamsThanItMay) {
    horizon.accounts.insert(merchant);
    for (int i = 0; i < 4; ++i) horizon.accounts.insert(add_store());
    options.streams = 2;
    PaymentFollower modest(needs, options);
    modest.start();
    ASSERT_TRUE(run_for(PaymentFollower::kRound * 2));
    EXPECT_EQ(client.streams.size(), 2U);
    database.stop();
}

/// Lets everybody wait for an answer.
class SilentClient final : public http::Client {
public:
    void send(ClientRequest, std::function<void(Result<ClientResponse>)> done) override {
        waiting.push_back(std::move(done));
    }
    std::shared_ptr<http::ClientStream> stream(ClientRequest, http::StreamListener) override {
        base::ensure(false);
        return nullptr;
    }
    std::vector<std::function<void(Result<ClientResponse>)>> waiting;
};

TEST_F(PaymentFollowerTest, AsksForFewPagesAtOnce) {
    for (int i = 0; i < 9; ++i) (void)add_store();
    SilentClient silent;
    PaymentFollower patient({database, silent, scheduler, clock, random, log}, options);
    patient.start();
    ASSERT_TRUE(run_for(PaymentFollower::kRound * 2));
    EXPECT_EQ(silent.waiting.size(), PaymentFollower::kAskedAtOnce);
    silent.waiting[0](ClientResponse{.status = 400});
    EXPECT_EQ(silent.waiting.size(), PaymentFollower::kAskedAtOnce + 1);
    database.stop();
}

TEST_F(PaymentFollowerTest, AnOrderWhoseTransactionFailsIsSoldByThePaymentThatCameMeanwhile) {
    auto const order = submitted(reader);
    horizon.send({.to = merchant, .memo = order.id.text()});
    follower.start();
    ASSERT_TRUE(run_until_received(1));
    EXPECT_EQ(state(order), payments::OrderState::submitted);
    auto const ending = database.write_now<Ending>([&](store::Transaction& transaction) {
        return record_finish(
            transaction, clock, random, order.id,
            payments::Failed{.reason = payments::FailureReason::expired, .channel_sequence = 100});
    });
    ASSERT_TRUE(ending);
    ASSERT_TRUE(std::holds_alternative<Ending::Sold>(ending->outcome));
    EXPECT_FALSE(std::get<Ending::Sold>(ending->outcome).receipt.text.empty());
    EXPECT_EQ(state(order), payments::OrderState::settled);
    EXPECT_EQ(count("received_payments WHERE order_id IS NOT NULL"), 1);
}

}  // namespace
}  // namespace farthing::engine
