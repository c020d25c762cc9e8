#pragma once

#include <optional>

#include "base/clock.hpp"
#include "store/transaction.hpp"

/// The latest time at which this server's clock was known to be right. It outlives the process, so
/// that a clock that was set back does not go unnoticed.
namespace farthing::store {

std::optional<base::Timestamp> find_clock_mark(Transaction& transaction);

/// Never lowers it.
void raise_clock_mark(Transaction& transaction, base::Timestamp time);

}  // namespace farthing::store
