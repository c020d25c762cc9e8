#include "horizon/fee_stats.hpp"

#include <gtest/gtest.h>

namespace farthing::horizon {
namespace {

TEST(FeeStats, AreTextsAndTheBaseFeeWhenNobodyPaid) {
    auto const json = to_json({.last_ledger = 7, .operations_per_ledger = 1'000});
    EXPECT_EQ(json.at("last_ledger"), "7");
    EXPECT_EQ(json.at("last_ledger_base_fee"), "100");
    EXPECT_EQ(json.at("ledger_capacity_usage"), "0.00");
    for (auto const* part : {"fee_charged", "max_fee"})
        for (auto const* key : {"max", "min", "mode", "p10", "p20", "p30", "p40", "p50", "p60",
                                "p70", "p80", "p90", "p95", "p99"})
            EXPECT_EQ(json.at(part).at(key), "100") << part << " " << key;
}

TEST(FeeStats, AreNearestRankPercentiles) {
    FeeStats stats{.last_ledger = 7, .operations_per_ledger = 1'000};
    for (std::int64_t fee = 100; fee >= 1; --fee) stats.bids.push_back(fee);
    stats.bids.push_back(40);
    auto const bids = to_json(stats).at("max_fee");
    EXPECT_EQ(bids.at("min"), "1");
    EXPECT_EQ(bids.at("max"), "100");
    EXPECT_EQ(bids.at("mode"), "40");
    EXPECT_EQ(bids.at("p10"), "11");
    EXPECT_EQ(bids.at("p99"), "99");
}

TEST(FeeStats, SayHowFullTheLastLedgerWas) {
    auto const usage = [](std::uint32_t operations) {
        return to_json({.last_ledger = 1,
                        .operations_in_last_ledger = operations,
                        .operations_per_ledger = 1'000})
            .at("ledger_capacity_usage");
    };
    EXPECT_EQ(usage(10), "0.01");
    EXPECT_EQ(usage(970), "0.97");
    EXPECT_EQ(usage(1'000), "1");
}

}  // namespace
}  // namespace farthing::horizon
