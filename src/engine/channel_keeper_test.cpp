#include "engine/channel_keeper.hpp"

#include <algorithm>

#include "engine/shop_testing.hpp"

namespace farthing::engine {
namespace {

using payments::ChannelNumber;
using payments::OrderState;

constexpr std::int64_t kLumen = base::Stroops::kPerLumen;

class ChannelKeeperTest : public ShopTest {
protected:
    /// Of a network with a friendbot.
    static ChannelKeeper::Options generous(std::int64_t channels, std::int64_t most = 200) {
        return {
            .network = "testnet", .channels = channels, .channels_max = most, .friendbot = true};
    }
    /// Also again, after what was there before has ended.
    ChannelKeeper& start(ChannelKeeper::Options const& options) {
        wait_for_database();
        scheduler.forget();
        ready = all_ready = 0;
        keeper.emplace(ChannelKeeper::Needs{database, horizon, scheduler, log}, options, keys);
        keeper->start([this] { ++ready; }, [this] { ++all_ready; });
        return *keeper;
    }
    bool starts(ChannelKeeper::Options const& options) {
        start(options);
        return scheduler.run_until([&] { return all_ready == 1; });
    }
    /// Runs for so long by the timers.
    void pass(std::chrono::milliseconds time) {
        auto const end = scheduler.now() + time;
        ASSERT_TRUE(scheduler.run_until([&] { return scheduler.now() >= end; }));
    }
    std::string address(ChannelNumber number) const { return keys.key(number).address(); }
    FakeHorizon::Account& account(ChannelNumber number) {
        return network.accounts.at(address(number));
    }
    std::size_t asked_for(std::string_view what) const {
        return static_cast<std::size_t>(std::count_if(
            client.asked.begin(), client.asked.end(),
            [&](auto const& request) { return request.url.find(what) != std::string::npos; }));
    }
    bool logged(std::string_view text) { return log.text().find(text) != std::string::npos; }

    struct Row {
        stellar::SequenceNumber sequence;
        std::string order;  ///< Empty: free.
        bool operator==(Row const&) const = default;
    };
    std::optional<Row> row(ChannelNumber number) {
        return *database.read_now<std::optional<Row>>([number](store::Transaction& transaction)
                                                          -> base::Result<std::optional<Row>> {
            auto const rows = transaction.query(
                "SELECT sequence, order_id FROM channels WHERE number = $1", {number});
            if (rows.empty()) return std::optional<Row>();
            return std::optional(Row{rows[0].integer(0), rows[0].optional_text(1).value_or("")});
        });
    }
    void fail(payments::Order const& order) {
        ASSERT_TRUE(database.write_now<bool>([&](store::Transaction& transaction) {
            store::PaymentsRepository repository(transaction);
            payments::end_offer(repository, order, payments::FailureReason::expired, clock.now());
            return base::Result(true);
        }));
    }

    std::optional<ChannelKeeper> keeper;
    int ready = 0;
    int all_ready = 0;
};

TEST_F(ChannelKeeperTest, OpensTheAccountsThatAreMissingAndSaysWhenAllAreThere) {
    ASSERT_TRUE(starts(generous(3)));
    EXPECT_EQ(ready, 1);
    EXPECT_EQ(network.gifts, 2U);
    EXPECT_EQ(free_channels().size(), 3U);
    EXPECT_EQ(row(1)->sequence, 100);
    EXPECT_EQ(row(2)->sequence, network.ledger << 32);
}

TEST_F(ChannelKeeperTest, TriesAgainEverMoreSlowlyWhileTheNetworkGivesNothing) {
    network.friendbot_works = false;
    start(generous(2));
    pass(std::chrono::minutes(10));
    EXPECT_EQ(ready, 1);
    EXPECT_EQ(all_ready, 0);
    EXPECT_LT(asked_for("/friendbot"), 20U);
    network.friendbot_works = true;
    pass(std::chrono::minutes(2));
    EXPECT_EQ(all_ready, 1);
}

TEST_F(ChannelKeeperTest, DoesNotHammerAFriendbotThatGivesNothing) {
    network.friendbot_gives = false;
    start(generous(2));
    pass(std::chrono::minutes(10));
    EXPECT_LT(network.asked_for_gifts, 20U);
    EXPECT_TRUE(logged("friendbot does not give it enough"));
    EXPECT_EQ(free_channels().size(), 1U);
}

TEST_F(ChannelKeeperTest, ARestartNeitherFreesNorLowersWhatOrdersHold) {
    ASSERT_TRUE(starts(generous(3)));
    auto const second = stellar::KeyPair::generate(random);
    auto const first_order = offered(reader);
    auto const second_order = submitted(second);
    auto const first = row(first_order.channel);
    auto const third = row(6 - first_order.channel - second_order.channel);

    // What the network says now is older than, or beyond, what the rows say.
    account(1).sequence = 90;
    account(2).sequence += 7;
    account(3).sequence -= 7;
    ASSERT_TRUE(starts(generous(3)));
    EXPECT_EQ(row(first_order.channel), first);
    EXPECT_EQ(row(second_order.channel)->order, second_order.id.text());
    EXPECT_EQ(row(second_order.channel)->sequence, second_order.sequence - 1);
    auto const number = 6 - first_order.channel - second_order.channel;
    EXPECT_GE(row(number)->sequence, third->sequence);
    EXPECT_EQ(free_channels().size(), 1U);
    EXPECT_NE(offered(stellar::KeyPair::generate(random)).channel, first_order.channel);
    EXPECT_EQ(free_channels().size(), 0U);
}

TEST_F(ChannelKeeperTest, AFreeChannelsSequenceNumberRisesAndNeverFalls) {
    ASSERT_TRUE(starts(generous(1)));
    account(1).sequence = 120;
    pass(std::chrono::minutes(11));
    EXPECT_EQ(row(1)->sequence, 120);
    account(1).sequence = 110;
    pass(std::chrono::minutes(11));
    EXPECT_EQ(row(1)->sequence, 120);
}

TEST_F(ChannelKeeperTest, OpensMoreInStepsAndNeverMoreThanTheMost) {
    auto& kept = start(generous(2, 9));
    ASSERT_TRUE(scheduler.run_until([&] { return all_ready == 1; }));
    for (int i = 0; i < 10; ++i) kept.grow();
    ASSERT_TRUE(scheduler.run_until([&] { return count_channels() >= 7; }));
    pass(std::chrono::seconds(10));
    EXPECT_EQ(count_channels(), 7);
    kept.grow();
    pass(std::chrono::seconds(10));
    EXPECT_EQ(count_channels(), 9);
    kept.grow();
    pass(std::chrono::seconds(10));
    EXPECT_EQ(count_channels(), 9);
    EXPECT_EQ(all_ready, 1);
}

TEST_F(ChannelKeeperTest, OneGrowthIsUnderWayAtATime) {
    auto& kept = start(generous(1, 100));
    ASSERT_TRUE(scheduler.run_until([&] { return all_ready == 1; }));
    network.friendbot_works = false;
    for (int i = 0; i < 5; ++i) {
        kept.grow();
        pass(std::chrono::seconds(30));
    }
    network.friendbot_works = true;
    pass(std::chrono::minutes(2));
    EXPECT_EQ(count_channels(), 6);
}

TEST_F(ChannelKeeperTest, WhatWasOpenedLaterIsKeptOverARestart) {
    auto& kept = start(generous(1));
    ASSERT_TRUE(scheduler.run_until([&] { return all_ready == 1; }));
    kept.grow();
    ASSERT_TRUE(scheduler.run_until([&] { return count_channels() == 6; }));
    account(6).sequence += 50;
    ASSERT_TRUE(starts(generous(1)));
    ASSERT_TRUE(scheduler.run_until([&] { return row(6)->sequence == account(6).sequence; }));
}

TEST_F(ChannelKeeperTest, AnOfferThatFindsNoFreeChannelAsksForMore) {
    auto& kept = start(generous(1));
    ASSERT_TRUE(scheduler.run_until([&] { return all_ready == 1; }));
    OrderDesk crowded({database, settler, kept, scheduler, clock, random, log}, rules, keys);
    auto const ask = [&](stellar::KeyPair const& buyer) {
        std::optional<base::Result<OfferAnswer>> answer;
        crowded.offer({.buyer = buyer.public_key(), .good = *good},
                      [&](base::Result<OfferAnswer> result) {
                          scheduler.post([&answer, result] { answer = result; });
                      });
        scheduler.run_until([&] { return answer.has_value(); });
        return *answer;
    };
    ASSERT_TRUE(ask(reader));
    EXPECT_EQ(ask(stellar::KeyPair::generate(random)).error().code, base::Errc::too_many_requests);
    ASSERT_TRUE(scheduler.run_until([&] { return count_channels() == 6; }));
    EXPECT_TRUE(ask(stellar::KeyPair::generate(random)));
}

TEST_F(ChannelKeeperTest, AnAccountThatRunsLowIsToppedUp) {
    ASSERT_TRUE(starts(generous(2)));
    auto const gifts = network.gifts;
    account(1).stroops = kLumen + 999'999;
    pass(std::chrono::minutes(11));
    EXPECT_EQ(network.gifts, gifts + 1);
    EXPECT_GT(account(1).stroops, 10'000 * kLumen);
    EXPECT_FALSE(logged("not ready"));
    pass(std::chrono::minutes(30));
    EXPECT_EQ(network.gifts, gifts + 1);
}

TEST_F(ChannelKeeperTest, WithoutAFriendbotTheOperatorIsToldWhatToSendWhere) {
    account(1).stroops = kLumen + 999'999;
    start({.network = "testnet", .channels = 2});
    pass(std::chrono::seconds(1));
    EXPECT_TRUE(logged("channel account needs lumens network=testnet account=" + address(1) +
                       " send=1 XLM"));
    EXPECT_TRUE(logged("channel account needs lumens network=testnet account=" + address(2) +
                       " send=2 XLM"));
    EXPECT_EQ(asked_for("/friendbot"), 0U);
    // The low one still carries orders.
    EXPECT_EQ(free_channels().size(), 1U);
    network.accounts[address(2)] = {5, 2 * kLumen};
    pass(std::chrono::minutes(2));
    EXPECT_EQ(all_ready, 1);
}

TEST_F(ChannelKeeperTest, AnAccountThatCannotPayAFeeCarriesNoOrdersUntilItCan) {
    ASSERT_TRUE(starts(generous(2)));
    network.friendbot_works = false;
    account(1).stroops = kLumen + 19'999;
    keeper->check(1);
    ASSERT_TRUE(scheduler.run_until([&] { return !row(1); }));
    network.friendbot_works = true;
    ASSERT_TRUE(scheduler.run_until([&] { return row(1).has_value(); }));
}

TEST_F(ChannelKeeperTest, ARefusalForLackOfMoneyHasTheAccountLookedAt) {
    auto const order = submitted(reader);
    account(1).stroops = kLumen;
    network.refusal = {.code = stellar::TransactionCode::insufficient_balance};
    settler.carry_new(order, [](Ending const&) {});
    ASSERT_TRUE(scheduler.run_until([&] { return network.gifts == 1; }));
}

TEST_F(ChannelKeeperTest, AFreeAccountThatVanishedIsMadeAnewWithItsNewNumber) {
    account(1).sequence = 9'000;
    network.ledger = 1;  // A network that began anew: numbers are lower than before.
    ASSERT_TRUE(starts(generous(1)));
    ASSERT_EQ(row(1)->sequence, 9'000);
    network.accounts.clear();
    network.ledger = 0;
    network.friendbot_works = false;
    keeper->check(1);
    ASSERT_TRUE(scheduler.run_until([&] { return !row(1); }));
    network.friendbot_works = true;
    ASSERT_TRUE(scheduler.run_until([&] { return row(1).has_value(); }));
    EXPECT_EQ(row(1)->sequence, 0);
}

TEST_F(ChannelKeeperTest, AnOrderKeepsAChannelWhoseAccountVanishedToItsEnd) {
    ASSERT_TRUE(starts(generous(1)));
    auto const order = offered(reader);
    account(1).sequence = 9'000;
    network.accounts.clear();
    network.ledger = 0;
    keeper->check(1);
    ASSERT_TRUE(scheduler.run_until([&] { return network.gifts == 1; }));
    pass(std::chrono::seconds(30));
    EXPECT_EQ(row(1), (Row{order.sequence - 1, order.id.text()}));
    EXPECT_TRUE(free_channels().empty());

    // Its end does not bring the number of the old account back.
    fail(order);
    EXPECT_FALSE(row(1));
    ASSERT_TRUE(scheduler.run_until([&] { return row(1).has_value(); }));
    EXPECT_EQ(*row(1), (Row{0, ""}));
}

TEST_F(ChannelKeeperTest, AnOrderUnderWayEndsWhenItsAccountVanishedAndTheChannelComesBack) {
    ASSERT_TRUE(starts(generous(1)));
    auto const order = submitted(reader);
    network.accounts.clear();
    network.ledger = 0;
    network.refusal = {.code = stellar::TransactionCode::no_account};
    ChannelKeeper& kept = *keeper;
    Settler carrier({database, horizon, kept, scheduler, clock, random, log});
    carrier.carry_new(order, [](Ending const&) {});
    ASSERT_TRUE(scheduler.run_until([&] {
        network.close();
        return stored(order.id).state == OrderState::failed;
    }));
    EXPECT_EQ(stored(order.id).failure, payments::FailureReason::expired);
    ASSERT_TRUE(scheduler.run_until([&] { return row(1).has_value(); }));
    EXPECT_EQ(row(1)->sequence, account(1).sequence);
    network.refusal.reset();
    EXPECT_EQ(offered(reader).sequence, account(1).sequence + 1);
}

TEST_F(ChannelKeeperTest, LooksAtEveryChannelEveryTenMinutesOneAfterTheOther) {
    ASSERT_TRUE(starts(generous(10)));
    auto const before = asked_for("/accounts/");
    pass(std::chrono::seconds(150));
    auto const early = asked_for("/accounts/") - before;
    EXPECT_GE(early, 2U);
    EXPECT_LE(early, 4U);
    pass(std::chrono::seconds(460));
    for (ChannelNumber number = 1; number <= 10; ++number)
        EXPECT_GE(asked_for("/accounts/" + address(number)), 2U);
    EXPECT_LE(asked_for("/accounts/") - before, 12U);
}

/// Answers when the test says so.
class SlowClient final : public http::Client {
public:
    void send(http::ClientRequest,
              std::function<void(base::Result<http::ClientResponse>)> done) override {
        waiting.push_back(std::move(done));
        most = std::max(most, waiting.size());
    }
    std::shared_ptr<http::ClientStream> stream(http::ClientRequest, http::StreamListener) override {
        return nullptr;
    }
    std::deque<std::function<void(base::Result<http::ClientResponse>)>> waiting;
    std::size_t most = 0;
};

TEST_F(ChannelKeeperTest, HoweverManyChannelsThereAreOnlySomeAreOpenedAtOnce) {
    SlowClient slow;
    HorizonClient asked(slow, scheduler, "http://horizon.example");
    constexpr auto kAtOnce = ChannelKeeper::kVisitsAtOnce;
    keeper.emplace(ChannelKeeper::Needs{database, asked, scheduler, log}, generous(100), keys);
    keeper->start([] {}, [] {});
    ASSERT_TRUE(scheduler.run_until([&] { return slow.waiting.size() == kAtOnce; }));
    for (std::size_t more = 0; more < 30; ++more) {
        auto const answer = std::move(slow.waiting.front());
        slow.waiting.pop_front();
        answer(http::ClientResponse{.status = 404});
        ASSERT_TRUE(scheduler.run_until([&] { return slow.waiting.size() == kAtOnce; }));
    }
    EXPECT_EQ(slow.most, kAtOnce);
}

}  // namespace
}  // namespace farthing::engine
