#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "payments/finding.hpp"
#include "payments/order_audit.hpp"
#include "store/transaction.hpp"

/// What must hold of the platform's database (schema.hpp), checked in one snapshot of it.
///
/// docs/check.md lists the sentences with their ids.
namespace farthing::store {

/// The invariants that a server can ask of its database while it works: a few joins over orders,
/// purchases and received payments. `now` decides what has been waiting for too long.
std::vector<payments::Finding> check_quickly(Transaction& transaction, base::Timestamp now);

struct AuditedNetwork {
    std::string name;
    payments::OrderAudit orders;
};

/// Those, and what takes a look at every row: each order's envelopes and events, each purchase's
/// receipt, the file's own structure. Only orders of `networks` have their envelopes looked at.
std::vector<payments::Finding> check_thoroughly(Transaction& transaction, base::Timestamp now,
                                                std::vector<AuditedNetwork> const& networks);

}  // namespace farthing::store
