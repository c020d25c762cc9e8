#pragma once

#include "delivery/catalogue.hpp"
#include "delivery/proof.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace farthing::delivery {

/// Answers whoever has not proved the payment of a place's good. `decision` is any but `paid`.
///
/// 402 with both generations of payment headers; to a browser that asks for HTML a page on which
/// the reader can pay, to everybody else problem details (RFC 9457) that also hold the error object
/// of the Digital Goods API. 400 for contradictory proofs. Nothing in it depends on the file, not
/// even on whether it is there.
void refuse_unpaid(http::Request const& request, Catalogue::Place const& place, Decision decision,
                   http::Response& response);

/// Problem details (RFC 9457) of a 402, with the members of the error object: `name`, `message`,
/// `statusCode`, `errorCode`.
std::string problem_details(Item const& item, Decision decision);

/// Why, in a sentence for readers.
std::string_view explain(Decision decision);

/// True when the request's Accept field names text/html, as browsers' own navigations do.
bool wants_page(http::Request const& request);

}  // namespace farthing::delivery
