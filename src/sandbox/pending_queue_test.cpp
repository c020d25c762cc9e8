#include "sandbox/pending_queue.hpp"

#include <gtest/gtest.h>

#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

constexpr std::uint32_t kLatest = kTestLedger;
auto const alice = kAlice.public_key();
auto const bob = kBob.public_key();

Candidate payment(stellar::KeyPair const& source, std::uint32_t fee = 100) {
    auto transaction = transaction_of(source, {pay(kCarol.public_key(), 1)});
    transaction.fee = fee;
    return candidate_of(stellar::SignedTransaction{transaction});
}

TEST(PendingQueue, KeepsTheOrderOfArrival) {
    PendingQueue queue;
    queue.put(payment(kBob), kLatest);
    queue.put(payment(kAlice), kLatest);
    auto const waiting = queue.waiting(kLatest);
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_EQ(waiting[0]->candidate.source(), bob);
    EXPECT_EQ(queue.find(alice, kLatest), waiting[1]);
    EXPECT_EQ(queue.find(kCarol.public_key(), kLatest), nullptr);
}

TEST(PendingQueue, HasOneForEachSourceInItsOldPlace) {
    PendingQueue queue;
    queue.put(payment(kBob), kLatest);
    queue.put(payment(kAlice), kLatest);
    queue.put(payment(kBob, 500), kLatest);
    EXPECT_EQ(queue.size(), 2U);
    EXPECT_EQ(queue.waiting(kLatest)[0]->candidate.fee_bid(), 500);
}

TEST(PendingQueue, CountsAnEntryAsSettledOnlyWhereItsLedgerIsInSight) {
    PendingQueue queue;
    queue.put(payment(kBob), kLatest);
    queue.find(bob, kLatest)->settled_in = kLatest + 1;
    EXPECT_NE(queue.find(bob, kLatest), nullptr) << "the close was undone";
    EXPECT_EQ(queue.find(bob, kLatest + 1), nullptr);

    queue.put(payment(kBob, 200), kLatest + 1);
    EXPECT_EQ(queue.size(), 2U) << "the next one, before the close is durable";
    queue.confirm(kLatest + 1);
    EXPECT_EQ(queue.size(), 1U);
    EXPECT_EQ(queue.find(bob, kLatest + 1)->candidate.fee_bid(), 200);
}

TEST(PendingQueue, AddsUpWhatAnAccountHasBid) {
    PendingQueue queue;
    queue.put(payment(kAlice, 100), kLatest);
    queue.put(candidate_of(
                  bumped(signed_by(transaction_of(kBob, {pay(alice, 1)}), {kBob}), kAlice, 1'000)),
              kLatest);
    EXPECT_EQ(queue.bids_of(alice, kCarol.public_key(), kLatest), 1'100);
    EXPECT_EQ(queue.bids_of(alice, bob, kLatest), 100);
    EXPECT_EQ(queue.bids_of(bob, alice, kLatest), 0);
    queue.find(bob, kLatest)->settled_in = kLatest + 1;
    EXPECT_EQ(queue.bids_of(alice, kCarol.public_key(), kLatest + 1), 100);
}

TEST(PendingQueue, IsFullAtItsLimit) {
    PendingQueue queue;
    for (std::size_t i = 0; i < kMaxPending; ++i) {
        EXPECT_FALSE(queue.full());
        stellar::PublicKey const source(
            {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8)});
        queue.put({.envelope =
                       stellar::SignedTransaction{{.source = {source}, .fee = 100, .sequence = 1}},
                   .hash = {}},
                  kLatest);
    }
    EXPECT_TRUE(queue.full());
}

}  // namespace
}  // namespace farthing::sandbox
