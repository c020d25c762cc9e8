#include "net/threads.hpp"

#include <pthread.h>

#include <csignal>
#include <initializer_list>

namespace farthing::net {

void block_signals() {
    sigset_t all;
    sigfillset(&all);
    // What a fault of the program itself raises must not be blocked.
    for (int const fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) sigdelset(&all, fault);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace farthing::net
