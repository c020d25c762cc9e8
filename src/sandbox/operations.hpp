#pragma once

#include "sandbox/accounts.hpp"
#include "sandbox/candidate.hpp"
#include "stellar/result_xdr.hpp"
#include "stellar/transaction.hpp"

/// What operations mean. One file for each kind (create_account.cpp, payment.cpp), with one `check`
/// and one `apply`; operations.cpp picks among them. A new kind is a new alternative of
/// stellar::OperationBody, a file like those, and its declarations here.
namespace farthing::sandbox {

using stellar::OperationResult;
using stellar::PublicKey;

/// Who does it: the operation's own source, or the transaction's.
PublicKey const& source_of(stellar::Operation const& operation,
                           stellar::Transaction const& transaction);

/// What an operation reads as when nothing is wrong with it.
OperationResult success_of(stellar::Operation const& operation);
bool is_success(OperationResult const& result);

/// The result of what can be judged from the operation alone: success, or malformed.
OperationResult check(stellar::Operation const& operation, PublicKey const& source);

/// Does it, or says why not. `accounts` may then be half changed: keep them only on success. The
/// source exists.
OperationResult apply(stellar::Operation const& operation, PublicKey const& source,
                      Accounts& accounts, NextLedger const& ledger);

stellar::CreateAccountCode check(stellar::CreateAccount const& operation, PublicKey const& source);
stellar::CreateAccountCode apply(stellar::CreateAccount const& operation, PublicKey const& source,
                                 Accounts& accounts, NextLedger const& ledger);

stellar::PaymentCode check(stellar::Payment const& operation, PublicKey const& source);
stellar::PaymentCode apply(stellar::Payment const& operation, PublicKey const& source,
                           Accounts& accounts, NextLedger const& ledger);

}  // namespace farthing::sandbox
