#pragma once

#include "api/rate_limiter.hpp"
#include "http/route.hpp"

namespace farthing::api {

/// How often the API may be asked.
struct RequestRates {
    /// With one API key, from wherever.
    Rate key = {.count = 1'000, .burst = 20'000};
    /// From one address (of IPv6: one /64), with whatever key. Not for this machine's own, behind
    /// which there may be a proxy with all the world.
    Rate address = {.count = 500, .burst = 5'000};
    /// Requests with a wrong key or secret from one address for one key.
    Rate failures = {.count = 10, .period = std::chrono::minutes(1), .burst = 20};
};

/// Holds up those who ask too often, with 429 and Retry-After, before their requests reach a
/// queue.
///
/// Who has tried too many wrong secrets waits even with the right one, but for requests from this
/// machine itself: through a proxy a stranger could else lock the owner out.
class RequestLimits {
public:
    RequestLimits(RequestRates const& rates, base::Clock const& clock, base::Random& random);

    /// The handler behind these limits. `this` must outlive it.
    http::Handler guard(http::Handler handler);
    /// For what needs no key: behind the limit of the address only. Who names a key there has not
    /// shown its secret, so that nothing is charged to it.
    http::Handler guard_public(http::Handler handler);

private:
    std::optional<http::Response> refusal_of_address(http::Request const& request);
    std::optional<http::Response> refusal(http::Request const& request, std::string const& key);
    /// Counts what became of the request; the answer may become a 429.
    http::Response judge(http::Request const& request, std::string const& key,
                         http::Response response);

    base::Clock const& clock_;
    RateLimiter keys_;
    RateLimiter addresses_;
    RateLimiter failures_;
};

}  // namespace farthing::api
