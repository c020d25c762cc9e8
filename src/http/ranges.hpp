#pragma once

#include <cstdint>
#include <string_view>

#include "http/request.hpp"

namespace farthing::http {

/// A part of a representation. Never empty, never beyond its end.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
    bool operator==(ByteRange const&) const = default;
};

constexpr std::size_t kRanges = 16;

/// What a Range field asks for.
struct Ranges {
    enum class Kind {
        whole,          ///< No range, or one that RFC 9110 section 14.2 lets a server ignore: send
                        ///< everything.
        partial,        ///< Send `list`.
        unsatisfiable,  ///< 416 with `Content-Range: bytes */size`.
    };
    Kind kind = Kind::whole;
    /// Ascending, with a gap between each two: overlapping and adjacent ranges are merged, so that
    /// the parts together are never more than the whole.
    FixedList<ByteRange, kRanges> list = {};
};

/// Reads a Range field's value against a representation of `size` bytes.
///
/// Broken syntax, another unit than bytes and more than kRanges separate parts count as no range.
Ranges parse_ranges(std::string_view value, std::uint64_t size);

}  // namespace farthing::http
