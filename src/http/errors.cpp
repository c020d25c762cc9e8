#include "http/errors.hpp"

#include <algorithm>
#include <array>

#include "http/json_text.hpp"

namespace farthing::http {
namespace {

struct Kind {
    int status;
    std::string_view name;
    std::string_view message;
};

constexpr std::array kKinds{
    Kind{400, "invalid_request", "Invalid Request"},
    Kind{401, "unauthorized", "Unauthorized Request"},
    Kind{402, "payment_required", "Payment Required"},
    Kind{403, "forbidden", "Forbidden"},
    Kind{404, "not_found", "Not Found"},
    Kind{405, "method_not_allowed", "Method Not Allowed"},
    Kind{408, "request_timeout", "Request Timeout"},
    Kind{409, "conflict", "Conflict"},
    Kind{412, "precondition_failed", "Precondition Failed"},
    Kind{413, "too_large", "Content Too Large"},
    Kind{414, "target_too_long", "Target Too Long"},
    Kind{415, "unsupported_media_type", "Unsupported Media Type"},
    Kind{416, "range_not_satisfiable", "Range Not Satisfiable"},
    Kind{417, "expectation_failed", "Expectation Failed"},
    Kind{426, "upgrade_required", "Upgrade Required"},
    Kind{429, "too_many_requests", "Too Many Requests"},
    Kind{431, "header_too_large", "Header Too Large"},
    Kind{500, "internal_error", "Internal Error"},
    Kind{501, "not_implemented", "Not Implemented"},
    Kind{502, "bad_gateway", "Bad Gateway"},
    Kind{503, "unavailable", "Service Unavailable"},
    Kind{504, "timed_out", "Timed Out"},
};

Kind const& kind_of(int status) {
    auto const has_status = [status](Kind const& kind) { return kind.status == status; };
    auto const* const found = std::find_if(kKinds.begin(), kKinds.end(), has_status);
    if (found != kKinds.end()) return *found;
    return kind_of(status < 500 ? 400 : 500);
}

}  // namespace

int status_of(base::Errc code) {
    switch (code) {
        case base::Errc::invalid_request:
            return 400;
        case base::Errc::unauthorized:
            return 401;
        case base::Errc::payment_required:
            return 402;
        case base::Errc::forbidden:
            return 403;
        case base::Errc::not_found:
            return 404;
        case base::Errc::method_not_allowed:
            return 405;
        case base::Errc::conflict:
            return 409;
        case base::Errc::precondition_failed:
            return 412;
        case base::Errc::too_large:
            return 413;
        case base::Errc::unsupported_media_type:
            return 415;
        case base::Errc::too_many_requests:
            return 429;
        case base::Errc::internal:
            return 500;
        case base::Errc::unavailable:
            return 503;
        case base::Errc::timed_out:
            return 504;
    }
    return 500;
}

std::string_view error_name(int status) {
    return kind_of(status).name;
}

std::string error_body(int status, std::string_view message) {
    auto const& kind = kind_of(status);
    auto const number = std::to_string(status);
    std::string body = "{\"name\":";
    append_json_text(body, kind.name);
    body += ",\"message\":";
    append_json_text(body, message.empty() ? kind.message : message);
    body += ",\"statusCode\":" + number + ",\"errorCode\":" + number + "}";
    return body;
}

void set_error(Response& response, int status, std::string_view message) {
    response.set_status(status).set_body(error_body(status, message));
    response.add("Content-Type", "application/json");
    if (status == 401) response.add("WWW-Authenticate", "Basic realm=\"Farthing\"");
}

void set_error(Response& response, base::Error const& error) {
    set_error(response, status_of(error.code), error.message);
}

Response error_response(base::Error const& error) {
    Response response;
    set_error(response, error);
    return response;
}

}  // namespace farthing::http
