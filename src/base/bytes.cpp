#include "base/bytes.hpp"

#include <cstring>

namespace farthing::base {
namespace {

/// Keeps the compiler from leaving the loop as soon as it knows the outcome.
void hide(std::uint64_t& value) {
    asm volatile("" : "+r"(value));
}

}  // namespace

bool equal_in_constant_time(ByteView a, ByteView b) {
    if (a.size() != b.size()) return false;
    std::uint64_t differences = 0;
    std::size_t i = 0;
    // Eight bytes at a time: every request for a paid file comes through here.
    for (std::uint64_t x = 0, y = 0; i + sizeof x <= a.size(); i += sizeof x) {
        std::memcpy(&x, a.data() + i, sizeof x);
        std::memcpy(&y, b.data() + i, sizeof y);
        differences |= x ^ y;
        hide(differences);
    }
    for (; i < a.size(); ++i) {
        differences |= static_cast<std::uint64_t>(a[i] ^ b[i]);
        hide(differences);
    }
    return differences == 0;
}

}  // namespace farthing::base
