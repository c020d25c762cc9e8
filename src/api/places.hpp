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

/// Reads a request completely, on the network's thread; what it returns is what the writer does,
/// and may do twice.
using Prepare = std::function<StoreHandler(http::Request const&)>;

/// On the writer's thread, after `prepare`; answered once what it wrote is durable.
http::Handler on_writer(store::Database& database, Prepare prepare);

/// For requests that take long to read, so that neither the network nor the writer waits for it.
using PrepareOnReader =
    std::function<base::Result<StoreHandler>(http::Request const&, store::Transaction&)>;

/// On the writer's thread, after `prepare` on a reader's, whose error is the answer.
http::Handler on_reader_then_writer(store::Database& database, PrepareOnReader prepare);

}  // namespace farthing::api
