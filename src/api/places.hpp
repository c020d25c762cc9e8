#pragma once

#include <functional>

#include "base/result.hpp"
#include "http/route.hpp"
#include "store/database.hpp"

/// On which thread a handler runs. Handlers are plain functions; what they return as an error
/// becomes the error object, and then nothing that they wrote stays.
namespace farthing::api {

using StoreHandler =
    std::function<base::Result<http::Response>(http::Request const&, store::Transaction&)>;

/// On a reader's thread, on a consistent snapshot.
http::Handler on_reader(store::Database& database, StoreHandler handler);

/// On the writer's thread; answered once what it wrote is durable.
http::Handler on_writer(store::Database& database, StoreHandler handler);

}  // namespace farthing::api
