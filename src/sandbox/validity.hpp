#pragma once

#include <optional>

#include "sandbox/accounts.hpp"
#include "sandbox/candidate.hpp"
#include "stellar/result_xdr.hpp"

namespace farthing::sandbox {

/// Why a candidate may not be in this ledger, or nothing when it may. The first fault in the order
/// of stellar-core's checks:
///
///     malformed, missing_operation, malformed (contract calls), too_early, too_late,
///     insufficient_fee, no_account, bad_sequence, bad_min_seq_age_or_gap, bad_auth,
///     insufficient_balance, failed (an operation that is not supported, has no authority or a bad
///     form), bad_auth_extra
///
/// Of a fee-bump its own fee, fee source, signatures and balance come first, then the inner
/// transaction without its fee; a fault in that is fee_bump_inner_failed around the fault. Nothing
/// is charged for an invalid transaction: `fee_charged` is 0, but for insufficient_fee what would
/// have been enough. Changes nothing.
///
/// Contract calls are not supported: of a transaction that has one only the shape is judged, its
/// data and the fees in it are not looked into.
std::optional<stellar::TransactionResult> find_fault(Candidate const& candidate, Accounts& accounts,
                                                     NextLedger const& ledger);

}  // namespace farthing::sandbox
