#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace farthing::base {

/// A number that is not negative, as it stands before and behind the point when written without an
/// exponent.
struct JsonNumber {
    std::int64_t whole = 0;
    std::string decimals = {};  ///< Digits; none for a whole number that was written as one.
};

/// Reads a number of JSON's grammar (RFC 8259 section 6) in any spelling, exactly. Nothing for what
/// is none, is negative, needs more than 19 digits before the point, or is longer than anybody
/// writes.
std::optional<JsonNumber> parse_json_number(std::string_view text);

}  // namespace farthing::base
