#include "net/watch.hpp"

namespace farthing::net {
namespace {

constexpr std::chrono::seconds kLinger(2);

}  // namespace

bool Watch::below_rate(View const& view, SteadyTime now, std::chrono::milliseconds window,
                       std::uint64_t rate) {
    if (now - since_ < window) return false;
    auto const moved = view.progress - begin_.progress;
    begin_ = view;
    since_ = now;
    return moved * 1000 < rate * static_cast<std::uint64_t>(window.count());
}

bool Watch::too_slow(View const& view, SteadyTime now, ServerOptions const& options) {
    if (view.phase != begin_.phase || view.serial != begin_.serial) {
        begin_ = view;
        since_ = now;
        return false;
    }
    auto const elapsed = now - since_;
    auto const rate = options.slowest_bytes_per_second;
    switch (view.phase) {
        case Phase::none:
            return false;
        case Phase::idle:
            return elapsed >= options.idle_timeout;
        case Phase::header:
            return elapsed >= options.header_timeout;
        case Phase::body:
            return below_rate(view, now, options.body_window, rate);
        case Phase::sending:
            return below_rate(view, now, options.reader_window, rate);
        case Phase::lingering:
            return elapsed >= kLinger;
    }
    return false;
}

}  // namespace farthing::net
