#include "api/orders.hpp"

#include <future>

#include "base/json.hpp"
#include "engine/shop_testing.hpp"

namespace farthing::api {
namespace {

namespace json = base::json;

class OrdersTest : public engine::ShopTest {
protected:
    OrdersTest() { add_order_routes(router, desk, "/testnet"); }

    struct Answer {
        int status;
        std::string text;
        json::object const& object() const { return value.get_object(); }
        std::string field(std::string_view name) const {
            return std::string(object().at(name).get_string());
        }
        json::value value;
    };

    Answer call(http::Request request) {
        auto const match = router.find(request);
        if (match.route == nullptr) return {.status = 404, .text = "no route", .value = {}};
        EXPECT_TRUE(match.route->cross_origin);
        auto const answered = std::make_shared<std::promise<Answer>>();
        std::get<http::DeferredHandler>(match.route->handler)(
            request, [answered](http::Response const& response) {
                std::string const text(response.body_text());
                answered->set_value(
                    {.status = response.status(), .text = text, .value = *base::parse_json(text)});
            });
        return answered->get_future().get();
    }

    Answer get(std::string const& path) {
        http::Request request;
        request.path = path;
        return call(request);
    }
    Answer show(std::string const& id) { return get("/testnet/orders/" + id); }

    Answer post(std::string const& id, std::string_view body,
                std::string_view type = "application/json") {
        auto const path = "/testnet/orders/" + id + "/transaction";
        http::Request request;
        request.method = http::Method::post;
        request.path = path;
        request.body = body;
        request.fields.push({"Content-Type", type});
        return call(request);
    }

    Answer pay(payments::Order const& order, std::string const& envelope) {
        return post(order.id.text(), R"({"envelope":")" + envelope + "\"}");
    }

    http::Router router;
    stellar::KeyPair payer = stellar::KeyPair::generate(random);
};

TEST_F(OrdersTest, AnOrderShowsWhatAPayerNeedsAndNoSecret) {
    auto const order = offered(reader);
    auto const shown = show(order.id.text());
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.object(), (json::object{{"id", order.id.text()},
                                            {"state", "offered"},
                                            {"good", order.good.text()},
                                            {"amount", "4000"},
                                            {"asset", "XLM"},
                                            {"destination", order.destination.address()},
                                            {"memo", order.id.text()},
                                            {"expires_at", order.expires_at.seconds()}}));
}

TEST_F(OrdersTest, UnknownOrdersAndOddIdsAreNotFound) {
    for (auto const& id :
         {payments::OrderId::make(clock, random).text(), std::string("x"), std::string("%00")}) {
        EXPECT_EQ(show(id).status, 404) << id;
        EXPECT_EQ(post(id, R"({"envelope":"AAAA"})").status, 404) << id;
    }
}

TEST_F(OrdersTest, AnOrderOfAnotherNetworkIsNotShownHere) {
    auto const order = offered(reader);
    auto live = rules;
    live.name = "live";
    engine::OrderDesk live_desk({database, settler, channels, scheduler, clock, random, log}, live,
                                keys);
    add_order_routes(router, live_desk, "/live");
    EXPECT_EQ(get("/live/orders/" + order.id.text()).status, 404);
}

TEST_F(OrdersTest, ATransactionIsCarriedToItsSettlementAndNobodyGetsTheReceiptHere) {
    auto const order = offered(reader);
    auto const envelope = wallet_envelope(order, payer);
    auto const taken = pay(order, envelope);
    EXPECT_EQ(taken.status, 202) << taken.text;
    EXPECT_EQ(taken.field("id"), order.id.text());
    EXPECT_EQ(taken.field("state"), "submitted");
    auto const now = stored(order.id);
    EXPECT_EQ(taken.field("hash"), base::to_hex(now.hash));
    EXPECT_EQ(taken.field("submitted_hash"), base::to_hex(payments::submitted_hash(now)));
    EXPECT_EQ(taken.object().at("expires_at"), now.expires_at.seconds());
    EXPECT_EQ(pay(order, envelope).object(), taken.object());

    ASSERT_TRUE(scheduler.run_until([&] { return network.submissions == 1; }));
    network.close();
    ASSERT_TRUE(scheduler.run_until(
        [&] { return stored(order.id).state == payments::OrderState::settled; }));
    auto const settled = show(order.id.text());
    EXPECT_EQ(settled.field("state"), "settled");
    for (auto const& text : {settled.text, pay(order, envelope).text}) {
        EXPECT_EQ(text.find("receipt"), std::string::npos);
        EXPECT_EQ(text.find(reader.address()), std::string::npos);
    }
}

TEST_F(OrdersTest, AnOrderThatWasPaidPastTheServerShowsByWhat) {
    auto const order = offered(reader);
    payments::PaidElsewhere const paid{
        .hash = random.bytes<32>(),
        .operation = 0,
        .ledger = 7,
        .payment = {.payer = payer.public_key(), .submitted_hash = random.bytes<32>()}};
    ASSERT_TRUE(database.write_now<bool>([&](store::Transaction& transaction) {
        store::PaymentsRepository repository(transaction);
        (void)payments::settle_order_by(repository, clock, random, order, paid, order.sequence - 1);
        return base::Result<bool>(true);
    }));
    auto const shown = show(order.id.text());
    EXPECT_EQ(shown.field("state"), "settled");
    EXPECT_EQ(shown.field("hash"), base::to_hex(paid.hash));
    EXPECT_EQ(shown.field("submitted_hash"), base::to_hex(paid.payment.submitted_hash));
    EXPECT_EQ(pay(order, wallet_envelope(order, payer)).status, 409);
}

TEST_F(OrdersTest, AFormInHorizonsOwnShapeIsTakenToo) {
    auto const order = offered(reader);
    std::string form = "tx=";
    for (auto const c : wallet_envelope(order, payer))
        form += c == '+' ? "%2B" : c == '=' ? "%3D" : std::string(1, c);
    EXPECT_EQ(
        post(order.id.text(), form, "application/x-www-form-urlencoded; charset=utf-8").status,
        202);
}

TEST_F(OrdersTest, RefusalsNameWhatIsWrong) {
    auto const order = offered(reader);
    auto const id = order.id.text();
    auto const form = "application/x-www-form-urlencoded";
    struct Case {
        std::string body;
        std::string type;
        int status;
        std::string named;
    };
    for (auto const& c :
         {Case{"", "application/json", 400, "JSON"}, Case{"[]", "application/json", 400, "object"},
          Case{"{}", "application/json", 400, "envelope"},
          Case{R"({"envelope":7})", "application/json", 400, "envelope"},
          Case{R"({"envelope":"AAAA","price":"1"})", "application/json", 400, "price"},
          Case{R"({"envelope":"AAAA"})", "application/json", 400, "cannot be read"},
          Case{"", form, 400, "tx"}, Case{"tx=AAAA&tx=AAAA", form, 400, "tx"},
          Case{"tx=%GG", form, 400, "tx"}, Case{"tx=AAAA", "text/plain", 415, "application/json"},
          Case{"tx=AAAA", "", 415, "application/json"}}) {
        auto const refused = post(id, c.body, c.type);
        EXPECT_EQ(refused.status, c.status) << c.body;
        EXPECT_NE(refused.text.find(c.named), std::string::npos) << refused.text;
    }
    EXPECT_EQ(show(id).field("state"), "offered");
}

TEST_F(OrdersTest, AnotherTransactionForAnOrderUnderWayIsAConflict) {
    auto const order = offered(reader);
    ASSERT_EQ(pay(order, wallet_envelope(order, payer)).status, 202);
    EXPECT_EQ(pay(order, wallet_envelope(order, reader)).status, 409);
    EXPECT_EQ(show(order.id.text()).field("hash"), base::to_hex(stored(order.id).hash));
}

TEST_F(OrdersTest, AnOrderThatEndedSaysWhy) {
    auto const order = offered(reader);
    clock.set(order.expires_at);
    auto const envelope = wallet_envelope(order, payer);
    EXPECT_EQ(pay(order, envelope).status, 409);
    desk.keep_expiring();
    ASSERT_TRUE(scheduler.run_until(
        [&] { return stored(order.id).state == payments::OrderState::failed; }));
    auto const shown = show(order.id.text());
    EXPECT_EQ(shown.field("failure"), "expired");
    EXPECT_FALSE(shown.object().contains("hash"));
    EXPECT_EQ(pay(order, envelope).status, 409);
}

TEST_F(OrdersTest, TheSocketsWayToPayIsClosedOnceAWalletHasPaid) {
    auto const order = offered(reader);
    ASSERT_EQ(pay(order, wallet_envelope(order, reader)).status, 202);
    auto const now = stored(order.id);
    for (auto const& hash : {order.hash, now.hash}) {
        std::promise<base::Result<payments::Order>> answered;
        desk.submit(
            reader.public_key(), order.id, reader.sign(hash),
            [&](base::Result<payments::Order> result) { answered.set_value(std::move(result)); },
            [](engine::Ending const&) {});
        EXPECT_EQ(answered.get_future().get().error().code, base::Errc::conflict);
    }
}

}  // namespace
}  // namespace farthing::api
