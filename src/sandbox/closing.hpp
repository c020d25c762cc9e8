#pragma once

#include <vector>

#include "sandbox/candidate.hpp"
#include "sandbox/repository.hpp"

namespace farthing::sandbox {

/// What became of a candidate for a ledger.
enum class Fate {
    applied,  ///< It is in the ledger, with success or not.
    dropped,  ///< It is not valid any more, and will not be.
    left,     ///< The ledger was full, or has one of the same source account.
};

struct Closing {
    LedgerHeader header;
    std::vector<ClosedTransaction> transactions = {};
    std::vector<Fate> fates = {};  ///< One for each candidate.
};

/// Closes the ledger after `previous`: picks the candidates that are valid, in their order, as many
/// as fit; takes all their fees; applies them one after the other; writes accounts, transactions
/// and header to the repository.
///
/// Decides from its arguments alone, so that it may be undone and run again. The close time is
/// `now` in whole seconds, but never before the previous one.
Closing close_ledger(Repository& repository, LedgerHeader const& previous,
                     std::vector<Candidate const*> const& candidates, base::Timestamp now);

/// The ledger that would be closed at `now`.
NextLedger next_ledger(LedgerHeader const& previous, base::Timestamp now);

}  // namespace farthing::sandbox
