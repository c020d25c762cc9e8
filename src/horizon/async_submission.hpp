#pragma once

#include <optional>
#include <string_view>

#include "base/json.hpp"
#include "stellar/result_xdr.hpp"

namespace farthing::horizon {

namespace json = base::json;

enum class AsyncStatus { pending, duplicate, try_again_later, error };

/// The answer of POST /transactions_async.
struct AsyncSubmission {
    AsyncStatus status;
    stellar::TransactionHash hash;
    std::optional<stellar::TransactionResult> error = {};  ///< Set for AsyncStatus::error.
};

/// Horizon's word for it: `PENDING`...
std::string_view to_text(AsyncStatus status);
std::optional<AsyncStatus> parse_async_status(std::string_view text);
/// 201, 409, 503 or 400.
int http_status(AsyncStatus status);

json::object to_json(AsyncSubmission const& submission);

}  // namespace farthing::horizon
