#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/request.hpp"

namespace farthing::http {

/// Who a request says it is from. Nothing is verified yet.
struct BasicCredentials {
    std::string user;
    base::Secret password;
};

/// Reads `Basic <base64>` (RFC 7617) strictly: one space, canonical base64, UTF-8 without control
/// characters, split at the first colon. Everything wrong has the same answer, unauthorized, so
/// that nobody learns from it.
base::Result<BasicCredentials> parse_basic_auth(std::string_view authorization);

/// As above, from the request's Authorization field, which must stand there exactly once.
base::Result<BasicCredentials> basic_credentials(Request const& request);

}  // namespace farthing::http
