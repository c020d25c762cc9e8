#include "base/wake_later.hpp"

namespace farthing::base {
namespace {

thread_local WakeLater* innermost = nullptr;

}  // namespace

WakeLater::WakeLater() : outer_(innermost) {
    innermost = this;
}

WakeLater::~WakeLater() {
    innermost = outer_;
    for (auto const& [sleeper, wake] : wakes_) wake();
}

void WakeLater::wake(void const* sleeper, Wake wake) {
    if (innermost == nullptr) return wake();
    innermost->wakes_.emplace(sleeper, std::move(wake));
}

}  // namespace farthing::base
