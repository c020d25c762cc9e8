#include "engine/horizon_client.hpp"

#include <gtest/gtest.h>

#include "engine/fake_horizon_testing.hpp"

namespace farthing::engine {
namespace {

using http::ClientResponse;
using std::chrono::seconds;

class HorizonClientTest : public testing::Test {
protected:
    HorizonClientTest() {
        auto const key = stellar::KeyPair::generate(random);
        stellar::Transaction const transaction{
            .source = {key.public_key()},
            .fee = 100,
            .sequence = 1,
            .operations = {{.body = stellar::BumpSequence{.bump_to = 1}}}};
        payment.envelope = stellar::encode_envelope(stellar::SignedTransaction{transaction});
        payment.hash =
            stellar::hash_of(transaction, stellar::network_id(stellar::kTestnetPassphrase));
    }

    payments::SubmitAnswer submit() {
        return wait_for<payments::SubmitAnswer>(
            [&](auto done) { horizon.submit(payment, std::move(done)); });
    }
    payments::LookUpAnswer look_up() {
        return wait_for<payments::LookUpAnswer>(
            [&](auto done) { horizon.look_up(payment.hash, std::move(done)); });
    }
    bool knows_a_ledger() {
        return wait_for<std::optional<payments::LatestLedger>>(
                   [&](auto done) { horizon.latest_ledger(std::move(done)); })
            .has_value();
    }

    template <class T>
    T wait_for(std::function<void(std::function<void(T)>)> const& ask) {
        std::optional<T> answer;
        ask([&answer](T const& result) { answer = result; });
        EXPECT_TRUE(scheduler.run_until([&] { return answer.has_value(); }));
        return *answer;
    }
    std::size_t asked() const { return client.asked.size(); }
    /// Horizon asks for a pause once.
    void overload(ClientResponse response) {
        network.overload = std::move(response);
        (void)look_up();
        network.overload.reset();
    }

    base::SeededRandom random;
    TestScheduler scheduler;
    FakeHorizon network;
    TestClient client{
        scheduler, [this](http::ClientRequest const& request) { return network.answer(request); }};
    HorizonClient horizon{client, scheduler, "http://horizon.example"};
    HorizonClient::Payment payment;
};

TEST_F(HorizonClientTest, EveryKindOfRequestWaitsAsLongAsHorizonAsks) {
    for (auto const& header : {"Retry-After", "X-RateLimit-Reset"}) {
        overload({.status = 429, .fields = {{header, "7"}}});
        auto const start = scheduler.now();
        auto const before = asked();
        int answers = 0;
        horizon.look_up(payment.hash, [&](auto const&) { ++answers; });
        horizon.latest_ledger([&](auto const&) { ++answers; });
        horizon.account(stellar::KeyPair::generate(random).public_key(),
                        [&](auto const&) { ++answers; });
        horizon.submit(payment, [&](auto const&) { ++answers; });
        ASSERT_TRUE(scheduler.run_until([&] { return asked() > before; }));
        EXPECT_EQ(scheduler.now() - start, seconds(7));
        ASSERT_TRUE(scheduler.run_until([&] { return answers == 4; }));
    }
}

TEST_F(HorizonClientTest, AnOverloadThatNamesNoTimeIsWaitedOutToo) {
    overload({.status = 503, .body = "<html>"});
    auto const start = scheduler.now();
    EXPECT_TRUE(knows_a_ledger());
    EXPECT_EQ(scheduler.now() - start, seconds(1));
}

TEST_F(HorizonClientTest, ALongPauseIsAsIfThereWereNoAnswer) {
    overload({.status = 503, .fields = {{"Retry-After", "40"}}});
    auto const before = asked();
    EXPECT_TRUE(std::holds_alternative<payments::NoAnswer>(look_up()));
    EXPECT_TRUE(std::holds_alternative<payments::NoAnswer>(submit()));
    EXPECT_FALSE(knows_a_ledger());
    EXPECT_EQ(asked(), before);
    EXPECT_EQ(scheduler.now(), seconds(30));
    // The next one is let through when the pause ends.
    EXPECT_TRUE(std::holds_alternative<payments::NotInLedger>(look_up()));
    EXPECT_EQ(scheduler.now(), seconds(40));
}

TEST_F(HorizonClientTest, OneTransactionThatHasToWaitHoldsNobodyUp) {
    network.overload = {
        .status = 503,
        .body = base::json::serialize(to_json(horizon::AsyncSubmission{
            .status = horizon::AsyncStatus::try_again_later, .hash = payment.hash}))};
    EXPECT_TRUE(std::holds_alternative<payments::TryLater>(submit()));
    network.overload.reset();
    EXPECT_TRUE(knows_a_ledger());
    EXPECT_EQ(scheduler.now(), seconds(0));
}

TEST_F(HorizonClientTest, ABusyFriendbotHoldsNobodyUp) {
    network.friendbot_works = false;
    auto const address = stellar::KeyPair::generate(random).public_key();
    EXPECT_FALSE(
        wait_for<base::Result<void>>([&](auto done) { horizon.fund(address, std::move(done)); }));
    EXPECT_TRUE(knows_a_ledger());
    EXPECT_EQ(scheduler.now(), seconds(0));
}

TEST_F(HorizonClientTest, AHorizonWithoutTheNewWayIsNotAskedForItAgainForAWhile) {
    network.has_async = false;
    auto const asked_async = [this] {
        return std::count_if(client.asked.begin(), client.asked.end(), [](auto const& request) {
            return request.url.ends_with("/transactions_async");
        });
    };
    for (int i = 0; i < 5; ++i) (void)submit();
    EXPECT_EQ(asked_async(), 1);
    EXPECT_EQ(network.submissions, 5U);

    network.has_async = true;
    auto const later = scheduler.now() + std::chrono::minutes(10);
    scheduler.run_until([&] { return scheduler.now() >= later; });
    EXPECT_TRUE(std::holds_alternative<payments::Accepted>(submit()));
    EXPECT_EQ(asked_async(), 2);
}

}  // namespace
}  // namespace farthing::engine
