#pragma once

#include <chrono>
#include <functional>

namespace farthing::base {

/// One thread's worth of things to do. What several callers post runs one after the other, so code
/// that only ever runs here needs no lock. post() and after() may be called from any thread.
class Scheduler {
public:
    virtual ~Scheduler() = default;
    virtual void post(std::function<void()> work) = 0;
    virtual void after(std::chrono::milliseconds delay, std::function<void()> work) = 0;
};

}  // namespace farthing::base
