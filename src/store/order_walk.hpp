#pragma once

#include <vector>

#include "base/clock.hpp"
#include "payments/finding.hpp"
#include "payments/order_audit.hpp"
#include "store/transaction.hpp"

namespace farthing::store {

/// Goes through all orders of a network, a page after the other: their envelopes, and what follows
/// from how they were paid.
std::vector<payments::Finding> walk_orders(Transaction& transaction, std::string_view network,
                                           payments::OrderAudit audit);

/// Goes through all purchases of a network: their receipts at `now`.
payments::Finding walk_receipts(Transaction& transaction, std::string_view network,
                                base::Timestamp now);

}  // namespace farthing::store
