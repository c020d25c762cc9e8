#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing::rates {

/// A currency by its ISO 4217 code, such as EUR.
class Currency {
public:
    /// Three ASCII letters of any case.
    static base::Result<Currency> parse(std::string_view text);

    std::string const& code() const { return code_; }  ///< In upper case.
    auto operator<=>(Currency const&) const = default;

private:
    explicit Currency(std::string code) : code_(std::move(code)) {}

    std::string code_;
};

/// What one lumen costs in some currency, in units of 10^-8 of it. Never nothing.
class Rate {
public:
    static constexpr std::int64_t kPerUnit = 100'000'000;
    /// A million units for a lumen. What a bitcoin's worth of lumens costs still fits in int64.
    static constexpr std::int64_t kMax = 1'000'000 * kPerUnit;

    /// `scaled` must be from 1 to kMax.
    static constexpr Rate of(std::int64_t scaled) {
        base::ensure(scaled > 0 && scaled <= kMax);
        return Rate(scaled);
    }

    constexpr std::int64_t scaled() const { return scaled_; }
    constexpr auto operator<=>(Rate const&) const = default;

private:
    constexpr explicit Rate(std::int64_t scaled) : scaled_(scaled) {}

    std::int64_t scaled_;
};

/// Reads a number as JSON writes one, `0.1448` or `1.448e-1`, rounded half up to 8 decimals.
/// invalid_request when it is none, or what is left is not from 10^-8 to a million.
base::Result<Rate> parse_rate(std::string_view text);

/// An amount in units of 10^-8 as a JSON number with every digit that counts: `0.1448`, `12`.
std::string to_json_number(std::int64_t scaled);

}  // namespace farthing::rates
