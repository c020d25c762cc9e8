#pragma once

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <string>

namespace farthing::base {

/// A moment of wall-clock time in milliseconds since the UNIX epoch.
class Timestamp {
public:
    Timestamp() = default;
    static constexpr Timestamp from_ms(std::int64_t ms) { return Timestamp(ms); }
    static constexpr Timestamp from_seconds(std::int64_t s) { return Timestamp(s * 1000); }

    constexpr std::int64_t ms() const { return ms_; }
    /// Whole seconds, rounded down.
    constexpr std::int64_t seconds() const { return ms_ / 1000; }

    constexpr auto operator<=>(Timestamp const&) const = default;
    constexpr Timestamp operator+(std::chrono::milliseconds d) const {
        return Timestamp(ms_ + d.count());
    }
    constexpr Timestamp operator-(std::chrono::milliseconds d) const {
        return Timestamp(ms_ - d.count());
    }
    constexpr std::chrono::milliseconds operator-(Timestamp other) const {
        return std::chrono::milliseconds(ms_ - other.ms_);
    }

private:
    constexpr explicit Timestamp(std::int64_t ms) : ms_(ms) {}

    std::int64_t ms_ = 0;
};

/// RFC 3339 in UTC without fraction, as Horizon writes it: `2026-11-22T04:00:00Z`.
std::string to_rfc3339(Timestamp time);

/// IMF-fixdate of RFC 9110 section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
std::string to_http_date(Timestamp time);

/// Where code gets the time from. Nothing else reads a clock.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

/// The time of the machine.
class SystemClock final : public Clock {
public:
    Timestamp now() const override;
};

/// Another clock, but never earlier than it was when it was last asked: what has expired stays so
/// when the machine's time is set back. May be used by several threads at once.
class ForwardClock final : public Clock {
public:
    explicit ForwardClock(Clock const& clock) : clock_(clock) {}
    Timestamp now() const override;

private:
    Clock const& clock_;
    mutable std::atomic<std::int64_t> latest_ms_ = 0;
};

}  // namespace farthing::base
