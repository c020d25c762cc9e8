#pragma once

#include <string>
#include <string_view>

#include "http/response.hpp"

namespace farthing::net {

/// What the server itself says in the header of an answer.
struct ResponseHead {
    std::string_view date_field;  ///< With its line end.
    std::string_view request_id;
    bool close = false;
    bool cross_origin = false;
    bool takes_chunks = false;  ///< A body without a length is sent in chunks.
};

/// True for an answer that may carry a body (RFC 9110 section 6.4.1).
constexpr bool may_have_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

/// Appends status line, the server's own fields, those of the response and the empty line.
void append_response_head(std::string& out, http::Response const& response,
                          ResponseHead const& head);

}  // namespace farthing::net
