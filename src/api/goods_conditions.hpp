#pragma once

#include <string>

#include "base/result.hpp"
#include "goods/good.hpp"
#include "http/request.hpp"

/// Conditional requests for goods (RFC 9110 section 13): a client that has read a good can see to
/// it that it changes what it has read, and need not read again what is unchanged.
namespace farthing::api {

/// Of one good: its revision.
std::string entity_tag(goods::Good const& good);
/// Of a list: which goods in which revisions.
std::string entity_tag(std::vector<goods::Good> const& goods);

bool is_conditional(http::Request const& request);

/// precondition_failed unless If-Match and If-None-Match let the good be changed.
base::Result<void> check_conditions(http::Request const& request, goods::Good const& good);

/// Whether a GET is answered 304: If-None-Match names what the client would get.
bool is_known_to_client(http::Request const& request, std::string_view tag);

}  // namespace farthing::api
