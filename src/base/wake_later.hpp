#pragma once

#include <functional>
#include <map>

namespace farthing::base {

/// While one lives, its thread wakes no other: whom it has work for is woken once, at the end. So a
/// thread that hands out many answers is not interrupted by the first one's receiver.
class WakeLater {
public:
    using Wake = std::function<void()>;

    WakeLater();
    ~WakeLater();
    WakeLater(WakeLater const&) = delete;
    WakeLater& operator=(WakeLater const&) = delete;

    /// Calls `wake` at the end of this thread's WakeLater, once for each `sleeper`, or at once when
    /// there is none.
    static void wake(void const* sleeper, Wake wake);

private:
    std::map<void const*, Wake> wakes_;
    WakeLater* outer_;
};

}  // namespace farthing::base
