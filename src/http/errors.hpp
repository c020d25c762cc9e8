#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/response.hpp"

/// The one shape of every error that the server tells: the object of SatoshiPay's Digital Goods
/// API,
/// `{"name":"not_found","message":"...","statusCode":404,"errorCode":404}`.
namespace farthing::http {

/// The status of each kind of error.
int status_of(base::Errc code);

/// The word for a status in an error object: `unauthorized` for 401, `not_found` for 404. Unknown
/// ones take that of their class: `invalid_request` or `internal_error`.
std::string_view error_name(int status);

/// The JSON text of an error object.
std::string error_body(int status, std::string_view message);

/// Makes `response` the answer for an error: status, Content-Type and body, with 401 also
/// WWW-Authenticate. Fields that were added before stay. An empty message is replaced by the
/// status' own.
void set_error(Response& response, base::Error const& error);
void set_error(Response& response, int status, std::string_view message);
Response error_response(base::Error const& error);

}  // namespace farthing::http
