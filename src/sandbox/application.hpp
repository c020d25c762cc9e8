#pragma once

#include <span>

#include "sandbox/accounts.hpp"
#include "sandbox/candidate.hpp"
#include "stellar/result_xdr.hpp"

namespace farthing::sandbox {

/// Applies one of the transactions of a ledger, whose fee has been taken.
///
/// It was valid before the ledger, but what was applied before it may have changed the accounts: it
/// may end as no_account, bad_sequence, bad_min_seq_age_or_gap, bad_auth, failed (operations
/// without authority), bad_auth_extra. The sequence number is used but for the first two. Its
/// one-time signers are removed in any case. The operations are done all or none: failed, or
/// bad_sponsorship when they leave a sponsorship open.
///
/// `transactions` are all those of the ledger. The result is without the fee.
stellar::TransactionResult apply_transaction(Candidate const& candidate, Accounts& accounts,
                                             NextLedger const& ledger,
                                             std::span<Candidate const* const> transactions);

}  // namespace farthing::sandbox
