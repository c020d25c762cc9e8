#include "delivery/verify.hpp"

#include <algorithm>
#include <optional>

#include "delivery/proof.hpp"
#include "delivery/unpaid.hpp"
#include "http/errors.hpp"

namespace farthing::delivery {
namespace {

/// Characters that RFC 3986 allows in a path or a query, and those that browsers nevertheless leave
/// as they are (`[`, `]`, `|`, `^`, `` ` ``, `{`, `}`). At others, as at `#`, the server in front
/// may cut, so that it would send another file than is judged.
bool is_target(std::string_view text) {
    auto const is_refused = [](char c) {
        return c <= ' ' || c >= 0x7f ||
               std::string_view("\"#<>\\").find(c) != std::string_view::npos;
    };
    return std::ranges::none_of(text, is_refused);
}

/// The request that is asked about, in the fields of this one. Nothing when none or several are.
std::optional<http::Request> original_of(http::Request const& request) {
    std::optional<std::string_view> target;
    for (auto const* name : {"X-Original-URI", "X-Forwarded-Uri"}) {
        auto const count = request.count(name);
        if (count > 1 || (count == 1 && target)) return std::nullopt;
        if (count == 1) target = request.field(name);
    }
    if (!target || !target->starts_with('/') || !is_target(*target)) return std::nullopt;
    auto const mark = std::min(target->find('?'), target->size());
    auto original = request;
    original.target = *target;
    original.path = target->substr(0, mark);
    original.query = target->substr(std::min(mark + 1, target->size()));
    return original;
}

/// The status that is to stand for every refusal. 0: none.
int refusal_status(http::Request const& request) {
    auto const asked = http::query_parameter(request.query, "unpaid").value;
    return asked == "401" ? 401 : asked == "403" ? 403 : 0;
}

void judge_original(http::Request const& original, Catalogue const& catalogue, base::Timestamp now,
                    http::Response& response) {
    auto const place = catalogue.find(original.path);
    if (!place) {
        response.add("Cache-Control", "no-store");
        return http::set_error(response, 404, "no good has this path");
    }
    auto const decision = judge(find_proof(original, place->receipt), place->good->item(), now);
    if (decision != Decision::paid) return refuse_unpaid(original, *place, decision, response);
    response.set_status(204).add("Cache-Control", "no-store");
    if (auto const& id = place->good->item().good_id; !id.empty())
        response.add("X-Payment-Identifier", id);
}

}  // namespace

void verify(http::Request const& request, Catalogue const& catalogue, base::Timestamp now,
            http::Response& response) {
    auto const original = original_of(request);
    if (original) {
        judge_original(*original, catalogue, now, response);
    } else {
        response.add("Cache-Control", "no-store");
        http::set_error(response, 400,
                        "say which request is meant by X-Original-URI or X-Forwarded-Uri, once, "
                        "percent-encoded and without fragment");
    }
    auto const status = refusal_status(request);
    if (status != 0 && response.status() >= 400) response.set_status(status);
}

}  // namespace farthing::delivery
