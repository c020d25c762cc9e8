#pragma once

#include "sandbox/candidate.hpp"
#include "sandbox/repository.hpp"

namespace farthing::sandbox {

/// True when the account's next transaction may have this sequence number in this ledger.
bool sequence_fits(stellar::Transaction const& transaction, Account const& source,
                   NextLedger const& ledger);

/// True when the account's sequence number has rested as long as the transaction asks for.
bool has_rested(stellar::Transaction const& transaction, Account const& source,
                NextLedger const& ledger);

/// Sets the number, and that this ledger used it.
void use_sequence(Account& account, stellar::SequenceNumber sequence, NextLedger const& ledger);

}  // namespace farthing::sandbox
