#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

#include "base/result.hpp"
#include "base/scheduler.hpp"

namespace farthing::engine {

/// Holds requests to one server back while it asks to be left alone.
///
/// After such an answer the gate is closed for as long as the server said, or for a second that
/// doubles each time when it said nothing; then one request is let through, and when that is
/// answered all others. Everything runs on the scheduler's thread.
class RequestGate {
public:
    static constexpr std::size_t kMostHeld = 1'000;
    static constexpr std::chrono::milliseconds kShortestPause = std::chrono::seconds(1);
    static constexpr std::chrono::milliseconds kLongestPause = std::chrono::seconds(60);

    explicit RequestGate(base::Scheduler& scheduler) : scheduler_(scheduler) {}

    /// Stands for one request that was let through.
    class Pass {
        friend RequestGate;
        explicit Pass(std::uint64_t era) : era_(era) {}
        std::uint64_t era_;
    };
    using Go = std::function<void(Pass)>;
    using Refused = std::function<void(base::Error)>;

    /// Calls `go` now, or when the gate opens. Instead calls `refused`, with unavailable when too
    /// many wait already, or with timed_out when `patience` is over before the gate opens.
    void enter(std::chrono::milliseconds patience, Go go, Refused refused);

    /// What came of a request that was let through: the server asks for a pause (of `told`, if it
    /// said so), has answered, or has not.
    void overloaded(Pass pass, std::optional<std::chrono::milliseconds> told);
    void answered(Pass pass);
    void unanswered(Pass pass);

private:
    enum class State { open, closed, trying };
    struct Held {
        std::uint64_t id;
        Go go;
        Refused refused;
    };

    bool is_current(Pass pass) const { return pass.era_ == era_; }
    void reopen();
    void let_all_through();
    void give_up(std::uint64_t id);

    base::Scheduler& scheduler_;
    State state_ = State::open;
    /// Counts the pauses: what a request of an earlier era brings is no news.
    std::uint64_t era_ = 0;
    unsigned pauses_in_a_row_ = 0;
    std::uint64_t last_id_ = 0;
    std::deque<Held> held_;
};

}  // namespace farthing::engine
