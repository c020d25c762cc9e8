#pragma once

#include <csignal>

namespace farthing::net {

/// Catches SIGINT and SIGTERM for a clean end. Construct it in main, before there is any other
/// thread.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(StopSignals const&) = delete;
    StopSignals& operator=(StopSignals const&) = delete;

    /// Blocks until one of them comes and returns it. From then on another one ends the process at
    /// once.
    int wait();

private:
    sigset_t signals_{};
    sigset_t before_{};
};

}  // namespace farthing::net
