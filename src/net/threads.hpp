#pragma once

namespace farthing::net {

/// Keeps signals from this thread: they are for the main thread. SIGPIPE above all, which sendfile
/// and OpenSSL raise when the peer has gone.
void block_signals();

}  // namespace farthing::net
