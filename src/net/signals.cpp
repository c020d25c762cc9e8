#include "net/signals.hpp"

#include <pthread.h>

namespace farthing::net {

StopSignals::StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

StopSignals::~StopSignals() {
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

int StopSignals::wait() {
    int signal = 0;
    sigwait(&signals_, &signal);
    // Back to the system's own action, which is to end.
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
    return signal;
}

}  // namespace farthing::net
