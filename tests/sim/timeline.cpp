#include "timeline.hpp"

#include "base/ensure.hpp"

namespace farthing::sim {
namespace {

constexpr std::size_t kLinesKept = 40;
constexpr std::uint64_t kPrime = 0x100000001B3ULL;

}  // namespace

void Trace::note(base::Timestamp time, std::string_view line) {
    auto text = std::to_string(time.ms()) + " " + std::string(line);
    for (auto const c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * kPrime;
    last_.push_back(std::move(text));
    if (last_.size() > kLinesKept) last_.pop_front();
}

void Timeline::after(std::chrono::milliseconds delay, std::function<void()> event) {
    base::ensure(delay.count() >= 0);
    events_.emplace(std::pair((now_ + delay).ms(), ++count_), std::move(event));
}

bool Timeline::step() {
    if (events_.empty()) return false;
    auto const next = events_.extract(events_.begin());
    now_ = base::Timestamp::from_ms(next.key().first);
    next.mapped()();
    return true;
}

}  // namespace farthing::sim
