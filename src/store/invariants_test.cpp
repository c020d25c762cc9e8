#include "store/invariants_testing.hpp"

namespace farthing::store {
namespace {

TEST_F(InvariantsTest, AHealthyDatabaseHasNoBreachAndEverythingInItWasLookedAt) {
    EXPECT_EQ(breaches(), std::set<std::string>());
    auto const findings = check();
    EXPECT_EQ(findings.size(), 25U);
    for (auto const& finding : findings)
        EXPECT_GT(finding.looked_at, 0) << finding.invariant.sentence;
}

TEST_F(InvariantsTest, NoRowAtAllIsHealthyToo) {
    TestDatabase empty(platform_schema());
    for (auto const& finding :
         check_thoroughly(empty.transaction(), clock.now(), {{network.name, {network.id, keys}}}))
        EXPECT_TRUE(finding.holds()) << finding.invariant.sentence;
}

TEST_F(InvariantsTest, AFewOffendersAreNamedAndAllAreCounted) {
    for (int i = 0; i < 7; ++i) in_state(OrderState::settled);
    plant({"DELETE FROM purchases"});
    auto const findings = check();
    auto const broken = std::ranges::find_if(findings, [](Finding const& finding) {
        return finding.invariant.id == "P2" && !finding.holds();
    });
    ASSERT_NE(broken, findings.end());
    EXPECT_EQ(broken->breaches, count("orders WHERE state = 'settled'"));
    EXPECT_EQ(broken->offenders.size(), Finding::kNamed);
}

TEST_F(InvariantsTest, EveryOrderAndPurchaseIsLookedAtHoweverManyThereAre) {
    plant(
        {"CREATE TABLE many AS WITH RECURSIVE numbers (n) AS "
         "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1100) SELECT n FROM numbers",
         "INSERT INTO orders SELECT printf('%026d', n), network, good_id, store_id, title, buyer, "
         "destination, price, purchase_validity_ms, channel, sequence, randomblob(32), "
         "unsigned_envelope, signed_envelope, created_at, expires_at, submitted_at, ended_at, "
         "state, failure, payer, submitted_hash FROM many, orders WHERE id = @settled",
         "INSERT INTO purchases SELECT printf('%026d', n), printf('%026d', n), network, good_id, "
         "buyer, price, randomblob(32), operation, ledger, purchased_at, expires_at "
         "FROM many, purchases WHERE order_id = @settled"});
    for (auto const& finding : check()) {
        if (finding.invariant.id == "M5") {
            EXPECT_EQ(finding.looked_at, count("orders"));
            EXPECT_EQ(finding.breaches, 1'100);
        }
        if (finding.invariant.id == "C3") {
            EXPECT_EQ(finding.looked_at, count("purchases"));
        }
    }
}

}  // namespace
}  // namespace farthing::store
