#pragma once

#include <optional>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "payments/repository.hpp"

namespace farthing::payments {

/// Where the network put the payment.
struct Settled {
    std::int64_t ledger;
};

/// Why there will be no payment, and the sequence number that the channel account has on the ledger
/// now. Nothing: the account does not exist.
struct Failed {
    FailureReason reason;
    std::optional<stellar::SequenceNumber> channel_sequence;
};

/// Ends an order that was only offered, and frees its channel: the server never signed for it, so
/// no payment can come of it. Answers the order as it is then.
Order end_offer(Repository& repository, Order order, FailureReason reason, base::Timestamp now);

/// The payment of a submitted order is in a closed ledger: one purchase, in the same transaction.
/// Told again, it answers the same purchase. conflict: the order has failed already, which must
/// never be.
base::Result<Purchase> settle_order(Repository& repository, base::Clock const& clock,
                                    base::Random& random, OrderId const& id,
                                    Settled const& settled);

/// An order that is offered or submitted is paid by a transaction that came from elsewhere: that
/// one takes the place of its own. `channel_sequence` as in Failed.
Purchase settle_order_by(Repository& repository, base::Clock const& clock, base::Random& random,
                         Order order, PaidElsewhere const& paid,
                         std::optional<stellar::SequenceNumber> channel_sequence);

/// It is certain that no payment of a submitted order will ever happen. Told again, it changes
/// nothing.
base::Result<Order> fail_order(Repository& repository, base::Clock const& clock, OrderId const& id,
                               Failed const& failed);

}  // namespace farthing::payments
