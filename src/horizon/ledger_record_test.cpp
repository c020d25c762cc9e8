#include "horizon/ledger_record.hpp"

#include <gtest/gtest.h>

namespace farthing::horizon {
namespace {

TEST(LedgerRecord, HasEveryFieldThatSdksRead) {
    auto const json =
        to_json(LedgerRecord{.sequence = 5,
                             .hash = {1},
                             .previous_hash = {2},
                             .closed_at = base::Timestamp::from_seconds(1'790'000'000),
                             .successful_transactions = 1,
                             .failed_transactions = 2,
                             .operations = 3,
                             .all_operations = 4,
                             .total_coins = base::Stroops::lumens(100'000'000'000),
                             .fee_pool = base::Stroops::of(300),
                             .max_operations = 1'000,
                             .protocol_version = 23},
                "http://h");
    EXPECT_EQ(json.at("id"), json.at("hash"));
    EXPECT_EQ(json.at("paging_token"), "21474836480");
    EXPECT_EQ(json.at("sequence"), 5);
    EXPECT_EQ(json.at("successful_transaction_count"), 1);
    EXPECT_EQ(json.at("failed_transaction_count"), 2);
    EXPECT_EQ(json.at("operation_count"), 3);
    EXPECT_EQ(json.at("tx_set_operation_count"), 4);
    EXPECT_EQ(json.at("closed_at"), "2026-09-21T14:13:20Z");
    EXPECT_EQ(json.at("total_coins"), "100000000000.0000000");
    EXPECT_EQ(json.at("fee_pool"), "0.0000300");
    EXPECT_EQ(json.at("base_fee_in_stroops"), 100);
    EXPECT_EQ(json.at("base_reserve_in_stroops"), 5'000'000);
    EXPECT_EQ(json.at("max_tx_set_size"), 1'000);
    EXPECT_EQ(json.at("protocol_version"), 23);
    EXPECT_TRUE(json.at("prev_hash").as_string().starts_with("02"));
    EXPECT_EQ(json.at("_links").at("transactions").at("href"),
              "http://h/ledgers/5/transactions{?cursor,limit,order}");
}

}  // namespace
}  // namespace farthing::horizon
