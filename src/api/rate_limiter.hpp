#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"

namespace farthing::api {

/// `count` in each `period`, and as many at once as `burst` after a time of rest. A count of 0 is
/// no limit.
struct Rate {
    std::int64_t count = 0;
    std::chrono::milliseconds period = std::chrono::seconds(1);
    std::int64_t burst = 0;
};

/// Tells who asks more often than a rate allows (generic cell rate algorithm). May be used by
/// several threads at once.
///
/// Its memory is fixed: everybody shares one cell with some others in each of two rows, by a hash
/// that nobody outside can know, and is held up only where both cells are exhausted.
class RateLimiter {
public:
    RateLimiter(Rate rate, base::Random& random);

    /// Counts one request of `who`. How long to wait if that is one too many; then it does not
    /// count.
    std::optional<std::chrono::milliseconds> take(std::string_view who, base::Timestamp now);
    /// What take() would say, without counting.
    std::optional<std::chrono::milliseconds> wait(std::string_view who, base::Timestamp now) const;

private:
    static constexpr std::size_t kRows = 2;
    static constexpr std::size_t kCells = 32'768;
    /// Microseconds since the epoch at which a cell is at rest again.
    using Cell = std::atomic<std::int64_t>;
    using Pair = std::array<Cell*, kRows>;

    Pair cells_of(std::string_view who) const;
    std::int64_t arrival(Cell const& cell, std::int64_t now) const;

    std::int64_t interval_;   ///< Microseconds that one request costs; 0: no limit.
    std::int64_t tolerance_;  ///< How far a cell may run ahead of the time.
    base::ByteArray<16> seed_;
    std::unique_ptr<std::array<Cell, kRows * kCells>> cells_;
};

}  // namespace farthing::api
