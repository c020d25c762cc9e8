#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sandbox/repository.hpp"

namespace farthing::sandbox {

/// Lives a network's history once more, from nothing, and compares it with what was recorded.
///
/// What a ledger holds follows from its predecessor, its transactions and its close time; so every
/// header's hash, every result and in the end every account must come out again. A byte changed
/// anywhere, a lost or an invented transaction shows at the first ledger that it touches.
class Replay {
public:
    explicit Replay(std::string passphrase);
    ~Replay();

    /// The next ledger as it was recorded, with its transactions in their order; from ledger 1 on.
    /// conflict: something comes out differently; the message says what.
    base::Result<void> next(LedgerHeader const& recorded,
                            std::vector<ClosedTransaction> const& transactions);

    /// Compares all accounts; after the last ledger. conflict as above.
    base::Result<void> compare_accounts(Repository& recorded) const;

    std::int64_t transactions() const { return transactions_; }
    std::int64_t accounts() const;

private:
    class State;

    base::Result<void> found(LedgerHeader const& recorded);
    base::Result<void> close(LedgerHeader const& recorded,
                             std::vector<ClosedTransaction> const& transactions);

    std::string passphrase_;
    std::unique_ptr<State> state_;
    std::int64_t transactions_ = 0;
};

}  // namespace farthing::sandbox
