#pragma once

#include <string_view>

#include "base/result.hpp"
#include "http/request.hpp"
#include "store/transaction.hpp"
#include "stores/store.hpp"

namespace farthing::api {

/// The store of the network that the request's API key (HTTP Basic) acts for, or unauthorized.
base::Result<stores::Store> caller(http::Request const& request, store::Transaction& transaction,
                                   std::string_view network);

}  // namespace farthing::api
