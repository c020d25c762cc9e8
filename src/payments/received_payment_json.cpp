#include "payments/received_payment_json.hpp"

#include <boost/json/serialize.hpp>

#include "base/encoding.hpp"
#include "base/json.hpp"

namespace farthing::payments {
namespace {

namespace json = base::json;

json::object to_object(ReceivedPayment const& payment) {
    json::object object{{"operation", payment.operation.to_text()},
                        {"hash", base::to_hex(payment.hash)},
                        {"address", payment.address.address()},
                        {"from", payment.from.address()},
                        {"amount", nullptr},
                        {"asset", payment.asset},
                        {"memo", nullptr},
                        {"ledger", payment.operation.ledger},
                        {"at", payment.created_at.seconds()}};
    if (payment.amount) object["amount"] = std::to_string(payment.amount->value());
    if (payment.memo) object["memo"] = *payment.memo;
    auto const reason = std::get<UnassignedReason>(payment.verdict);
    object["reason"] = to_text(reason);
    object["explanation"] = explain(reason);
    return object;
}

}  // namespace

std::string to_json(std::vector<ReceivedPayment> const& payments) {
    json::array array;
    for (auto const& payment : payments) array.push_back(to_object(payment));
    return json::serialize(array);
}

}  // namespace farthing::payments
