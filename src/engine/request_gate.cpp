#include "engine/request_gate.hpp"

#include <algorithm>
#include <utility>

namespace farthing::engine {
namespace {

using std::chrono::milliseconds;

milliseconds pause_number(unsigned n) {
    constexpr unsigned kMostDoublings = 6;
    return std::min(RequestGate::kShortestPause * (1 << std::min(n, kMostDoublings)),
                    RequestGate::kLongestPause);
}

}  // namespace

void RequestGate::enter(milliseconds patience, Go go, Refused refused) {
    if (state_ == State::open) return go(Pass(era_));
    if (held_.size() == kMostHeld)
        return refused(base::fail(base::Errc::unavailable,
                                  "the network asks to wait, and too many requests do already"));
    auto const id = ++last_id_;
    held_.push_back({.id = id, .go = std::move(go), .refused = std::move(refused)});
    scheduler_.after(patience, [this, id] { give_up(id); });
}

void RequestGate::give_up(std::uint64_t id) {
    auto const held =
        std::find_if(held_.begin(), held_.end(), [id](Held const& each) { return each.id == id; });
    if (held == held_.end()) return;
    auto const refused = std::move(held->refused);
    held_.erase(held);
    refused(base::fail(base::Errc::timed_out, "the network asks to wait"));
}

void RequestGate::overloaded(Pass pass, std::optional<milliseconds> told) {
    if (!is_current(pass)) return;
    auto const pause =
        told ? std::clamp(*told, kShortestPause, kLongestPause) : pause_number(pauses_in_a_row_);
    ++era_;
    ++pauses_in_a_row_;
    state_ = State::closed;
    scheduler_.after(pause, [this] { reopen(); });
}

void RequestGate::reopen() {
    if (held_.empty()) {
        state_ = State::open;
        return;
    }
    state_ = State::trying;
    auto const go = std::move(held_.front().go);
    held_.pop_front();
    go(Pass(era_));
}

void RequestGate::answered(Pass pass) {
    if (!is_current(pass)) return;
    pauses_in_a_row_ = 0;
    if (state_ == State::trying) let_all_through();
}

void RequestGate::unanswered(Pass pass) {
    if (is_current(pass) && state_ == State::trying) let_all_through();
}

void RequestGate::let_all_through() {
    state_ = State::open;
    auto const held = std::exchange(held_, {});
    for (auto const& each : held) each.go(Pass(era_));
}

}  // namespace farthing::engine
