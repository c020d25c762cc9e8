#pragma once

#include "base/clock.hpp"
#include "delivery/catalogue.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace farthing::delivery {

/// Where another web server asks whether a request may pass.
constexpr std::string_view kVerifyPath = "/verify";

/// Answers such a question. The request in question is told by exactly one of
///
///     X-Original-URI     nginx auth_request, by the line of its configuration
///     X-Forwarded-Uri    Caddy's forward_auth and Traefik's ForwardAuth, by themselves
///
/// and its header fields are those of this request. 204: paid. 402 with all that deliver() says to
/// who has not paid, or 404 where no good has the path; `/verify?unpaid=403` answers 403 in place
/// of both, because nginx takes nothing else for a refusal. 400 when it is not clear which request
/// is meant, or where it ends (`#`): a client must not be able to ask about another one than it
/// makes.
void verify(http::Request const& request, Catalogue const& catalogue, base::Timestamp now,
            http::Response& response);

}  // namespace farthing::delivery
