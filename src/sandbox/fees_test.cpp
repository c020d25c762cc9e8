#include "sandbox/fees.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();

stellar::SignedTransaction with_fee(std::uint32_t fee, std::size_t operations) {
    auto transaction = transaction_of(
        kAlice, std::vector<stellar::Operation>(operations, pay(kBob.public_key(), 1)));
    transaction.fee = fee;
    return {.transaction = transaction};
}

Candidate plain(std::uint32_t fee, std::size_t operations) {
    return candidate_of(with_fee(fee, operations));
}

Candidate bump(std::int64_t fee, std::uint32_t inner_fee, std::size_t operations) {
    return candidate_of(bumped(with_fee(inner_fee, operations), kBob, fee));
}

TEST(Fees, AreAHundredForEachOperationAndOneMoreForAFeeBump) {
    EXPECT_EQ(minimum_fee(plain(0, 1)), 100);
    EXPECT_EQ(minimum_fee(plain(0, 100)), 10'000);
    EXPECT_EQ(minimum_fee(plain(0, 0)), 100);
    EXPECT_EQ(minimum_fee(bump(0, 0, 1)), 200);
    EXPECT_EQ(minimum_fee(bump(0, 0, 100)), 10'100);
}

TEST(Fees, OfAFeeBumpAreNoLessForAnOperationThanThoseInside) {
    EXPECT_EQ(minimum_bid(bump(0, 0, 1)), 200);
    EXPECT_EQ(minimum_bid(bump(0, 100, 1)), 200);
    EXPECT_EQ(minimum_bid(bump(0, 101, 1)), 202);
    EXPECT_EQ(minimum_bid(bump(0, 301, 2)), 452) << "451.5, rounded up";
    EXPECT_EQ(minimum_bid(bump(0, 4'294'967'295U, 1)), 8'589'934'590);
    EXPECT_EQ(minimum_bid(bump(0, 7, 0)), 100);
}

TEST(Fees, ThatReplaceAreTenTimesAsHighForAnOperation) {
    EXPECT_EQ(replacement_bid(plain(100, 1), bump(0, 0, 1)), 2'000);
    EXPECT_EQ(replacement_bid(bump(200, 0, 1), bump(0, 0, 1)), 2'000);
    EXPECT_EQ(replacement_bid(bump(201, 0, 1), bump(0, 0, 2)), 3'015);
    EXPECT_EQ(replacement_bid(plain(301, 2), bump(0, 0, 2)), 4'515);
}

TEST(Fees, DoNotOverflow) {
    EXPECT_EQ(replacement_bid(bump(kMax, 0, 1), bump(kMax, 0, 100)), kMax);
    EXPECT_EQ(bump(kMax, 0, 1).fee_bid(), kMax);
}

}  // namespace
}  // namespace farthing::sandbox
