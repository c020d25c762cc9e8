#pragma once

#include <span>

#include "sandbox/accounts.hpp"
#include "sandbox/candidate.hpp"
#include "sandbox/signatures.hpp"
#include "sandbox/sponsorships.hpp"
#include "stellar/result_xdr.hpp"
#include "stellar/transaction.hpp"

/// What operations mean. One file for each kind (create_account.cpp, payment.cpp, ...), with one
/// `check` and one `apply`; operations.cpp picks among them. A new kind is a new alternative of
/// stellar::OperationBody, a file like those, and its declarations here.
///
/// `check` is what can be judged from the operation alone: its own code, success when nothing is
/// wrong. `apply` does it, or says why not in the order of stellar-core's checks; its source
/// exists, and `accounts` may be half changed when it fails: keep them only on success.
namespace farthing::sandbox {

using stellar::OperationResult;
using stellar::PublicKey;

/// What an operation finds besides the accounts.
struct Surroundings {
    NextLedger const& ledger;
    /// All transactions of the ledger.
    std::span<Candidate const* const> transactions;
    /// Those of the operation's own transaction.
    Sponsorships& sponsorships;
};

/// Who does it: the operation's own source, or the transaction's.
PublicKey const& source_of(stellar::Operation const& operation,
                           stellar::Transaction const& transaction);

/// False for operations that this ledger only knows by name.
bool is_supported(stellar::OperationBody const& body);
/// How much weight of the source's signers it needs.
Level level_of(stellar::OperationBody const& body);

/// What an operation reads as when nothing is wrong with it.
OperationResult success_of(stellar::Operation const& operation);
bool is_success(OperationResult const& result);

OperationResult check(stellar::Operation const& operation, PublicKey const& source);
OperationResult apply(stellar::Operation const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around);

/// An operation's own code as its result.
OperationResult result_of(stellar::CreateAccountCode code);
OperationResult result_of(stellar::PaymentCode code);
OperationResult result_of(stellar::SetOptionsCode code);
OperationResult result_of(stellar::AccountMergeCode code);
OperationResult result_of(stellar::ManageDataCode code);
OperationResult result_of(stellar::BumpSequenceCode code);
OperationResult result_of(stellar::BeginSponsoringCode code);
OperationResult result_of(stellar::EndSponsoringCode code);

stellar::CreateAccountCode check(stellar::CreateAccount const& operation, PublicKey const& source);
OperationResult apply(stellar::CreateAccount const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around);

stellar::PaymentCode check(stellar::Payment const& operation, PublicKey const& source);
OperationResult apply(stellar::Payment const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around);

stellar::SetOptionsCode check(stellar::SetOptions const& operation, PublicKey const& source);
OperationResult apply(stellar::SetOptions const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around);

stellar::AccountMergeCode check(stellar::AccountMerge const& operation, PublicKey const& source);
OperationResult apply(stellar::AccountMerge const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around);

stellar::ManageDataCode check(stellar::ManageData const& operation, PublicKey const& source);
OperationResult apply(stellar::ManageData const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around);

stellar::BumpSequenceCode check(stellar::BumpSequence const& operation, PublicKey const& source);
OperationResult apply(stellar::BumpSequence const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around);

stellar::BeginSponsoringCode check(stellar::BeginSponsoring const& operation,
                                   PublicKey const& source);
OperationResult apply(stellar::BeginSponsoring const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around);

stellar::EndSponsoringCode check(stellar::EndSponsoring const& operation, PublicKey const& source);
OperationResult apply(stellar::EndSponsoring const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around);

/// True for text without control characters, in ASCII; all that the network lets names and domains
/// consist of.
bool is_plain_text(std::string_view text);

}  // namespace farthing::sandbox
