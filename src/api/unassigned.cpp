#include "api/unassigned.hpp"

#include <limits>

#include "api/caller.hpp"
#include "api/json_response.hpp"
#include "api/places.hpp"
#include "base/numbers.hpp"
#include "payments/received_payment_json.hpp"
#include "store/payments_repository.hpp"

namespace farthing::api {
namespace {

using base::Result;
using http::Request;
using http::Response;

constexpr std::int64_t kDefaultLimit = 50;
constexpr std::int64_t kMostAtOnce = 200;

/// A whole number from 1 to `most` in the query, or `otherwise` when it is not there.
Result<std::int64_t> number(Request const& request, std::string_view name, std::int64_t most,
                            std::int64_t otherwise) {
    auto const parameter = http::query_parameter(request.query, name);
    if (parameter.count == 0) return otherwise;
    auto const value = base::parse_int<std::int64_t>(parameter.value);
    if (parameter.count == 1 && value && *value >= 1 && *value <= most) return *value;
    return base::fail(
        base::Errc::invalid_request,
        "\"" + std::string(name) + "\" must be a whole number from 1 to " + std::to_string(most));
}

Result<Response> list(Request const& request, store::Transaction& transaction,
                      std::string_view network) {
    constexpr auto kEnd = std::numeric_limits<std::int64_t>::max();
    auto const shop = caller(request, transaction, network);
    if (!shop) return shop.error();
    auto const before = number(request, "cursor", kEnd, kEnd);
    if (!before) return before.error();
    auto const limit = number(request, "limit", kMostAtOnce, kDefaultLimit);
    if (!limit) return limit.error();

    auto const payments = store::PaymentsRepository(transaction)
                              .unassigned_payments(network, shop->payout_address, *before,
                                                   static_cast<std::size_t>(*limit));
    return json_response(payments::to_json(payments));
}

}  // namespace

void add_unassigned_route(http::Router& router, store::Database& database, RequestLimits& limits,
                          std::string const& network, std::string const& prefix) {
    auto const handler = [network](Request const& request, store::Transaction& transaction) {
        return list(request, transaction, network);
    };
    router.add({.method = http::Method::get,
                .pattern = prefix + "/payments/unassigned",
                .handler = limits.guard(on_reader(database, handler))});
}

}  // namespace farthing::api
