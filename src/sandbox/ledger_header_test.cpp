#include "sandbox/ledger_header.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/encoding.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

TEST(LedgerHeader, HasAHashOverEveryField) {
    LedgerHeader const header{.sequence = 1};
    std::vector<LedgerHeader> changed(12, header);
    changed[1].sequence = 2;
    changed[2].previous_hash = {1};
    changed[3].closed_at = kTestTime;
    changed[4].transaction_set_hash = {1};
    changed[5].result_set_hash = {1};
    changed[6].total_coins = 1;
    changed[7].fee_pool = 1;
    changed[8].successful_transactions = 1;
    changed[9].failed_transactions = 1;
    changed[10].operations = 1;
    changed[11].all_operations = 1;
    std::set<base::Sha256> hashes;
    for (auto const& each : changed) hashes.insert(hash_of_header(each));
    EXPECT_EQ(hashes.size(), changed.size());
}

TEST(LedgerHeader, DoesNotHashItsOwnHash) {
    EXPECT_EQ(hash_of_header({.sequence = 1, .hash = {1}}), hash_of_header({.sequence = 1}));
}

/// A stored ledger must be found intact by every later version.
TEST(LedgerHeader, HasTheHashOfItsDocumentedBytes) {
    EXPECT_EQ(hash_of_header({}), base::sha256(base::Bytes(4 + 32 + 8 + 32 + 32 + 8 + 8 + 16)));
    LedgerHeader const header{.sequence = 258, .closed_at = base::Timestamp::from_seconds(3)};
    base::Bytes bytes(140);
    bytes[2] = 1;
    bytes[3] = 2;
    bytes[43] = 3;
    EXPECT_EQ(hash_of_header(header), base::sha256(bytes));
}

TEST(LedgerHeader, HashesTransactionsAndResultsInTheirOrder) {
    std::vector<ClosedTransaction> const set{
        {.hash = {1}, .envelope = {0, 0, 0, 1}, .result = {0, 0, 0, 3}},
        {.hash = {2}, .envelope = {0, 0, 0, 2}, .result = {0, 0, 0, 4}}};
    std::vector<ClosedTransaction> const reversed{set[1], set[0]};
    EXPECT_NE(hash_of_transactions({}, set), hash_of_transactions({}, reversed));
    EXPECT_NE(hash_of_transactions({}, set), hash_of_transactions({1}, set));
    EXPECT_NE(hash_of_results(set), hash_of_results(reversed));
    EXPECT_EQ(hash_of_results({}), base::sha256(base::Bytes()));
}

}  // namespace
}  // namespace farthing::sandbox
