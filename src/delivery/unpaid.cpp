#include "delivery/unpaid.hpp"

#include <algorithm>

#include "delivery/unpaid_page.hpp"
#include "http/characters.hpp"
#include "http/errors.hpp"
#include "http/json_text.hpp"

namespace farthing::delivery {
namespace {

std::string_view code_of(Decision decision) {
    switch (decision) {
        case Decision::paid:
            return "paid";
        case Decision::unpaid:
            return "no_proof";
        case Decision::bad_receipt:
            return "bad_receipt";
        case Decision::cert_refused:
            return "cert_refused";
        case Decision::expired:
            return "receipt_expired";
        case Decision::shared:
            return "receipt_shared";
        case Decision::contradictory:
            return "contradictory_proofs";
    }
    return {};
}

/// True when the parameters of a media range say that it is not wanted: `q=0`, `q=0.0`, `q=0.000`.
bool is_unwanted(std::string_view parameters) {
    while (!parameters.empty()) {
        auto const parameter = http::trim(parameters.substr(0, parameters.find(';')));
        parameters.remove_prefix(std::min(parameters.find(';'), parameters.size() - 1) + 1);
        if (!http::equal_ignoring_case(parameter.substr(0, 2), "q=")) continue;
        return parameter.find_first_not_of("0.", 2) == parameter.npos;
    }
    return false;
}

/// The way from a request's path to the same place without the receipt that stands in the path: an
/// expired one there and a new one in the query would be two proofs.
std::string way_without(std::string_view receipt, std::string_view path) {
    auto const found = receipt.empty() ? path.npos : path.find(receipt);
    if (found == path.npos) return {};
    auto const rest = path.substr(found + receipt.size());
    if (rest.empty()) return "./";
    std::string way;
    for (auto i = std::ranges::count(rest, '/'); i > 0; --i) way += "../";
    return way.append(rest.substr(1));
}

}  // namespace

std::string problem_details(Item const& item, Decision decision) {
    std::string body = R"({"type":"about:blank","title":"Payment Required","status":402,"detail":)";
    http::append_json_text(body, explain(decision));
    body.append(R"(,"code":")").append(code_of(decision)).append(1, '"');
    if (!item.good_id.empty()) {
        body += R"(,"good":)";
        http::append_json_text(body, item.good_id);
    }
    if (item.price > base::Stroops())
        body.append(R"(,"price":)")
            .append(std::to_string(item.price.value()))
            .append(R"(,"asset":"XLM")");
    if (!item.platform.empty()) {
        body += R"(,"platform":)";
        http::append_json_text(body, item.platform);
    }
    auto const object = http::error_body(402, explain(decision));
    return body.append(1, ',').append(object, 1);
}

std::string_view explain(Decision decision) {
    switch (decision) {
        case Decision::paid:
            return "this good is paid";
        case Decision::unpaid:
            return "this good costs money: pay for it and send the receipt as paymentReceipt";
        case Decision::bad_receipt:
            return "the receipt or certificate is not one for this good";
        case Decision::cert_refused:
            return "this good takes a receipt and no paymentCert: send paymentReceipt";
        case Decision::expired:
            return "the receipt has expired: ask the wallet for a new one";
        case Decision::shared:
            return "this receipt is in use from too many addresses: read where the wallet that "
                   "bought it is connected, or try again in a minute";
        case Decision::contradictory:
            return "send one proof of payment, once: either paymentReceipt or "
                   "X-Payment-Certificate";
    }
    return {};
}

bool wants_page(http::Request const& request) {
    auto accept = request.field("Accept").value_or("");
    while (!accept.empty()) {
        auto const range = http::take_element(accept);
        auto const semicolon = std::min(range.find(';'), range.size());
        if (!http::equal_ignoring_case(http::trim(range.substr(0, semicolon)), "text/html"))
            continue;
        return !is_unwanted(range.substr(std::min(semicolon + 1, range.size())));
    }
    return false;
}

void refuse_unpaid(http::Request const& request, Catalogue::Place const& place, Decision decision,
                   http::Response& response) {
    auto const& prepared = *place.good;
    if (decision == Decision::contradictory) {
        response.add("Cache-Control", "no-store");
        return http::set_error(response, 400, explain(decision));
    }
    auto const& item = prepared.item();
    response.set_status(402).add(prepared.unpaid_fields());
    if (wants_page(request)) {
        response.add("Content-Type", "text/html; charset=utf-8")
            .add("Content-Security-Policy", unpaid_page_policy(item))
            .set_body(unpaid_page(item, decision, request.query,
                                  way_without(place.receipt, request.path)));
    } else {
        response.add("Content-Type", "application/problem+json");
        if (decision == Decision::unpaid)
            response.set_body(prepared.no_proof());
        else
            response.set_body(problem_details(item, decision));
    }
}

}  // namespace farthing::delivery
