#pragma once

#include <string_view>

#include "http/response.hpp"
#include "http/route.hpp"

namespace farthing::http {

/// Answers OPTIONS for a path without a route of its own for it: 204 with Allow and, when some
/// method may be called by any page, what a browser's preflight asks for.
void answer_options(Router::Match const& match, Response& response);

/// What every answer of a route with `cross_origin` carries, so that a script of any page may read
/// it. The names are for browsers that do not know the star; clients of Horizon read them.
constexpr std::string_view kCrossOriginFields =
    "Access-Control-Allow-Origin: *\r\n"
    "Access-Control-Expose-Headers: *, Date, Latest-Ledger, ETag, Content-Range, Accept-Ranges\r\n";

}  // namespace farthing::http
