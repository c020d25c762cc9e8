#include <gtest/gtest.h>

#include <limits>

#include "sandbox/operations.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::BumpSequence;
using stellar::BumpSequenceCode;

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();

TEST(BumpSequence, RefusesNegativeNumbers) {
    EXPECT_EQ(check(BumpSequence{-1}, kAlice.public_key()), BumpSequenceCode::bad_sequence);
    EXPECT_EQ(check(BumpSequence{0}, kAlice.public_key()), BumpSequenceCode::success);
    EXPECT_EQ(level_of(BumpSequence{0}), Level::low);
}

TEST(BumpSequence, OnlyGoesUpAndEndsTheRestInAnyCase) {
    auto const now = stellar::starting_sequence(1);
    for (auto const& [to, expected] : {std::pair{now + 5, now + 5}, std::pair{now, now},
                                       std::pair{now - 1, now}, std::pair{kMax, kMax}}) {
        Stage stage;
        EXPECT_EQ(stage.apply(BumpSequence{to}, kAlice), result_of(BumpSequenceCode::success));
        EXPECT_EQ(stage.account(kAlice).sequence, expected);
        EXPECT_EQ(stage.account(kAlice).sequence_ledger, kTestLedger + 1);
        EXPECT_EQ(stage.account(kAlice).sequence_time, 1'790'000'000U);
    }
}

}  // namespace
}  // namespace farthing::sandbox
