#pragma once

#include <cstdint>

#include "sandbox/candidate.hpp"

/// Fees in stroops. What an envelope offers is a bid; what is charged is the minimum, because there
/// is no competition here.
namespace farthing::sandbox {

/// For as many operations as the candidate pays for. An envelope without operations counts as one.
std::int64_t minimum_fee(Candidate const& candidate);

/// The smallest bid of this fee-bump that is accepted: not less for an operation than its inner
/// transaction bids.
std::int64_t minimum_bid(Candidate const& fee_bump);

/// The smallest bid at which a fee-bump takes the place of a waiting transaction: ten times as much
/// for an operation.
std::int64_t replacement_bid(Candidate const& waiting, Candidate const& fee_bump);

}  // namespace farthing::sandbox
