#include "sandbox/fees.hpp"

#include <algorithm>
#include <limits>

#include "sandbox/rules.hpp"

namespace farthing::sandbox {
namespace {

constexpr int kReplacementFactor = 10;

// Bids are any 63-bit numbers, and their products with counts of operations do not fit.
__extension__ typedef __int128 Wide;

/// `bid` for `operations` at the rate of another bid, rounded up.
std::int64_t bid_at_rate(Wide bid, std::int64_t operations, std::int64_t per_operations) {
    auto const exact = (bid * operations + per_operations - 1) / per_operations;
    return static_cast<std::int64_t>(
        std::min<Wide>(exact, std::numeric_limits<std::int64_t>::max()));
}

std::int64_t at_least_one(std::int64_t operations) {
    return std::max<std::int64_t>(operations, 1);
}

}  // namespace

std::int64_t minimum_fee(Candidate const& candidate) {
    return std::int64_t{kBaseFee} * at_least_one(candidate.paid_operations());
}

std::int64_t minimum_bid(Candidate const& fee_bump) {
    auto const& inner = fee_bump.inner().transaction;
    auto const inner_operations = static_cast<std::int64_t>(inner.operations.size());
    auto const at_inner_rate =
        bid_at_rate(inner.fee, fee_bump.paid_operations(), at_least_one(inner_operations));
    return std::max(minimum_fee(fee_bump), at_inner_rate);
}

std::int64_t replacement_bid(Candidate const& waiting, Candidate const& fee_bump) {
    return bid_at_rate(Wide{waiting.fee_bid()} * kReplacementFactor, fee_bump.paid_operations(),
                       at_least_one(waiting.paid_operations()));
}

}  // namespace farthing::sandbox
