#pragma once

#include <chrono>
#include <cstdint>

#include "net/server.hpp"

namespace farthing::net {

/// Notices when a connection's peer is too slow, by what the sweeps see of it. A request costs
/// nothing for this.
class Watch {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    enum class Phase {
        none,       ///< Nobody waits for the peer.
        idle,       ///< Between two requests.
        header,     ///< Within a header, or before the first request.
        body,       ///< Within a body.
        sending,    ///< The peer does not take the answer as fast as it could be sent.
        lingering,  ///< All is sent, and the peer is to end the connection.
    };

    /// What a sweep sees.
    struct View {
        Phase phase = Phase::none;
        /// Counts the requests, to tell one phase from the next of its kind.
        std::uint64_t serial = 0;
        std::uint64_t progress = 0;  ///< Bytes moved within `body` and `sending`.
    };
    bool too_slow(View const& view, SteadyTime now, ServerOptions const& options);

private:
    bool below_rate(View const& view, SteadyTime now, std::chrono::milliseconds window,
                    std::uint64_t rate);

    View begin_;
    SteadyTime since_;
};

}  // namespace farthing::net
