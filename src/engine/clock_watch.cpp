#include "engine/clock_watch.hpp"

#include <utility>

#include "store/clock_mark.hpp"

namespace farthing::engine {
namespace {

using std::chrono::minutes;

constexpr int kLooksBehind = 2;

std::string in_minutes(std::chrono::milliseconds time) {
    return std::to_string(std::chrono::duration_cast<minutes>(time).count()) + " min";
}

}  // namespace

void ClockWatch::start() {
    using Mark = std::optional<base::Timestamp>;
    needs_.database.read<Mark>(
        [this](store::Transaction& transaction) {
            return base::Result<Mark>(store::find_clock_mark(transaction, needs_.network));
        },
        [this](base::Result<Mark> found) {
            needs_.scheduler.post([this, found = std::move(found)] {
                if (!found) return needs_.scheduler.after(kLook, [this] { start(); });
                mark_ = *found;
                look();
            });
        });
}

void ClockWatch::look() {
    needs_.horizon.latest_ledger(
        [this](std::optional<payments::LatestLedger> const& ledger) { judge(ledger); });
    needs_.scheduler.after(kLook, [this] { look(); });
}

void ClockWatch::judge(std::optional<payments::LatestLedger> const& ledger) {
    auto const now = needs_.clock.now();
    if (auto const why = difference(now, ledger)) return close(*why);
    // One ledger that is far behind is no proof, but no reason to trust the clock either.
    if (behind_ > 0) return;
    if (ledger) mark(now);
    open();
}

std::optional<std::string> ClockWatch::difference(
    base::Timestamp now, std::optional<payments::LatestLedger> const& ledger) {
    if (ledger) {
        behind_ = now - ledger->closed_at > kMostApart ? behind_ + 1 : 0;
        if (ledger->closed_at - now > kMostApart)
            return "clock " + in_minutes(ledger->closed_at - now) + " behind the network";
        if (behind_ >= kLooksBehind)
            return "clock " + in_minutes(now - ledger->closed_at) + " ahead of the network";
    }
    if (mark_ && *mark_ - now > kMostBack) return "clock set back by " + in_minutes(*mark_ - now);
    return std::nullopt;
}

void ClockWatch::mark(base::Timestamp now) {
    if (mark_ && now - *mark_ < kMarkEvery) return;
    mark_ = now;
    needs_.database.write<bool>(
        [this, now](store::Transaction& transaction) {
            store::raise_clock_mark(transaction, needs_.network, now);
            return base::Result(true);
        },
        [this](base::Result<bool> const& done) {
            if (!done)
                needs_.log.warning("the time cannot be recorded",
                                   {{"error", done.error().message}});
        });
}

void ClockWatch::close(std::string const& why) {
    if (!needs_.latch.closed_because())
        needs_.log.error("selling is stopped until this machine's clock is right again",
                         {{"reason", why}});
    needs_.latch.close(why);
}

void ClockWatch::open() {
    if (needs_.latch.closed_because()) needs_.log.info("this machine's clock is right again", {});
    needs_.latch.open();
}

}  // namespace farthing::engine
