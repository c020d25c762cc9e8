#pragma once

#include <string_view>

#include "http/response.hpp"
#include "http/route.hpp"

namespace farthing::http {

/// Answers OPTIONS for a path without a route of its own for it: 204 with Allow and, when some
/// method may be called by any page, what a browser's preflight asks for.
void answer_options(Router::Match const& match, Response& response);

/// What every answer of a route with `cross_origin` carries, so that a script of any page may read
/// it.
constexpr std::string_view kCrossOriginFields =
    "Access-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: *\r\n";

}  // namespace farthing::http
