#include "base/random.hpp"

#include <sodium.h>

#include "base/ensure.hpp"

namespace farthing::base {

SystemRandom::SystemRandom() {
    ensure(sodium_init() >= 0);
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
    randombytes_buf(out.data(), out.size());
}

}  // namespace farthing::base
