#include "engine/settler.hpp"

#include <algorithm>

#include "engine/shop_testing.hpp"

namespace farthing::engine {
namespace {

enum class Start { offered, submitted };

class AnyOrderTest : public ShopTest {
protected:
    explicit AnyOrderTest(Start start)
        : order(start == Start::offered ? offered(reader) : submitted(reader)) {}

    bool ends(std::size_t count = 1) {
        return scheduler.run_until([&] { return endings.size() == count; });
    }
    bool is_submitted(std::size_t times) {
        return scheduler.run_until([&] { return network.submissions >= times; });
    }
    /// Closes ledgers until the order's end is told.
    bool ends_in_ledger_time() {
        return scheduler.run_until([&] {
            network.close();
            return endings.size() == 1;
        });
    }
    payments::OrderState state() { return stored(order.id).state; }
    Settler::Listener remember() {
        return [this](Ending const& ending) { endings.push_back(ending); };
    }
    std::vector<std::string> submitted_bodies() const {
        std::vector<std::string> bodies;
        for (auto const& request : client.asked)
            if (request.method == http::Method::post) bodies.push_back(request.body);
        return bodies;
    }
    payments::FailureReason reason() const {
        return std::get<payments::FailureReason>(endings.at(0).outcome);
    }

    std::vector<Ending> endings;
    payments::Order order;
};

class SettlerTest : public AnyOrderTest {
protected:
    SettlerTest() : AnyOrderTest(Start::submitted) {}
};

TEST_F(SettlerTest, CarriesAnOrderToItsReceiptAndTellsEverybodyWhoWaits) {
    settler.carry(order.id, remember());
    settler.carry(order.id, remember());
    ASSERT_TRUE(is_submitted(1));
    network.close();
    ASSERT_TRUE(ends(2));
    for (auto const& ending : endings)
        EXPECT_FALSE(std::get<Ending::Sold>(ending.outcome).receipt.text.empty());
    EXPECT_EQ(state(), payments::OrderState::settled);
    EXPECT_EQ(network.submissions, 1U);
    EXPECT_NE(log.text().find("order settled order=" + order.id.text()), std::string::npos);
}

TEST_F(SettlerTest, SendsTheSameBytesAgainWhenAnswersAreLost) {
    network.silent = true;
    settler.carry(order.id, remember());
    ASSERT_TRUE(is_submitted(3));
    EXPECT_EQ(state(), payments::OrderState::submitted);
    auto const bodies = submitted_bodies();
    EXPECT_EQ(std::count(bodies.begin(), bodies.end(), bodies[0]),
              static_cast<std::ptrdiff_t>(bodies.size()));
    network.close();
    ASSERT_TRUE(ends());
    EXPECT_EQ(state(), payments::OrderState::settled);
}

TEST_F(SettlerTest, GoesOnWithSubmittedOrdersAfterARestart) {
    settler.resume("testnet");
    ASSERT_TRUE(is_submitted(1));
    network.close();
    ASSERT_TRUE(
        scheduler.run_until([&] { return log.text().find("order settled") != std::string::npos; }));
    EXPECT_EQ(state(), payments::OrderState::settled);
}

TEST_F(SettlerTest, NeverSubmitsAnOrderThatHasEnded) {
    auto const failed =
        database.write_now<payments::Order>([this](store::Transaction& transaction) {
            store::PaymentsRepository repository(transaction);
            return payments::fail_order(
                repository, clock, order.id,
                {.reason = payments::FailureReason::expired, .channel_sequence = 100});
        });
    ASSERT_TRUE(failed);
    settler.carry(order.id, remember());
    ASSERT_TRUE(ends());
    EXPECT_EQ(reason(), payments::FailureReason::expired);
    EXPECT_TRUE(client.asked.empty());
}

TEST_F(SettlerTest, AnOrderWhoseChannelAccountIsGoneEndsInLedgerTime) {
    network.refusal = {.code = stellar::TransactionCode::no_account};
    network.accounts.clear();
    network.friendbot_works = false;
    settler.carry(order.id, remember());
    ASSERT_TRUE(is_submitted(1));
    EXPECT_EQ(state(), payments::OrderState::submitted);
    ASSERT_TRUE(ends_in_ledger_time());
    EXPECT_EQ(reason(), payments::FailureReason::expired);
    // The channel waits for its account, and no order gets it until then.
    EXPECT_EQ(count_channels(), 0);
}

/// An order that a wallet's own transaction pays.
class WalletSettlementTest : public AnyOrderTest {
protected:
    WalletSettlementTest() : AnyOrderTest(Start::offered) {}

    /// Checks the envelope for the order, stores it, and carries the order on.
    bool pay(std::uint32_t fee = 0) {
        auto const envelope = wallet_envelope(order, payer, fee);
        auto recorded = database.write_now<payments::Recorded>(
            [&](store::Transaction& transaction) -> base::Result<payments::Recorded> {
                store::PaymentsRepository repository(transaction);
                auto const checked = payments::check_wallet_transaction(repository, clock, keys,
                                                                        rules, order.id, envelope);
                if (!checked) return checked.error();
                return payments::record_wallet_submission(
                    repository, clock, std::get<payments::WalletSubmission>(*checked));
            });
        if (!recorded) return false;
        order = recorded->order;
        settler.carry_new(order, remember());
        return is_submitted(1);
    }
    stellar::KeyPair payer = stellar::KeyPair::generate(random);
};

TEST_F(WalletSettlementTest, IsFoundByTheHashOfWhatTheWalletBuilt) {
    ASSERT_TRUE(pay());
    ASSERT_EQ(network.taken.size(), 1U);
    EXPECT_NE(network.taken[0].hash, network.taken[0].inner_hash);
    EXPECT_EQ(network.taken[0].inner_hash, base::to_hex(order.hash));
    EXPECT_EQ(network.taken[0].hash, base::to_hex(payments::submitted_hash(order)));
    network.close();
    ASSERT_TRUE(ends());
    auto const& sold = std::get<Ending::Sold>(endings[0].outcome);
    EXPECT_EQ(sold.purchase.hash, order.hash);
    EXPECT_EQ(sold.purchase.buyer, reader.public_key());
    EXPECT_EQ(network.submissions, 1U);
}

TEST_F(WalletSettlementTest, TheAnswerIsBelievedOnlyIfItNamesTheFeeBump) {
    ASSERT_TRUE(pay());
    // A pending payment is looked up several times before it is submitted once more.
    ASSERT_TRUE(scheduler.run_until([&] { return client.asked.size() >= 6; }));
    EXPECT_EQ(network.submissions, 1U);
}

TEST_F(WalletSettlementTest, SettlesWhoeverElseSubmitsTheSameTransaction) {
    network.refusal = {.code = stellar::TransactionCode::insufficient_balance};
    ASSERT_TRUE(pay());
    EXPECT_TRUE(network.taken.empty());
    auto const envelope = *stellar::decode_envelope(order.signed_envelope);
    auto const hash = base::to_hex(order.hash);
    network.taken.push_back(
        {.envelope = std::get<stellar::FeeBump>(envelope).inner, .hash = hash, .inner_hash = hash});
    network.close();
    ASSERT_TRUE(ends());
    EXPECT_EQ(state(), payments::OrderState::settled);
}

TEST_F(WalletSettlementTest, ThatPaysItsOwnFeeIsSubmittedAsItIs) {
    ASSERT_TRUE(pay(1'000'000));
    EXPECT_EQ(network.taken.at(0).hash, base::to_hex(order.hash));
    EXPECT_TRUE(std::holds_alternative<stellar::SignedTransaction>(network.taken[0].envelope));
    network.close();
    ASSERT_TRUE(ends());
    EXPECT_EQ(state(), payments::OrderState::settled);
}

TEST_F(WalletSettlementTest, AUsedUpSequenceNumberEndsItOnlyInLedgerTime) {
    network.refusal = {.code = stellar::TransactionCode::fee_bump_inner_failed,
                       .inner = stellar::TransactionResult::Inner{
                           .hash = order.hash, .code = stellar::TransactionCode::bad_sequence}};
    ASSERT_TRUE(pay());
    ASSERT_TRUE(is_submitted(4));
    EXPECT_EQ(state(), payments::OrderState::submitted);
    ASSERT_TRUE(ends_in_ledger_time());
    EXPECT_EQ(reason(), payments::FailureReason::rejected);
    EXPECT_GT(network.clock.now(), order.expires_at);
    ASSERT_EQ(free_channels().size(), 1U);
    EXPECT_EQ(free_channels()[0].sequence, 100);
}

TEST_F(WalletSettlementTest, SendsTheSameBytesAgainAlsoAfterARestart) {
    network.silent = true;
    ASSERT_TRUE(pay());
    ASSERT_TRUE(is_submitted(2));
    Settler restarted({database, horizon, channels, scheduler, clock, random, log});
    restarted.resume("testnet");
    ASSERT_TRUE(is_submitted(5));
    auto const bodies = submitted_bodies();
    EXPECT_EQ(std::count(bodies.begin(), bodies.end(), bodies[0]),
              static_cast<std::ptrdiff_t>(bodies.size()));
    network.close();
    ASSERT_TRUE(scheduler.run_until([&] { return state() == payments::OrderState::settled; }));
}

TEST_F(WalletSettlementTest, WhatFailsInALedgerSaysWhyByTheInnerResult) {
    ASSERT_TRUE(pay());
    network.close(
        {.code = stellar::TransactionCode::failed,
         .operations = {{.type = stellar::kPaymentType,
                         .inner = static_cast<std::int32_t>(stellar::PaymentCode::underfunded)}}});
    ASSERT_TRUE(ends());
    EXPECT_EQ(reason(), payments::FailureReason::insufficient_balance);
}

}  // namespace
}  // namespace farthing::engine
