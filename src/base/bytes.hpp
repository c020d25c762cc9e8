#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace farthing::base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<std::uint8_t const>;

template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

/// The same memory, seen as bytes.
inline ByteView as_bytes(std::string_view text) {
    // char and uint8_t may alias.
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

/// The same memory, seen as text.
inline std::string_view as_text(ByteView bytes) {
    // char and uint8_t may alias.
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

/// Compares in a time that depends on the lengths only. For secrets and signatures.
bool equal_in_constant_time(ByteView a, ByteView b);

}  // namespace farthing::base
