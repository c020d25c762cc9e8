#include "horizon/problem.hpp"

#include "base/encoding.hpp"

namespace farthing::horizon {
namespace {

constexpr std::string_view kHorizonErrors = "https://stellar.org/horizon-errors/";
constexpr std::string_view kFriendbotErrors = "https://stellar.org/friendbot-errors/";

}  // namespace

json::object to_json(Problem const& problem) {
    json::object out{{"type", problem.type}, {"title", problem.title}, {"status", problem.status}};
    if (!problem.detail.empty()) out["detail"] = problem.detail;
    if (problem.extras) out["extras"] = *problem.extras;
    return out;
}

Problem problem(std::string_view slug, std::string_view title, int status, std::string_view detail,
                std::optional<json::object> extras) {
    return {.type = std::string(kHorizonErrors).append(slug),
            .title = std::string(title),
            .status = status,
            .detail = std::string(detail),
            .extras = std::move(extras)};
}

Problem not_found() {
    return problem("not_found", "Resource Missing", 404,
                   "There is nothing at this address: the address is wrong, or the ledger does not "
                   "hold what it names.");
}

Problem invalid_field(std::string_view field, std::string_view reason) {
    return problem("bad_request", "Bad Request", 400, "A parameter of the request is not valid.",
                   json::object{{"invalid_field", field}, {"reason", reason}});
}

Problem transaction_malformed(std::string_view envelope, std::string_view reason) {
    return problem(
        "transaction_malformed", "Transaction Malformed", 400,
        "The transaction is not a TransactionEnvelope in base64: " + std::string(reason) + ".",
        json::object{{"envelope_xdr", envelope}});
}

Problem transaction_failed(std::string_view envelope, stellar::TransactionResult const& result) {
    return problem("transaction_failed", "Transaction Failed", 400,
                   "The ledger did not apply the transaction. extras.result_codes says why.",
                   json::object{{"envelope_xdr", envelope},
                                {"result_codes", result_codes(result)},
                                {"result_xdr", stellar::encode_result_base64(result)}});
}

Problem transaction_timeout(std::string_view envelope, stellar::TransactionHash const& hash) {
    return problem("transaction_submission_timeout", "Transaction Submission Timeout", 504,
                   "The transaction was not in a ledger in time and may still get there. Look its "
                   "hash up, or submit the same envelope again.",
                   json::object{{"hash", base::to_hex(hash)}, {"envelope_xdr", envelope}});
}

Problem unsupported_media_type() {
    return problem("unsupported_media_type", "Unsupported Media Type", 415,
                   "The body must be application/x-www-form-urlencoded or multipart/form-data.");
}

Problem service_unavailable(std::string_view detail) {
    return problem("service_unavailable", "Service Unavailable", 503, detail);
}

Problem friendbot_problem(std::string_view detail) {
    return {.type = std::string(kFriendbotErrors).append("bad_request"),
            .title = "Bad Request",
            .status = 400,
            .detail = std::string(detail)};
}

json::object result_codes(stellar::TransactionResult const& result) {
    json::object out{{"transaction", stellar::horizon_name(result.code)}};
    if (result.inner) out["inner_transaction"] = stellar::horizon_name(result.inner->code);
    if (result.operations.empty()) return out;
    json::array operations;
    for (auto const& operation : result.operations)
        operations.emplace_back(stellar::horizon_name(operation));
    out["operations"] = std::move(operations);
    return out;
}

}  // namespace farthing::horizon
