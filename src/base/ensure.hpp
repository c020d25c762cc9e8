#pragma once

#include <source_location>

namespace farthing::base {

[[noreturn]] void stop_at_broken_invariant(std::source_location where);

/// Stops the process, printing the place, when `condition` does not hold.
///
/// For programmer errors only: states that the code around it makes impossible. Always on, because
/// a payment server that goes on with a broken invariant does more harm than one that restarts.
constexpr void ensure(bool condition,
                      std::source_location where = std::source_location::current()) {
    if (!condition) stop_at_broken_invariant(where);
}

}  // namespace farthing::base
