#pragma once

#include "http/client.hpp"

namespace farthing::app {

/// Sends a request and waits for its answer. For commands and start-up, never on the client's own
/// thread.
base::Result<http::ClientResponse> await_answer(http::Client& client, http::ClientRequest request);

}  // namespace farthing::app
