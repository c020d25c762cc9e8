#pragma once

#include <charconv>
#include <concepts>
#include <string_view>

#include "base/result.hpp"

namespace farthing::base {

enum class LeadingZeros { refused, allowed };

/// Reads the whole of `text` as a decimal integer: digits, for signed types a minus before them. No
/// plus, space, or (unless allowed) leading zero; out of range is an error.
template <std::integral Int>
Result<Int> parse_int(std::string_view text, LeadingZeros zeros = LeadingZeros::refused) {
    auto const digits = text.starts_with('-') ? text.substr(1) : text;
    bool const padded = digits.size() > 1 && digits.front() == '0';
    Int value{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() ||
        (padded && zeros == LeadingZeros::refused))
        return fail(Errc::invalid_request, "a whole number expected");
    return value;
}

}  // namespace farthing::base
