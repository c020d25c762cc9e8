#include "api/request_limits.hpp"

#include "api/client_address.hpp"
#include "http/basic_auth.hpp"
#include "http/errors.hpp"

namespace farthing::api {
namespace {

using http::Request;
using http::Response;
using std::chrono::milliseconds;

Response too_many(milliseconds wait, std::string_view what) {
    auto const seconds = std::to_string((wait.count() + 999) / 1'000);
    auto response = http::error_response(
        base::fail(base::Errc::too_many_requests,
                   "too many " + std::string(what) + "; try again in " + seconds + " s"));
    response.add("Retry-After", seconds);
    return response;
}

/// The API key that the request names, whether it has its secret or not.
std::string key_of(Request const& request) {
    auto const credentials = http::basic_credentials(request);
    return credentials ? credentials->user : std::string();
}

bool has_credentials(Request const& request) {
    return request.count("Authorization") > 0;
}

std::string pair_of(Request const& request, std::string const& key) {
    return client_of(request.peer_address) + " " + key;
}

}  // namespace

RequestLimits::RequestLimits(RequestRates const& rates, base::Clock const& clock,
                             base::Random& random)
    : clock_(clock),
      keys_(rates.key, random),
      addresses_(rates.address, random),
      failures_(rates.failures, random) {}

http::Handler RequestLimits::guard(http::Handler handler) {
    auto inner = std::get<http::DeferredHandler>(std::move(handler));
    return http::DeferredHandler(
        [this, inner = std::move(inner)](Request const& request, http::Respond respond) {
            auto key = key_of(request);
            if (auto refused = refusal(request, key)) return respond(std::move(*refused));
            inner(request,
                  [this, &request, key = std::move(key), respond = std::move(respond)](
                      Response response) { respond(judge(request, key, std::move(response))); });
        });
}

http::Handler RequestLimits::guard_public(http::Handler handler) {
    auto inner = std::get<http::DeferredHandler>(std::move(handler));
    return http::DeferredHandler(
        [this, inner = std::move(inner)](Request const& request, http::Respond respond) {
            if (auto refused = refusal_of_address(request)) return respond(std::move(*refused));
            inner(request, std::move(respond));
        });
}

std::optional<Response> RequestLimits::refusal_of_address(Request const& request) {
    if (is_own(request.peer_address)) return std::nullopt;
    auto const wait = addresses_.take(client_of(request.peer_address), clock_.now());
    if (!wait) return std::nullopt;
    return too_many(*wait, "requests from this address");
}

std::optional<Response> RequestLimits::refusal(Request const& request, std::string const& key) {
    auto const now = clock_.now();
    if (auto refused = refusal_of_address(request)) return refused;
    if (!is_own(request.peer_address)) {
        auto const wait =
            has_credentials(request) ? failures_.wait(pair_of(request, key), now) : std::nullopt;
        if (wait) return too_many(*wait, "requests with a wrong key or secret");
    }
    if (auto const wait = keys_.wait(key, now))
        return too_many(*wait, "requests with this API key");
    return std::nullopt;
}

/// Only who has the secret counts against its key: else strangers could use it up. What the server
/// could not do (5xx) may have come to nothing before the secret was looked at.
Response RequestLimits::judge(Request const& request, std::string const& key, Response response) {
    auto const now = clock_.now();
    if (response.status() != 401) {
        if (response.status() < 500) keys_.take(key, now);
        return response;
    }
    // Clients ask without a secret first to learn that they need one (RFC 9110 section 11.6.1).
    if (!has_credentials(request)) return response;
    auto const wait = failures_.take(pair_of(request, key), now);
    return wait ? too_many(*wait, "requests with a wrong key or secret") : std::move(response);
}

}  // namespace farthing::api
