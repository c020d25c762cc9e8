#pragma once

#include <atomic>

#include "http/route.hpp"

namespace farthing::api {

/// `/healthz`: the process answers. `/readyz`: 200 once `ready` is true and until the drain begins,
/// else 503.
void add_health_routes(http::Router& router, std::atomic<bool> const& ready);

}  // namespace farthing::api
