#include "base/bytes.hpp"

#include <gtest/gtest.h>

namespace farthing::base {
namespace {

// Property: equal when it is the same, and not when any one bit is another.
TEST(Bytes, AreComparedToTheLastBit) {
    for (std::size_t size = 0; size <= 33; ++size) {
        Bytes const bytes(size, 0x5a);
        EXPECT_TRUE(equal_in_constant_time(bytes, Bytes(bytes)));
        EXPECT_FALSE(equal_in_constant_time(bytes, Bytes(size + 1, 0x5a)));
        for (std::size_t i = 0; i < 8 * size; ++i) {
            auto other = bytes;
            other[i / 8] = static_cast<std::uint8_t>(other[i / 8] ^ (1U << i % 8));
            EXPECT_FALSE(equal_in_constant_time(bytes, other)) << size << ' ' << i;
        }
    }
}

}  // namespace
}  // namespace farthing::base
