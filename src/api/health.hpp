#pragma once

#include <functional>
#include <string>

#include "http/route.hpp"

namespace farthing::api {

/// `/healthz`: the process answers. `/readyz`: 200 when there is no obstacle, else 503 with the
/// obstacle in a word or two, such as `starting`. `obstacle` may be called on any thread; it
/// answers an empty text when there is none.
void add_health_routes(http::Router& router, std::function<std::string()> obstacle);

}  // namespace farthing::api
