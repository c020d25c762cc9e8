#include "engine/auditor.hpp"

#include "engine/shop_testing.hpp"

namespace farthing::engine {
namespace {

class AuditorTest : public ShopTest {
protected:
    bool check() {
        auditor.start([this] { ++checks; });
        return scheduler.run_until([this] { return checks == 1; });
    }
    void execute(std::string const& sql) {
        base::ensure(database
                         .write_now<bool>([&](store::Transaction& transaction) {
                             transaction.execute(sql);
                             return base::Result(true);
                         })
                         .has_value());
    }
    void settle(payments::Order const& order) {
        bool ended = false;
        settler.carry(order.id, [&](Ending const& ending) {
            ended = std::holds_alternative<Ending::Sold>(ending.outcome);
        });
        base::ensure(scheduler.run_until([this] { return network.submissions >= 1; }));
        network.close();
        base::ensure(scheduler.run_until([&] { return ended; }));
    }

    base::Result<OfferAnswer> order(OrderDesk& from) {
        store::Handover<OfferAnswer> answer;
        from.offer({.buyer = reader.public_key(), .good = *good},
                   [&](base::Result<OfferAnswer> offer) { answer.put(std::move(offer)); });
        return answer.take();
    }
    GoodOnSale look_up() {
        using Goods = std::vector<GoodOnSale>;
        store::Handover<Goods> found;
        gated.look_up({*good}, reader.public_key(),
                      [&](base::Result<Goods> goods) { found.put(std::move(goods)); });
        return found.take()->at(0);
    }

    SalesLatch books;
    SalesGate gate{books};
    Auditor auditor{{database, scheduler, clock, log, books}};
    OrderDesk gated{
        {database, settler, channels, scheduler, clock, random, log, &gate}, rules, keys};
    int checks = 0;
};

constexpr char const* kBreach = "DELETE FROM purchases";

TEST_F(AuditorTest, NothingIsSoldBeforeTheFirstCheckAndThenIt) {
    EXPECT_EQ(gate.closed_because(), "starting");
    EXPECT_EQ(order(gated).error().code, base::Errc::unavailable);
    ASSERT_TRUE(check());
    EXPECT_EQ(gate.closed_because(), std::nullopt);
    EXPECT_TRUE(order(gated));
}

TEST_F(AuditorTest, ABreachClosesTheGateAndTheLogNamesIt) {
    settle(submitted(reader));
    execute(kBreach);
    ASSERT_TRUE(check());
    EXPECT_EQ(gate.closed_because(), "breach P2");
    EXPECT_NE(log.text().find("invariant=P2 must=every settled order has one purchase"),
              std::string::npos);
    EXPECT_NE(log.text().find("first=order 01"), std::string::npos);
}

TEST_F(AuditorTest, AWarningIsLoggedAndStopsNothing) {
    auto const order = submitted(reader);
    clock.advance(std::chrono::hours(1));
    ASSERT_TRUE(check());
    EXPECT_EQ(gate.closed_because(), std::nullopt);
    EXPECT_NE(log.text().find("first=order " + order.id.text() + " (submitted)"),
              std::string::npos);
}

TEST_F(AuditorTest, ABreachThatComesLaterIsFoundWithinAnHourAndOneThatIsMendedForgiven) {
    settle(submitted(reader));
    ASSERT_TRUE(check());
    execute("CREATE TABLE kept AS SELECT * FROM purchases");
    execute(kBreach);
    EXPECT_EQ(gate.closed_because(), std::nullopt);
    ASSERT_TRUE(scheduler.run_until([this] { return gate.closed_because().has_value(); }));
    EXPECT_EQ(scheduler.now() / std::chrono::hours(1), 1);
    execute("INSERT INTO purchases SELECT * FROM kept");
    ASSERT_TRUE(scheduler.run_until([this] { return !gate.closed_because().has_value(); }));
    EXPECT_EQ(scheduler.now() / std::chrono::hours(1), 2);
    EXPECT_EQ(checks, 1);
}

TEST_F(AuditorTest, ADatabaseThatCannotBeReadClosesTheGateUntilItCan) {
    execute("ALTER TABLE purchases RENAME TO elsewhere");
    ASSERT_TRUE(check());
    EXPECT_EQ(gate.closed_because(), "the books cannot be read");
    execute("ALTER TABLE elsewhere RENAME TO purchases");
    ASSERT_TRUE(scheduler.run_until([this] { return !gate.closed_because().has_value(); }));
    EXPECT_LT(scheduler.now(), std::chrono::minutes(1));
}

TEST_F(AuditorTest, WhileTheGateIsClosedNoConsentIsTakenByAnyPath) {
    auto const offer = offered(reader);
    std::vector<base::Errc> refused;
    auto const note = [&](base::Result<payments::Order> answer) {
        refused.push_back(answer ? base::Errc::internal : answer.error().code);
    };
    gated.submit(reader.public_key(), offer.id, reader.sign(offer.hash), note,
                 [](Ending const&) { ADD_FAILURE(); });
    gated.submit_wallet_transaction(offer.id, wallet_envelope(offer, reader), note);
    EXPECT_EQ(refused, std::vector(2, base::Errc::unavailable));
    EXPECT_EQ(stored(offer.id).state, payments::OrderState::offered);
}

TEST_F(AuditorTest, WhileTheGateIsClosedWhatIsUnderWayIsSettledAndGoodsAreReadWithoutReceipts) {
    auto const order = submitted(reader);
    books.close("breach M3");
    settle(order);
    EXPECT_EQ(stored(order.id).state, payments::OrderState::settled);
    EXPECT_EQ(look_up().receipt, std::nullopt);
    books.open();
    EXPECT_TRUE(look_up().receipt.has_value());
}

TEST_F(AuditorTest, ADeskWithoutAGateAlwaysSells) {
    EXPECT_TRUE(order(desk));
}

TEST_F(AuditorTest, TheReaderIsToldThatItIsNotHisFaultAndWhy) {
    books.close("breach M3");
    EXPECT_NE(gate.expect_open().error().message.find("does not sell at present (breach M3)"),
              std::string::npos);
}

}  // namespace
}  // namespace farthing::engine
