#pragma once

#include "api/horizon.hpp"

namespace farthing::api {

/// POST /transactions, POST /transactions_async and friendbot.
void add_horizon_submissions(http::Router& router, HorizonApi const& api);

}  // namespace farthing::api
