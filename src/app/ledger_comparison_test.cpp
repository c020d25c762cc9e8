#include "app/ledger_comparison.hpp"

#include <functional>

#include "payments/receive_testing.hpp"
#include "stellar/envelope_xdr.hpp"
#include "store/ledger_repository.hpp"

namespace farthing::app {
namespace {

using payments::Order;
using payments::OrderState;
using payments::Purchase;

/// A shop, and a ledger in which its payments are.
class LedgerComparisonTest : public payments::ReceiveTest {
protected:
    LedgerComparisonTest() : sale(sell()) {
        auto const failed = submitted();
        (void)payments::fail_order(
            repository, clock, failed.id,
            {.reason = payments::FailureReason::expired, .channel_sequence = failed.sequence});
        close(failed.signed_envelope, failed.hash, false);
        given_up = failed.id.text();
        auto tip = payment();
        stellar::Transaction const transaction{
            .source = {stranger.public_key()},
            .fee = 100,
            .sequence = 1,
            .operations = {{.body = stellar::Payment{.destination = {merchant.public_key()},
                                                     .asset = stellar::NativeAsset{},
                                                     .amount = payments::kPrice.value()}}}};
        receive({tip});
        close(stellar::encode_envelope(stellar::SignedTransaction{transaction}), tip.hash);
    }

    Purchase sell() {
        auto const order = submitted();
        receive({own_payment_of(order)});
        close(order.signed_envelope, order.hash);
        return *repository.find_purchase_of(order.id);
    }

    /// Puts a transaction into the ledger that the shop's last payment came in.
    void close(base::Bytes envelope, stellar::TransactionHash const& hash, bool successful = true) {
        auto const participants = sandbox::participants_of(*stellar::decode_envelope(envelope));
        auto const number = successful ? ledger : ++ledger;
        sandbox::LedgerHeader const header{.sequence = number,
                                           .hash = random.bytes<32>(),
                                           .previous_hash = random.bytes<32>(),
                                           .closed_at = clock.now()};
        store::LedgerRepository chain(ledger_database.transaction());
        chain.append_ledger(header);
        chain.append_transaction({.ledger = number,
                                  .order = 1,
                                  .closed_at = clock.now(),
                                  .successful = successful,
                                  .hash = hash,
                                  .envelope = std::move(envelope)},
                                 participants);
    }

    /// The ids of what does not hold.
    std::string broken() {
        std::string ids;
        for (auto const& finding : compare())
            if (!finding.holds()) {
                EXPECT_FALSE(finding.offenders.at(0).empty());
                ids += std::string(finding.invariant.id);
            }
        return ids;
    }
    std::vector<payments::Finding> compare() {
        return compare_with_ledger(database.transaction(), ledger_database.transaction(),
                                   network.name);
    }
    void in_ledger(std::string const& sql) { ledger_database.transaction().execute(sql); }
    void on_platform(std::string const& sql) { database.transaction().execute(sql); }

    store::TestDatabase ledger_database{store::ledger_schema()};
    Purchase sale;
    std::string given_up;
};

TEST_F(LedgerComparisonTest, BooksThatAgreeHaveNoBreachAndEverythingIsLookedAt) {
    EXPECT_EQ(broken(), "");
    std::vector<std::int64_t> counts;
    for (auto const& finding : compare()) counts.push_back(finding.looked_at);
    EXPECT_EQ(counts, (std::vector<std::int64_t>{1, 1, 2}));
}

TEST_F(LedgerComparisonTest, APurchaseWithoutItsPaymentIsFound) {
    in_ledger("UPDATE transactions SET hash = zeroblob(32) WHERE ledger = " +
              std::to_string(sale.ledger));
    EXPECT_EQ(broken(), "P1");
}

TEST_F(LedgerComparisonTest, APurchaseWhosePaymentFailedIsFound) {
    in_ledger("UPDATE transactions SET successful = 0 WHERE ledger = " +
              std::to_string(sale.ledger));
    EXPECT_EQ(broken(), "P1");
}

TEST_F(LedgerComparisonTest, APurchaseThatWasPaidTooLittleElsewhereOrInAnotherLedgerIsFound) {
    for (auto const* change : {"price = price + 1", "ledger = ledger + 1", "operation = 1"}) {
        on_platform("SAVEPOINT trial");
        on_platform(std::string("UPDATE purchases SET ") + change);
        EXPECT_EQ(broken(), "P1") << change;
        on_platform("ROLLBACK TO trial");
    }
    on_platform("UPDATE orders SET destination = buyer");
    EXPECT_EQ(broken(), "P1");
}

TEST_F(LedgerComparisonTest, AnOrderThatWasGivenUpAndIsPaidIsFound) {
    in_ledger("UPDATE transactions SET successful = 1");
    EXPECT_EQ(broken(), "M6");
}

TEST_F(LedgerComparisonTest, APaymentThatIsNotOnRecordIsFoundIfItWasToBeReadAlready) {
    on_platform("DELETE FROM received_payments WHERE order_id IS NULL");
    EXPECT_EQ(broken(), "M4");
    on_platform("UPDATE followed_accounts SET cursor = cursor - 1");
    EXPECT_EQ(broken(), "");
}

TEST_F(LedgerComparisonTest, APaymentOfAnotherAmountOrThatNeverCameIsFound) {
    on_platform("SAVEPOINT trial");
    on_platform("UPDATE received_payments SET amount = amount + 1 WHERE order_id IS NULL");
    EXPECT_EQ(broken(), "M4");
    on_platform("ROLLBACK TO trial");
    on_platform("UPDATE received_payments SET operation = operation + 1 WHERE order_id IS NULL");
    EXPECT_EQ(broken(), "M4");
}

TEST_F(LedgerComparisonTest, WhatCameBeforeTheStoreMayBePassedOver) {
    on_platform("UPDATE stores SET created_at = created_at + 2 * 3600000");
    EXPECT_EQ(broken(), "");
    on_platform("DELETE FROM received_payments WHERE order_id IS NULL");
    EXPECT_EQ(broken(), "");
}

}  // namespace
}  // namespace farthing::app
