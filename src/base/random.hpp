#pragma once

#include <span>

#include "base/bytes.hpp"

namespace farthing::base {

/// Where code gets randomness from. Nothing else draws any.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    template <std::size_t N>
    ByteArray<N> bytes() {
        ByteArray<N> out;
        fill(out);
        return out;
    }
};

/// The operating system's generator, by libsodium. May be used by several threads at once.
class SystemRandom final : public Random {
public:
    SystemRandom();
    void fill(std::span<std::uint8_t> out) override;
};

}  // namespace farthing::base
