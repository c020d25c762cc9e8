#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing::base {

/// An amount of lumens in stroops, of which 10,000,000 make one lumen. Never negative.
///
/// There is no raw `+` or `-`: sums and differences are checked, so that money is neither made nor
/// lost by an overflow.
class Stroops {
public:
    static constexpr std::int64_t kPerLumen = 10'000'000;

    constexpr Stroops() = default;
    /// `value` must not be negative.
    static constexpr Stroops of(std::int64_t value) {
        ensure(value >= 0);
        return Stroops(value);
    }
    static constexpr Stroops lumens(std::int64_t value) { return of(value * kPerLumen); }
    static constexpr Stroops max() { return Stroops(std::numeric_limits<std::int64_t>::max()); }

    constexpr std::int64_t value() const { return value_; }
    constexpr auto operator<=>(Stroops const&) const = default;

private:
    constexpr explicit Stroops(std::int64_t value) : value_(value) {}

    std::int64_t value_ = 0;
};

/// invalid_request when the sum does not fit in int64.
Result<Stroops> add(Stroops a, Stroops b);
/// invalid_request when `b` is more than `a`.
Result<Stroops> subtract(Stroops a, Stroops b);

/// Reads a decimal number of lumens: `1`, `0.0004`, `12.3456789`. Digits, at most one point with
/// digits on both sides, at most 7 decimals. No sign, space, exponent or other spelling; zero is
/// allowed.
Result<Stroops> parse_lumens(std::string_view text);
/// With exactly 7 decimals, as Horizon writes amounts: `0.0004000`.
std::string to_horizon_amount(Stroops amount);
/// As people read it: `0.0004`, `12`.
std::string to_lumens(Stroops amount);

/// Reads a decimal integer of stroops without sign or leading zeros.
Result<Stroops> parse_stroops(std::string_view text);

}  // namespace farthing::base
