#pragma once

#include <functional>

#include "store/transaction.hpp"

namespace farthing::store {

/// Runs `work` in a savepoint of its own within the transaction: what it wrote is undone when it
/// returns false, and nothing else.
inline void in_savepoint(Transaction& transaction, std::function<bool()> const& work) {
    transaction.execute("SAVEPOINT part");
    if (!work()) transaction.execute("ROLLBACK TO SAVEPOINT part");
    transaction.execute("RELEASE SAVEPOINT part");
}

}  // namespace farthing::store
