#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "stellar/result_xdr.hpp"

namespace farthing::horizon {

namespace json = base::json;

/// Horizon's error answer (RFC 7807, `application/problem+json`).
struct Problem {
    std::string type;  ///< The URL that ends in the slug.
    std::string title;
    int status;
    std::string detail = {};
    std::optional<json::object> extras = {};
    bool operator==(Problem const&) const = default;
};

json::object to_json(Problem const& problem);

Problem problem(std::string_view slug, std::string_view title, int status,
                std::string_view detail = {}, std::optional<json::object> extras = {});

/// 404 `not_found`.
Problem not_found();
/// 400 `bad_request` that names the field and why.
Problem invalid_field(std::string_view field, std::string_view reason);
/// 400 `transaction_malformed`, with the text that could not be read.
Problem transaction_malformed(std::string_view envelope, std::string_view reason);
/// 400 `transaction_failed`, with the result and Horizon's names of its codes.
Problem transaction_failed(std::string_view envelope, stellar::TransactionResult const& result);
/// 504 `transaction_submission_timeout`. Says nothing about the outcome.
Problem transaction_timeout(std::string_view envelope, stellar::TransactionHash const& hash);
/// 415 `unsupported_media_type`.
Problem unsupported_media_type();
/// 503 `service_unavailable`.
Problem service_unavailable(std::string_view detail);
/// 400 of friendbot, whose types have a URL of their own.
Problem friendbot_problem(std::string_view detail);

/// `{transaction, inner_transaction?, operations?}` in Horizon's names.
json::object result_codes(stellar::TransactionResult const& result);

}  // namespace farthing::horizon
