#include "http/ranges.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "http/characters.hpp"

namespace farthing::http {
namespace {

constexpr auto kLargest = std::numeric_limits<std::uint64_t>::max();

/// One or more digits. What does not fit in 64 bits lies beyond the end of any file, and so does
/// the largest number.
std::optional<std::uint64_t> parse_position(std::string_view digits) {
    if (digits.empty()) return std::nullopt;
    std::uint64_t value = 0;
    for (char const c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        auto const digit = static_cast<std::uint64_t>(c - '0');
        value = value > (kLargest - digit) / 10 ? kLargest : value * 10 + digit;
    }
    return value;
}

/// One element of the list. Empty length: well-formed, but nothing of it exists. Nothing: broken.
std::optional<ByteRange> parse_one(std::string_view text, std::uint64_t size) {
    auto const dash = text.find('-');
    if (dash == text.npos) return std::nullopt;
    auto const last = parse_position(text.substr(dash + 1));
    if (dash == 0) {
        if (!last) return std::nullopt;
        auto const length = std::min(*last, size);
        return ByteRange{.first = size - length, .length = length};
    }
    auto const first = parse_position(text.substr(0, dash));
    if (!first || (!last && dash + 1 != text.size())) return std::nullopt;
    if (last && *last < *first) return std::nullopt;
    if (*first >= size) return ByteRange{};
    auto const end = last && *last < size ? *last + 1 : size;
    return ByteRange{.first = *first, .length = end - *first};
}

/// Keeps the list ascending and its elements apart. False when it is full.
bool merge(FixedList<ByteRange, kRanges>& list, ByteRange range) {
    FixedList<ByteRange, kRanges> merged;
    bool fits = true;
    bool placed = false;
    for (auto const& other : list) {
        if (other.first + other.length < range.first) {
            fits = merged.push(other) && fits;
        } else if (range.first + range.length < other.first) {
            if (!placed) fits = merged.push(range) && fits;
            placed = true;
            fits = merged.push(other) && fits;
        } else {
            auto const end = std::max(range.first + range.length, other.first + other.length);
            range.first = std::min(range.first, other.first);
            range.length = end - range.first;
        }
    }
    if (!placed) fits = merged.push(range) && fits;
    list = merged;
    return fits;
}

}  // namespace

Ranges parse_ranges(std::string_view value, std::uint64_t size) {
    auto const equals = value.find('=');
    if (equals == value.npos || !equal_ignoring_case(value.substr(0, equals), "bytes")) return {};

    Ranges ranges{.kind = Ranges::Kind::unsatisfiable, .list = {}};
    bool any = false;
    for (auto rest = value.substr(equals + 1); !rest.empty();) {
        auto const element = take_element(rest);
        if (element.empty())
            continue;  // RFC 9110 section 5.6.1.2: empty elements are to be ignored.
        any = true;
        auto const range = parse_one(element, size);
        if (!range) return {};
        if (range->length == 0) continue;
        if (!merge(ranges.list, *range)) return {};
        ranges.kind = Ranges::Kind::partial;
    }
    return any ? ranges : Ranges{};
}

}  // namespace farthing::http
