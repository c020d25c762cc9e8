#pragma once

#include <string_view>
#include <vector>

#include "payments/finding.hpp"
#include "store/transaction.hpp"

namespace farthing::app {

/// Compares the platform's orders, purchases and received payments of `network` with the embedded
/// ledger that it sells on. Both snapshots must be of a time when nothing was being written.
std::vector<payments::Finding> compare_with_ledger(store::Transaction& platform,
                                                   store::Transaction& ledger,
                                                   std::string_view network);

}  // namespace farthing::app
