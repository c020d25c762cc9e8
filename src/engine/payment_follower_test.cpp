#include "engine/payment_follower.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/encoding.hpp"
#include "base/numbers.hpp"
#include "base/testing.hpp"
#include "engine/endings.hpp"
#include "engine/testing.hpp"
#include "http/request.hpp"
#include "payments/offer.hpp"
#include "payments/submission.hpp"
#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"

namespace farthing::engine {
namespace {

using base::Result;
using http::ClientRequest;
using http::ClientResponse;
using Position = horizon::HistoryPosition;

/// One payment on the test's network.
struct Sent {
    std::string to;
    std::string memo = {};
    std::string amount = "0.0004000";
    stellar::TransactionHash hash = {};
    std::uint32_t ledger = 0;
};

/// A Horizon that shows lists of payments.
class PaymentsHorizon {
public:
    Result<ClientResponse> answer(ClientRequest const& request) {
        if (fault) return *fault;
        auto const account = request.url.substr(kPrefix.size(), 56);
        auto const query = std::string_view(request.url).substr(request.url.find('?') + 1);
        auto const number = [&](std::string_view name) {
            return *base::parse_int<std::int64_t>(http::query_parameter(query, name).value);
        };
        if (!accounts.contains(account)) return ClientResponse{.status = 404};
        return ClientResponse{.status = 200,
                              .body = page(account, number("cursor"), number("limit"))};
    }

    /// The payment's position in history: each is in a ledger of its own.
    std::int64_t send(Sent sent) {
        accounts.insert(sent.to);
        if (sent.ledger == 0) sent.ledger = ++ledger_;
        history_.push_back(sent);
        return position(sent);
    }
    /// What the payment in this ledger shows as its amount from now on.
    void show_amount(std::uint32_t ledger, std::string const& amount) {
        for (auto& sent : history_)
            if (sent.ledger == ledger) sent.amount = amount;
    }
    std::uint32_t ledger() const { return ledger_; }

    static constexpr std::string_view kPrefix = "http://horizon.example/accounts/";
    std::set<std::string> accounts;
    std::optional<Result<ClientResponse>> fault;
    bool forgets_cursors = false;

private:
    static std::int64_t position(Sent const& sent) {
        return Position{sent.ledger, 1, 1}.to_number();
    }

    std::string page(std::string const& account, std::int64_t cursor, std::int64_t limit) const {
        std::string records;
        for (auto const& sent : history_) {
            if (sent.to != account || limit == 0) continue;
            if (position(sent) <= cursor && !forgets_cursors) continue;
            records += (records.empty() ? "" : ",") + record(sent);
            --limit;
        }
        return R"({"_embedded":{"records":[)" + records + "]}}";
    }

    static std::string record(Sent const& sent) {
        auto hash = sent.hash;
        if (hash == stellar::TransactionHash{}) hash[0] = static_cast<std::uint8_t>(sent.ledger);
        hash[1] = static_cast<std::uint8_t>(sent.ledger >> 8);
        auto const from = stellar::PublicKey(base::ByteArray<32>{9}).address();
        return R"({"id":")" + std::to_string(position(sent)) +
               R"(","transaction_successful":true,"created_at":"2026-11-22T04:00:00Z",)"
               R"("transaction_hash":")" +
               base::to_hex(hash) + R"(","type":"payment","asset_type":"native","from":")" + from +
               R"(","to":")" + sent.to + R"(","amount":")" + sent.amount +
               R"(","transaction":{"ledger":)" + std::to_string(sent.ledger) +
               R"(,"memo_type":"text","memo":")" + sent.memo + R"("}})";
    }

    std::vector<Sent> history_;
    std::uint32_t ledger_ = 100;
};

class PaymentFollowerTest : public testing::Test {
protected:
    PaymentFollowerTest() { add_store(merchant); }
    ~PaymentFollowerTest() override { database.stop(); }

    template <class Look>
    auto look(Look look) {
        using T = decltype(look(std::declval<store::Transaction&>()));
        return *database.read_now<T>(
            [&](store::Transaction& transaction) -> Result<T> { return look(transaction); });
    }
    void write(std::function<void(store::Transaction&)> const& change) {
        auto const done = database.write_now<bool>([&](store::Transaction& transaction) {
            change(transaction);
            return Result<bool>(true);
        });
        ASSERT_TRUE(done) << done.error().message;
    }
    void add_store(std::string const& payout) {
        write([&](store::Transaction& transaction) {
            store::StoresRepository stores(transaction);
            auto const made =
                stores::create_store(stores, clock, random,
                                     {.network = "testnet", .name = "A", .payout_address = payout});
            shop = made->store;
        });
    }
    payments::Order offer() {
        std::optional<payments::Order> order;
        write([&](store::Transaction& transaction) {
            store::StoresRepository stores(transaction);
            store::GoodsRepository goods(transaction);
            store::PaymentsRepository repository(transaction);
            repository.put_channel("testnet", {1, keys.key(1).public_key(), 100});
            auto const good = goods::create(goods, clock, random, shop->id,
                                            {.price = base::Stroops::of(4'000),
                                             .shared_secret = base::Secret("n1hLnMiJwAwB"),
                                             .url = "",
                                             .title = ""});
            auto const made =
                payments::make_offer({repository, goods, stores}, clock, random, rules,
                                     {.buyer = reader.public_key(), .good = good.id});
            order = std::get<payments::Offered>(made->offer).order;
        });
        return *order;
    }
    void submit(payments::Order const& order) {
        write([&](store::Transaction& transaction) {
            store::PaymentsRepository repository(transaction);
            auto const bytes = payments::sign_order(order, reader.sign(order.hash), keys, rules);
            EXPECT_TRUE(
                payments::record_submission(repository, clock, reader.public_key(), *bytes));
        });
    }

    payments::OrderState state(payments::Order const& order) {
        return look([&](store::Transaction& transaction) {
            return store::PaymentsRepository(transaction).find_order(order.id)->state;
        });
    }
    std::int64_t count(std::string const& what) {
        return look([&](store::Transaction& transaction) {
            return transaction.query("SELECT count(*) FROM " + what).at(0).integer(0);
        });
    }
    std::int64_t received() { return count("received_payments"); }
    std::int64_t cursor() {
        return look([&](store::Transaction& transaction) {
            return store::PaymentsRepository(transaction).followed_accounts("testnet").at(0).cursor;
        });
    }
    bool run_until(std::function<bool()> const& done) { return scheduler.run_until(done); }
    bool run_until_received(std::int64_t number) {
        return run_until([&] { return received() == number; });
    }
    bool run_for(std::chrono::milliseconds time) {
        auto const end = scheduler.now() + time;
        return run_until([&] { return scheduler.now() >= end; });
    }
    bool logged(std::string_view text) { return log.text().find(text) != std::string::npos; }

    store::TemporaryFolder folder;
    base::ManualClock clock{base::Timestamp::from_seconds(1'795'320'000)};
    base::SeededRandom random;
    store::Database database{{.file = folder.path() / "test.db",
                              .on_fatal = [](std::string const& why) { FAIL() << why; }},
                             store::platform_schema()};
    payments::ChannelKeys keys{base::Secret("master"), "testnet"};
    payments::Network rules{.name = "testnet",
                            .passphrase = std::string(stellar::kTestnetPassphrase),
                            .id = stellar::network_id(stellar::kTestnetPassphrase)};
    stellar::KeyPair reader = stellar::KeyPair::generate(random);
    std::string merchant = stellar::KeyPair::generate(random).address();
    std::optional<stores::Store> shop;
    PaymentsHorizon horizon;
    TestLog log;
    TestScheduler scheduler;
    TestClient client{scheduler,
                      [this](ClientRequest const& request) { return horizon.answer(request); }};
    PaymentFollower::Needs needs{database, client, scheduler, clock, random, log};
    PaymentFollower::Options options{.network = "testnet", .horizon_url = "http://horizon.example"};
    PaymentFollower follower{needs, options};
};

TEST_F(PaymentFollowerTest, ReadsTheWholeHistoryPageByPageAndThenTheNews) {
    std::int64_t last = 0;
    for (int i = 0; i < 450; ++i) last = horizon.send({.to = merchant});
    follower.start();
    ASSERT_TRUE(scheduler.run_at_once_until([&] { return client.asked.size() == 4; }));
    EXPECT_EQ(received(), 450);
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
}

TEST_F(PaymentFollowerTest, NoticesNewShopsAndAccountsThatAreFoundedLater) {
    follower.start();
    ASSERT_TRUE(run_for(PaymentFollower::kRound * 2));
    auto const other = stellar::KeyPair::generate(random).address();
    add_store(other);
    horizon.send({.to = other});
    horizon.send({.to = merchant});
    ASSERT_TRUE(run_until_received(2));
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
    EXPECT_EQ(rests[0], PaymentFollower::kShortestRest);
    EXPECT_EQ(rests[1], PaymentFollower::kShortestRest * 2);
    EXPECT_EQ(rests.back(), PaymentFollower::kLongestRest);
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
    write([](store::Transaction& transaction) {
        transaction.execute(
            "CREATE TRIGGER crash BEFORE INSERT ON followed_accounts BEGIN SELECT "
            "RAISE(ABORT, 'the power is gone'); END");
    });
    follower.start();
    ASSERT_TRUE(run_until([&] { return logged("payments cannot be recorded yet"); }));
    EXPECT_EQ(received(), 0);
    EXPECT_EQ(count("purchases"), 0);
    EXPECT_EQ(state(order), payments::OrderState::offered);
    EXPECT_EQ(cursor(), 0);

    write([](store::Transaction& transaction) { transaction.execute("DROP TRIGGER crash"); });
    ASSERT_TRUE(run_until_received(1));
    EXPECT_EQ(state(order), payments::OrderState::settled);
    EXPECT_EQ(cursor(), last);
}

TEST_F(PaymentFollowerTest, WithoutTheEffectTheCursorStaysWhereItWas) {
    horizon.send({.to = merchant});
    write([](store::Transaction& transaction) {
        transaction.execute(
            "CREATE TRIGGER crash BEFORE INSERT ON received_payments WHEN NEW.ledger = 102 BEGIN "
            "SELECT RAISE(ABORT, 'the power is gone'); END");
    });
    horizon.send({.to = merchant});
    follower.start();
    ASSERT_TRUE(run_until([&] { return logged("payments cannot be recorded yet"); }));
    EXPECT_EQ(received(), 0);
    EXPECT_EQ(cursor(), 0);
    write([](store::Transaction& transaction) { transaction.execute("DROP TRIGGER crash"); });
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

TEST_F(PaymentFollowerTest, AnOrderWhoseTransactionFailsIsSoldByThePaymentThatCameMeanwhile) {
    auto const order = offer();
    submit(order);
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
