#include "api/idempotency.hpp"

#include <algorithm>

#include "store/answers_repository.hpp"

namespace farthing::api {
namespace {

using base::Errc;
using base::fail;
using base::Result;
using http::Request;
using http::Response;

constexpr std::string_view kField = "Idempotency-Key";

bool is_visible(char c) {
    return c > 0x20 && c < 0x7f;
}

Result<std::string> read_key(Request const& request) {
    auto const key = request.field(kField).value_or("");
    if (request.count(kField) == 1 && !key.empty() && key.size() <= kMaxIdempotencyKey &&
        std::all_of(key.begin(), key.end(), is_visible))
        return std::string(key);
    return fail(Errc::invalid_request, "Idempotency-Key must be one text of 1 to " +
                                           std::to_string(kMaxIdempotencyKey) +
                                           " visible ASCII characters");
}

/// The conditions under which the request is to be done.
std::string conditions_of(Request const& request) {
    std::string conditions;
    for (auto const& field : request.fields)
        for (std::string_view const name : {"If-Match", "If-None-Match"})
            if (http::equal_ignoring_case(field.name, name))
                conditions.append(name).append(": ").append(field.value).append("\n");
    return conditions;
}

/// A path is the same with and without a slash at its end.
base::Sha256 hash_of(Request const& request) {
    auto path = request.path;
    if (path.ends_with('/')) path.remove_suffix(1);
    auto const parts = std::string(http::to_text(request.method)) + " " + std::string(path) +
                       (request.query.empty() ? "" : "?") + std::string(request.query) + "\n" +
                       conditions_of(request);
    return base::sha256({base::as_bytes(parts), base::as_bytes(request.body)});
}

Response replay(store::StoredAnswer answer) {
    Response response(200);
    for (std::string_view rest = answer.fields; !rest.empty();) {
        auto const line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(std::min(line.size() + 2, rest.size()));
        auto const colon = line.find(": ");
        response.add(line.substr(0, colon), line.substr(colon + 2));
    }
    response.add("Idempotency-Replayed", "true");
    response.set_body(std::move(answer.body));
    return response;
}

}  // namespace

Result<std::optional<RequestKey>> read_request_key(Request const& request) {
    if (request.count(kField) == 0) return std::optional<RequestKey>();
    auto key = read_key(request);
    if (!key) return key.error();
    return std::optional(RequestKey{.key = std::move(*key), .request = hash_of(request)});
}

Result<Response> answer_once(GoodsCall const& call, RequestKey const& key,
                             GoodsEndpoint const& endpoint) {
    auto const now = call.api.clock.now();
    store::AnswersRepository answers(call.transaction);
    if (auto known = answers.find(call.store.id, key.key, now)) {
        if (known->request == key.request) return replay(std::move(*known));
        return fail(Errc::conflict,
                    "this Idempotency-Key was used for another request; take a new key");
    }
    auto response = endpoint(call);
    if (!response) return response;
    answers.insert(call.store.id,
                   {.key = key.key,
                    .request = key.request,
                    .fields = response->field_text(),
                    .body = std::string(response->body_text())},
                   now);
    return response;
}

}  // namespace farthing::api
