#include "api/rate_limiter.hpp"

#include <algorithm>

#include "base/digest.hpp"

namespace farthing::api {
namespace {

std::int64_t micros(base::Timestamp time) {
    return time.ms() * 1'000;
}

std::chrono::milliseconds rounded_up(std::int64_t micros) {
    return std::chrono::milliseconds((micros + 999) / 1'000);
}

std::size_t number_at(base::Sha256 const& hash, std::size_t at) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | hash.at(at + i);
    return number;
}

}  // namespace

RateLimiter::RateLimiter(Rate rate, base::Random& random)
    : interval_(rate.count == 0
                    ? 0
                    : std::max<std::int64_t>(1, rate.period.count() * 1'000 / rate.count)),
      tolerance_(interval_ * std::max<std::int64_t>(0, rate.burst - 1)),
      seed_(random.bytes<16>()),
      cells_(std::make_unique<std::array<Cell, kRows * kCells>>()) {}

RateLimiter::Pair RateLimiter::cells_of(std::string_view who) const {
    auto const hash = base::sha256({seed_, base::as_bytes(who)});
    return {&cells_->at(number_at(hash, 0) % kCells),
            &cells_->at(kCells + number_at(hash, 4) % kCells)};
}

/// When the cell is at rest. One that is further ahead than it can be was filled before the clock
/// was set back.
std::int64_t RateLimiter::arrival(Cell const& cell, std::int64_t now) const {
    auto const at = cell.load(std::memory_order_relaxed);
    return at > now + tolerance_ + interval_ ? now : std::max(at, now);
}

std::optional<std::chrono::milliseconds> RateLimiter::wait(std::string_view who,
                                                           base::Timestamp now) const {
    if (interval_ == 0) return std::nullopt;
    auto const cells = cells_of(who);
    auto const at = std::min(arrival(*cells[0], micros(now)), arrival(*cells[1], micros(now)));
    auto const over = at - micros(now) - tolerance_;
    if (over <= 0) return std::nullopt;
    return rounded_up(over);
}

/// Two threads that count at the same moment may count one request; a rate is no promise to the
/// microsecond.
std::optional<std::chrono::milliseconds> RateLimiter::take(std::string_view who,
                                                           base::Timestamp now) {
    if (interval_ == 0) return std::nullopt;
    if (auto const too_soon = wait(who, now)) return too_soon;
    for (auto* cell : cells_of(who))
        cell->store(
            std::min(arrival(*cell, micros(now)) + interval_, micros(now) + tolerance_ + interval_),
            std::memory_order_relaxed);
    return std::nullopt;
}

}  // namespace farthing::api
