#pragma once

#include <chrono>
#include <cstdint>
#include <span>

#include "base/random.hpp"

namespace farthing::sim {

/// All chance of a simulation (SplitMix64). The same numbers for the same seed on every machine.
class Chance final : public base::Random {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}

    std::uint64_t draw() {
        auto mixed = state_ += 0x9E3779B97F4A7C15ULL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
        return mixed ^ (mixed >> 31);
    }
    std::uint64_t below(std::uint64_t end) { return draw() % end; }
    bool percent(std::uint64_t likelihood) { return below(100) < likelihood; }
    std::chrono::milliseconds between(std::int64_t least_ms, std::int64_t most_ms) {
        auto const span = static_cast<std::uint64_t>(most_ms - least_ms + 1);
        return std::chrono::milliseconds(least_ms + static_cast<std::int64_t>(below(span)));
    }
    template <class Items>
    auto& any_of(Items& items) {
        return items[below(items.size())];
    }
    /// Another source, so that what one part of the world draws does not shift another's numbers.
    Chance fork() { return Chance(draw()); }

    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = static_cast<std::uint8_t>(draw());
    }

private:
    std::uint64_t state_;
};

}  // namespace farthing::sim
