#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.hpp"
#include "base/scheduler.hpp"

namespace farthing::sim {

/// What happened, for people: the last lines; and for comparison: a hash over all of them.
class Trace {
public:
    void note(base::Timestamp time, std::string_view line);
    std::uint64_t hash() const { return hash_; }
    std::deque<std::string> const& last() const { return last_; }

private:
    std::uint64_t hash_ = 0xCBF29CE484222325ULL;
    std::deque<std::string> last_;
};

/// The true time, and everything that will happen, in order.
class Timeline final : public base::Clock {
public:
    base::Timestamp now() const override { return now_; }
    void after(std::chrono::milliseconds delay, std::function<void()> event);
    /// Lets the next thing happen; false when there is none.
    bool step();

    void note(std::string_view line) { trace_.note(now_, line); }
    Trace const& trace() const { return trace_; }

private:
    base::Timestamp now_ = base::Timestamp::from_seconds(1'790'000'000);
    std::uint64_t count_ = 0;
    std::map<std::pair<std::int64_t, std::uint64_t>, std::function<void()>> events_;
    Trace trace_;
};

/// Whether a process still runs. What it left behind on the timeline looks here first.
using Alive = std::shared_ptr<bool>;

/// The scheduler of one process: nothing of it happens once the process is dead.
class ProcessScheduler final : public base::Scheduler {
public:
    ProcessScheduler(Timeline& timeline, Alive alive)
        : timeline_(timeline), alive_(std::move(alive)) {}

    void post(std::function<void()> work) override {
        after(std::chrono::milliseconds(0), std::move(work));
    }
    void after(std::chrono::milliseconds delay, std::function<void()> work) override {
        timeline_.after(delay, [alive = alive_, work = std::move(work)] {
            if (*alive) work();
        });
    }

private:
    Timeline& timeline_;
    Alive alive_;
};

/// The clock of the server's machine, which somebody may set.
class MachineClock final : public base::Clock {
public:
    explicit MachineClock(base::Clock const& truth) : truth_(truth) {}
    base::Timestamp now() const override { return truth_.now() + skew_; }
    void set_skew(std::chrono::milliseconds skew) { skew_ = skew; }

private:
    base::Clock const& truth_;
    std::chrono::milliseconds skew_{0};
};

}  // namespace farthing::sim
