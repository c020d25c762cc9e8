#pragma once

#include <memory>
#include <random>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/sealing.hpp"

/// Clock and randomness that a test commands.
namespace farthing::base {

/// A key that everybody knows.
inline std::shared_ptr<SealingKeys const> sealing_keys_for_tests() {
    return std::make_shared<SealingKeys>(*SealingKeys::parse(Secret(std::string(64, '0'))));
}

class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start = Timestamp::from_seconds(1'790'000'000)) : now_(start) {}
    Timestamp now() const override { return now_; }
    void advance(std::chrono::milliseconds by) { now_ = now_ + by; }
    void set(Timestamp now) { now_ = now; }

private:
    Timestamp now_;
};

/// The same bytes for the same seed, so that a failure reproduces.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed = 1) : engine_(seed) {}
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = static_cast<std::uint8_t>(engine_());
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace farthing::base
