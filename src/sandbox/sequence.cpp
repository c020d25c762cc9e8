#include "sandbox/sequence.hpp"

#include <limits>

#include "stellar/reserve.hpp"

namespace farthing::sandbox {

using stellar::PreconditionsV2;

bool sequence_fits(stellar::Transaction const& transaction, Account const& source,
                   NextLedger const& ledger) {
    // An account made in this very ledger has this number; nothing signed before may fit it.
    if (transaction.sequence == stellar::starting_sequence(ledger.sequence)) return false;
    auto const* v2 = std::get_if<PreconditionsV2>(&transaction.preconditions);
    if (v2 != nullptr && v2->min_sequence)
        return source.sequence >= *v2->min_sequence && source.sequence < transaction.sequence;
    return source.sequence != std::numeric_limits<stellar::SequenceNumber>::max() &&
           source.sequence + 1 == transaction.sequence;
}

bool has_rested(stellar::Transaction const& transaction, Account const& source,
                NextLedger const& ledger) {
    auto const* v2 = std::get_if<PreconditionsV2>(&transaction.preconditions);
    if (v2 == nullptr) return true;
    auto const now = seconds_of(ledger);
    bool const old_enough =
        v2->min_sequence_age <= now && now - v2->min_sequence_age >= source.sequence_time;
    bool const far_enough = v2->min_sequence_ledger_gap <= ledger.sequence &&
                            ledger.sequence - v2->min_sequence_ledger_gap >= source.sequence_ledger;
    return old_enough && far_enough;
}

void use_sequence(Account& account, stellar::SequenceNumber sequence, NextLedger const& ledger) {
    account.sequence = sequence;
    account.sequence_ledger = ledger.sequence;
    account.sequence_time = seconds_of(ledger);
}

}  // namespace farthing::sandbox
