#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

/// XDR (RFC 4506): big-endian numbers, everything in units of four bytes, padding of zeros.
namespace farthing::stellar {

/// Reads XDR from memory that must outlive it.
///
/// The first fault sticks: after it each read gives zeros and counts of 0, so a decoder is a
/// straight line that asks once, at its end, by finish(). Nothing is allocated before its size has
/// been checked against its maximum and against what is left.
class XdrReader {
public:
    explicit XdrReader(base::ByteView bytes) : bytes_(bytes) {}

    std::uint32_t u32();
    std::int32_t i32() { return static_cast<std::int32_t>(u32()); }
    std::uint64_t u64();
    std::int64_t i64() { return static_cast<std::int64_t>(u64()); }
    /// A bool, or the flag before an optional value: 0 or 1. `what` names it in the error.
    bool flag(std::string_view what);
    /// The length of an array or of opaque data that follows, at most `max`.
    std::uint32_t count(std::size_t max, std::string_view what);
    /// As count(), of an array without a maximum: at most as many as fit into what is left, at four
    /// bytes each.
    std::uint32_t count_of_rest(std::string_view what);
    /// A discriminant: 0 to `last`. After a fault it is 0.
    std::int32_t choice(std::int32_t last, std::string_view what);
    /// Opaque data of variable length, at most `max` bytes, with its padding.
    base::Bytes opaque(std::size_t max, std::string_view what);
    /// As opaque(), and forgets it.
    void skip_opaque(std::size_t max, std::string_view what);
    /// Skips so many bytes; the number must be divisible by 4.
    void skip(std::size_t size);
    /// Opaque data of fixed length.
    template <std::size_t N>
    base::ByteArray<N> fixed() {
        static_assert(N % 4 == 0, "padding of fixed opaque data is not read");
        base::ByteArray<N> out{};
        auto const from = take(N);
        std::copy(from.begin(), from.end(), out.begin());
        return out;
    }

    /// Records a fault at the value that was read last, unless there is one already.
    void reject(std::string_view why);
    bool ok() const { return fault_.empty(); }
    std::size_t position() const { return position_; }
    /// The bytes between two positions.
    base::ByteView between(std::size_t from, std::size_t to) const {
        return bytes_.subspan(from, to - from);
    }
    /// The fault, if any. Does not mind bytes that are left over.
    base::Result<void> status() const;
    /// As status(), and left-over bytes are a fault too.
    base::Result<void> finish();

private:
    /// The next bytes, or none when there are not so many.
    base::ByteView take(std::size_t size);
    base::ByteView take_opaque(std::size_t max, std::string_view what);

    base::ByteView bytes_;
    std::size_t position_ = 0;
    std::size_t last_ = 0;  ///< Where the value that was read last began.
    std::string fault_;
};

/// Writes XDR.
class XdrWriter {
public:
    void u32(std::uint32_t value);
    void i32(std::int32_t value) { u32(static_cast<std::uint32_t>(value)); }
    void u64(std::uint64_t value);
    void i64(std::int64_t value) { u64(static_cast<std::uint64_t>(value)); }
    void flag(bool value) { u32(value ? 1 : 0); }
    void count(std::size_t value) { u32(static_cast<std::uint32_t>(value)); }
    /// Length, bytes, padding.
    void opaque(base::ByteView value);
    /// The bytes as they are; their number must be divisible by 4.
    void raw(base::ByteView value);

    base::Bytes take() { return std::move(bytes_); }

private:
    base::Bytes bytes_;
};

}  // namespace farthing::stellar
