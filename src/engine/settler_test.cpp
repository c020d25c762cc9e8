#include "engine/settler.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/testing.hpp"
#include "engine/order_desk.hpp"
#include "engine/testing.hpp"
#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"

namespace farthing::engine {
namespace {

using base::Result;
using http::ClientRequest;
using http::ClientResponse;

/// A network that holds one transaction as soon as it "closes".
class TestNetwork {
public:
    explicit TestNetwork(stellar::TransactionHash hash) : hash_(base::to_hex(hash)) {}

    Result<ClientResponse> answer(ClientRequest const& request) {
        if (request.method == http::Method::post) return submit();
        if (request.url.find("/transactions/") != std::string::npos) return look_up();
        return ClientResponse{.status = 404};
    }

    bool silent = false;  ///< Takes submissions, but its answers are lost.
    bool closed = false;
    int submissions = 0;

private:
    Result<ClientResponse> submit() {
        ++submissions;
        if (silent) return base::fail(base::Errc::timed_out, "no answer");
        return ClientResponse{.status = 201,
                              .body = R"({"tx_status":"PENDING","hash":")" + hash_ + "\"}"};
    }
    Result<ClientResponse> look_up() const {
        if (!closed) return ClientResponse{.status = 404};
        return ClientResponse{
            .status = 200,
            .body =
                R"({"hash":")" + hash_ +
                R"(","successful":true,"ledger":7,"created_at":"2026-11-22T04:00:00Z","fee_charged":"100",)"
                R"("result_xdr":"AAAAAAAAAGQAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAA="})"};
    }

    std::string hash_;
};

class SettlerTest : public testing::Test {
protected:
    SettlerTest() {
        auto const order = database.write_now<payments::Order>(
            [this](store::Transaction& transaction) { return submitted_order(transaction); });
        order_ = *order;
        network_.emplace(order_->hash);
    }

    Result<payments::Order> submitted_order(store::Transaction& transaction) {
        store::StoresRepository stores(transaction);
        store::GoodsRepository goods(transaction);
        store::PaymentsRepository repository(transaction);
        auto const payout = stellar::KeyPair::generate(random).address();
        auto const shop = stores::create_store(
            stores, clock, random, {.network = "testnet", .name = "A", .payout_address = payout});
        auto const good = goods::create(goods, clock, random, shop->store.id,
                                        {.price = base::Stroops::of(4'000),
                                         .shared_secret = base::Secret("n1hLnMiJwAwB"),
                                         .url = "",
                                         .title = ""});
        repository.put_channel("testnet", {1, keys.key(1).public_key(), 100});
        auto const offer =
            payments::make_offer({repository, goods, stores}, clock, random, network_rules,
                                 {.buyer = reader.public_key(), .good = good.id});
        auto const& order = std::get<payments::Offered>(offer->offer).order;
        auto const signed_order =
            payments::sign_order(order, reader.sign(order.hash), keys, network_rules);
        return payments::record_submission(repository, clock, reader.public_key(), *signed_order)
            ->order;
    }

    TestNetwork& network() { return *network_; }
    payments::OrderId const& id() const { return order_->id; }
    payments::OrderState state() {
        return database
            .read_now<payments::Order>(
                [this](store::Transaction& transaction) -> Result<payments::Order> {
                    return *store::PaymentsRepository(transaction).find_order(id());
                })
            ->state;
    }
    Settler::Listener remember() {
        return [this](Ending const& ending) { endings.push_back(ending); };
    }

    store::TemporaryFolder folder;
    base::ManualClock clock;
    base::SeededRandom random;
    store::Database database{{.file = folder.path() / "test.db",
                              .on_fatal = [](std::string const& why) { FAIL() << why; }},
                             store::platform_schema()};
    payments::ChannelKeys keys{base::Secret("master"), "testnet"};
    payments::Network network_rules{.name = "testnet",
                                    .passphrase = std::string(stellar::kTestnetPassphrase),
                                    .id = stellar::network_id(stellar::kTestnetPassphrase)};
    stellar::KeyPair reader = stellar::KeyPair::generate(random);
    TestLog log;
    TestScheduler scheduler;
    TestClient client{scheduler,
                      [this](ClientRequest const& request) { return network().answer(request); }};
    HorizonClient horizon{client, "http://horizon.example"};
    Settler settler{{database, horizon, scheduler, clock, random, log}};
    std::vector<Ending> endings;

private:
    std::optional<payments::Order> order_;
    std::optional<TestNetwork> network_;
};

TEST_F(SettlerTest, CarriesAnOrderToItsReceiptAndTellsEverybodyWhoWaits) {
    settler.carry(id(), remember());
    settler.carry(id(), remember());
    ASSERT_TRUE(scheduler.run_until([&] { return network().submissions == 1; }));
    network().closed = true;
    ASSERT_TRUE(scheduler.run_until([&] { return endings.size() == 2; }));
    for (auto const& ending : endings)
        EXPECT_FALSE(std::get<Ending::Sold>(ending.outcome).receipt.text.empty());
    EXPECT_EQ(state(), payments::OrderState::settled);
    EXPECT_EQ(network().submissions, 1);
    EXPECT_NE(log.text().find("order settled order=" + id().text()), std::string::npos);
}

TEST_F(SettlerTest, SendsTheSameBytesAgainWhenAnswersAreLost) {
    network().silent = true;
    settler.carry(id(), remember());
    ASSERT_TRUE(scheduler.run_until([&] { return network().submissions >= 3; }));
    EXPECT_EQ(state(), payments::OrderState::submitted);
    std::string const* first = nullptr;
    for (auto const& request : client.asked) {
        if (request.method != http::Method::post) continue;
        if (first == nullptr) first = &request.body;
        EXPECT_EQ(request.body, *first);
    }
    network().closed = true;
    ASSERT_TRUE(scheduler.run_until([&] { return endings.size() == 1; }));
    EXPECT_EQ(state(), payments::OrderState::settled);
}

TEST_F(SettlerTest, GoesOnWithSubmittedOrdersAfterARestart) {
    network().closed = true;
    settler.resume("testnet");
    ASSERT_TRUE(
        scheduler.run_until([&] { return log.text().find("order settled") != std::string::npos; }));
    EXPECT_EQ(state(), payments::OrderState::settled);
}

TEST_F(SettlerTest, NeverSubmitsAnOrderThatHasEnded) {
    auto const failed =
        database.write_now<payments::Order>([this](store::Transaction& transaction) {
            store::PaymentsRepository repository(transaction);
            return payments::fail_order(
                repository, clock, id(),
                {.reason = payments::FailureReason::expired, .channel_sequence = 100});
        });
    ASSERT_TRUE(failed);
    settler.carry(id(), remember());
    ASSERT_TRUE(scheduler.run_until([&] { return endings.size() == 1; }));
    EXPECT_EQ(std::get<payments::FailureReason>(endings[0].outcome),
              payments::FailureReason::expired);
    EXPECT_TRUE(client.asked.empty());
}

}  // namespace
}  // namespace farthing::engine
