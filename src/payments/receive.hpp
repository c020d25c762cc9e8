#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "horizon/remote_payment.hpp"
#include "payments/outcome.hpp"
#include "payments/received_payment.hpp"
#include "payments/repository.hpp"

namespace farthing::payments {

/// What came of one page.
struct PageReceived {
    std::vector<ReceivedPayment> recorded = {};
    std::int64_t cursor = 0;
    /// Payments that are not behind the cursor as they should be, and that nobody has recorded: the
    /// network's history only grows at its end, so whoever shows such a thing is not believed.
    std::size_t refused = 0;
};

/// Deals with one page of an account's payments: records what is new, settles the orders that are
/// paid by it, and moves the cursor behind it, all or nothing. What was recorded before changes
/// nothing.
///
/// What is older than the account's store and names no order is passed over.
PageReceived receive_payments(Repository& repository, base::Clock const& clock,
                              base::Random& random, std::string_view network,
                              FollowedAccount const& account,
                              std::vector<horizon::RemotePayment> payments);

/// A submitted order's own transaction has failed. If a payment that names the order has come
/// meanwhile, it settles the order after all; otherwise nothing happens.
std::optional<Purchase> settle_by_waiting_payment(Repository& repository, base::Clock const& clock,
                                                  base::Random& random, OrderId const& id,
                                                  Failed const& failed);

}  // namespace farthing::payments
