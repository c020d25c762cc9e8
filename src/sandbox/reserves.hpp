#pragma once

#include <optional>

#include "sandbox/accounts.hpp"
#include "sandbox/sponsorships.hpp"
#include "stellar/result_xdr.hpp"

/// Who keeps back reserves for what is in the ledger: the owner, or a sponsor (CAP-33). The
/// counters of both are always those of the entries that there are:
///
///     subentries  signers and data entries of the account
///     sponsored   those of them that another account pays for, and 2 when it pays for the account
///     sponsoring  what the account pays for others, counted in the same way
namespace farthing::sandbox {

enum class Reserve { taken, low, too_many_subentries, too_many_sponsoring };

/// Counts a new signer or data entry of the owner, whose `sponsor` is then known. Changes nothing
/// unless it is taken.
Reserve reserve_entry(stellar::PublicKey const& owner, std::optional<stellar::PublicKey>& sponsor,
                      Accounts& accounts, Sponsorships const& sponsorships);
/// Counts the entry no more.
void release_entry(stellar::PublicKey const& owner,
                   std::optional<stellar::PublicKey> const& sponsor, Accounts& accounts);

/// Counts a new account before it is put.
Reserve reserve_account(Account& fresh, Accounts& accounts, Sponsorships const& sponsorships);
/// Counts it no more, and its signers neither; before it is removed. It has no data entries.
void release_account(Account const& account, Accounts& accounts);

/// Removes the account's signer when there is one with this key, and what it is counted as.
void remove_signer(stellar::PublicKey const& owner, stellar::SignerKey const& key,
                   Accounts& accounts);

/// What an operation ends as for want of a reserve. `low` is its own code for that.
stellar::OperationResult refusal(Reserve reserve, stellar::OperationResult const& low);

}  // namespace farthing::sandbox
