#include "net/signals.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace farthing::net {
namespace {

TEST(Signals, AreWaitedFor) {
    StopSignals signals;
    for (int const signal : {SIGINT, SIGTERM}) {
        StopSignals inner;
        std::raise(signal);
        EXPECT_EQ(inner.wait(), signal);
    }
}

TEST(Signals, EndTheProcessAtOnceTheSecondTime) {
    auto const twice = [] {
        StopSignals signals;
        std::raise(SIGTERM);
        signals.wait();
        std::raise(SIGINT);
        std::_Exit(1);
    };
    EXPECT_EXIT(twice(), testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace farthing::net
