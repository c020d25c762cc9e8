#include "horizon/async_submission.hpp"

#include "base/encoding.hpp"

namespace farthing::horizon {

std::string_view to_text(AsyncStatus status) {
    switch (status) {
        case AsyncStatus::pending:
            return "PENDING";
        case AsyncStatus::duplicate:
            return "DUPLICATE";
        case AsyncStatus::try_again_later:
            return "TRY_AGAIN_LATER";
        case AsyncStatus::error:
            return "ERROR";
    }
    base::ensure(false);
    return {};
}

std::optional<AsyncStatus> parse_async_status(std::string_view text) {
    for (auto const status : {AsyncStatus::pending, AsyncStatus::duplicate,
                              AsyncStatus::try_again_later, AsyncStatus::error})
        if (to_text(status) == text) return status;
    return std::nullopt;
}

int http_status(AsyncStatus status) {
    switch (status) {
        case AsyncStatus::pending:
            return 201;
        case AsyncStatus::duplicate:
            return 409;
        case AsyncStatus::try_again_later:
            return 503;
        case AsyncStatus::error:
            return 400;
    }
    base::ensure(false);
    return 0;
}

json::object to_json(AsyncSubmission const& submission) {
    json::object out{{"tx_status", to_text(submission.status)},
                     {"hash", base::to_hex(submission.hash)}};
    if (submission.error)
        out["error_result_xdr"] = stellar::encode_result_base64(*submission.error);
    return out;
}

}  // namespace farthing::horizon
