#pragma once

#include <optional>

#include "sandbox/accounts.hpp"
#include "sandbox/candidate.hpp"
#include "sandbox/signatures.hpp"
#include "stellar/result_xdr.hpp"

/// Whether accounts stand behind a transaction. Asked twice: before it is admitted to a ledger, and
/// when it is applied, since what came before it in the ledger may have changed them.
namespace farthing::sandbox {

/// The signatures of inner().
SignatureCheck signatures_of(Candidate const& candidate);
/// Those of the fee-bump around it.
SignatureCheck signatures_of(Candidate const& candidate, stellar::FeeBump const& bump);

/// What the source account has against the inner transaction, first of no_account, bad_sequence,
/// bad_min_seq_age_or_gap, bad_auth; or nothing.
std::optional<stellar::TransactionCode> find_objection(Candidate const& candidate,
                                                       Accounts& accounts, NextLedger const& ledger,
                                                       SignatureCheck& signatures);

/// True when the signatures reach what the operation needs of its source. An account that does not
/// exist yet may be made by an operation before.
bool is_authorised(stellar::Operation const& operation, stellar::PublicKey const& source,
                   Accounts& accounts, SignatureCheck& signatures);

/// Removes the signer that is this very transaction from the accounts that do something in it, and
/// that of the fee-bump from the fee source. Such a signer is good for one time, well or badly.
void remove_one_time_signers(Candidate const& candidate, Accounts& accounts);
void remove_fee_bump_signer(Candidate const& candidate, Accounts& accounts);

}  // namespace farthing::sandbox
