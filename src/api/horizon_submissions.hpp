#pragma once

#include "api/horizon.hpp"

namespace farthing::api {

/// POST /transactions, POST /transactions_async and friendbot.
void add_horizon_submissions(http::Router& router, HorizonApi const& api);

/// What who submits gets when no ledger has the transaction in time: 504, which says nothing of the
/// outcome.
http::Response timeout_answer(HorizonApi const& api, http::Request const& request);

}  // namespace farthing::api
