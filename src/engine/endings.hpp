#pragma once

#include <optional>
#include <variant>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "payments/outcome.hpp"
#include "payments/purchase.hpp"
#include "payments/settlement.hpp"
#include "store/transaction.hpp"

namespace farthing::engine {

/// How an order ended.
struct Ending {
    payments::Order order;
    /// The purchase and its receipt, or why there is none.
    struct Sold {
        payments::Purchase purchase;
        payments::IssuedReceipt receipt;
    };
    std::variant<Sold, payments::FailureReason> outcome;
};

/// An order as it is now, with its ending if it has one.
struct Standing {
    payments::Order order;
    std::optional<Ending> ending;
};

/// Reads an order, and the receipt that its purchase gives at `now`.
base::Result<Standing> standing_of(store::Transaction& transaction, payments::OrderId const& id,
                                   base::Timestamp now);

/// Records how the network decided, with the receipt that comes of it. An order whose transaction
/// failed is sold nevertheless when another payment for it has arrived meanwhile.
base::Result<Ending> record_finish(store::Transaction& transaction, base::Clock const& clock,
                                   base::Random& random, payments::OrderId const& id,
                                   payments::Finish const& finish);

}  // namespace farthing::engine
