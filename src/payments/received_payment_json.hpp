#pragma once

#include <string>
#include <vector>

#include "payments/received_payment.hpp"

namespace farthing::payments {

/// Unassigned payments as a JSON list, for the merchant (docs/payments.md).
std::string to_json(std::vector<ReceivedPayment> const& payments);

}  // namespace farthing::payments
