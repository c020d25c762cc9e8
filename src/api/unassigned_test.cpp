#include "api/unassigned.hpp"

#include <future>

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "engine/shop_testing.hpp"
#include "payments/receive.hpp"

namespace farthing::api {
namespace {

namespace json = base::json;

class UnassignedTest : public engine::ShopTest {
protected:
    UnassignedTest() { add_unassigned_route(router, database, limits, "testnet", "/testnet/v2"); }

    struct Answer {
        int status;
        json::value body;
    };
    Answer get(std::string const& query, std::string const& credentials) {
        auto const basic = "Basic " + base::to_base64(base::as_bytes(credentials));
        http::Request request;
        request.path = "/testnet/v2/payments/unassigned";
        request.query = query;
        request.fields.push({"Authorization", basic});
        auto const answered = std::make_shared<std::promise<Answer>>();
        std::get<http::DeferredHandler>(router.find(request).route->handler)(
            request, [answered](http::Response const& response) {
                answered->set_value(
                    {.status = response.status(), .body = *base::parse_json(response.body_text())});
            });
        return answered->get_future().get();
    }
    Answer get(std::string const& query = "") {
        auto const& key = mine.api_key;
        return get(query, key.key + ":" + std::string(key.secret.reveal()));
    }
    std::vector<std::string> operations(std::string const& query) {
        std::vector<std::string> found;
        auto const answer = get(query);
        for (auto const& row : answer.body.as_array())
            found.emplace_back(row.at("operation").as_string());
        return found;
    }

    stores::CreatedStore open_store() {
        return *database.write_now<stores::CreatedStore>([&](store::Transaction& transaction) {
            store::StoresRepository stores(transaction);
            auto const payout = stellar::KeyPair::generate(random).address();
            return stores::create_store(
                stores, clock, random,
                {.network = "testnet", .name = "B", .payout_address = payout});
        });
    }

    static horizon::RemotePayment payment(std::uint32_t ledger) {
        horizon::RemotePayment payment{.position = {ledger, 1, 1},
                                       .created_at = base::Timestamp::from_seconds(1'795'320'000),
                                       .hash = {0xab},
                                       .inner_hash = {},
                                       .memo = "</script> http://example.com",
                                       .incoming = {}};
        payment.incoming = {.kind = horizon::Incoming::Kind::payment,
                            .from = stellar::PublicKey(base::ByteArray<32>{}),
                            .asset = stellar::NativeAsset{},
                            .amount = base::Stroops::of(70)};
        return payment;
    }
    void receive(stores::Store const& shop, std::vector<horizon::RemotePayment> const& page) {
        ASSERT_TRUE(database.write_now<bool>([&](store::Transaction& transaction) {
            store::PaymentsRepository repository(transaction);
            (void)payments::receive_payments(
                repository, clock, random, "testnet",
                {.address = shop.payout_address, .since = shop.created_at}, page);
            return base::Result<bool>(true);
        }));
    }

    RequestLimits limits{{}, clock, random};
    http::Router router;
    stores::CreatedStore mine = open_store();
};

TEST_F(UnassignedTest, ShowsWhatCameAndWhyItIsForNoOrder) {
    receive(mine.store, {payment(7)});
    auto const answer = get();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, (json::array{json::object{
                               {"operation", "30064775169"},
                               {"hash", "ab" + std::string(62, '0')},
                               {"address", mine.store.payout_address.address()},
                               {"from", "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF"},
                               {"amount", "70"},
                               {"asset", "XLM"},
                               {"memo", "</script> http://example.com"},
                               {"ledger", 7},
                               {"at", 1'795'320'000},
                               {"reason", "unknown_order"},
                               {"explanation", "The memo is not the id of an order."}}}));
}

TEST_F(UnassignedTest, LeavesNoneOutThatTellsLess) {
    auto merged = payment(7);
    merged.memo.reset();
    merged.incoming->kind = horizon::Incoming::Kind::account_merged;
    merged.incoming->amount.reset();
    receive(mine.store, {merged});
    auto const row = get().body.as_array().at(0);
    EXPECT_TRUE(row.at("amount").is_null());
    EXPECT_TRUE(row.at("memo").is_null());
    EXPECT_EQ(row.at("reason"), "account_merged");
}

TEST_F(UnassignedTest, ShowsEachStoreItsOwn) {
    auto const other = open_store();
    receive(other.store, {payment(7)});
    EXPECT_TRUE(get().body.as_array().empty());
    EXPECT_EQ(get("", mine.api_key.key + ":wrong").status, 401);
    EXPECT_EQ(get("", "nobody:x").status, 401);
}

TEST_F(UnassignedTest, GoesBackInTimePageByPage) {
    receive(mine.store, {payment(1), payment(2), payment(3)});
    auto const first = operations("limit=2");
    EXPECT_EQ(first, (std::vector{payment(3).position.to_text(), payment(2).position.to_text()}));
    EXPECT_EQ(operations("limit=2&cursor=" + first[1]), std::vector{payment(1).position.to_text()});
    EXPECT_EQ(operations("").size(), 3U);
}

TEST_F(UnassignedTest, RefusesAQueryThatMakesNoSense) {
    for (auto const* query : {"limit=0", "limit=201", "limit=x", "limit=1&limit=2",
                              "limit=", "cursor=now", "cursor=-1", "cursor=9223372036854775808"})
        EXPECT_EQ(get(query).status, 400) << query;
}

}  // namespace
}  // namespace farthing::api
