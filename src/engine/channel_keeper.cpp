#include "engine/channel_keeper.hpp"

#include <algorithm>

#include "base/failpoint.hpp"
#include "payments/wallet_transaction.hpp"
#include "store/payments_repository.hpp"

namespace farthing::engine {
namespace {

using base::Stroops;
using payments::ChannelNumber;

constexpr std::int64_t kGrowth = 5;

/// Below so many fees an account is topped up.
constexpr std::int64_t kFeesKept = 1'000;
/// What a person is asked for when only fees are missing.
constexpr auto kRefill = Stroops::lumens(1);

constexpr std::chrono::milliseconds kFirstDelay(2'000);
constexpr std::chrono::milliseconds kLongestDelay(60'000);
constexpr std::chrono::milliseconds kTour(600'000);

std::chrono::milliseconds delay_after(unsigned attempts) {
    constexpr unsigned kMostDoublings = 5;
    return std::min(kFirstDelay * (1 << std::min(attempts, kMostDoublings)), kLongestDelay);
}

Stroops floor_of(std::uint32_t fee) {
    return Stroops::of(kFeesKept * fee);
}

/// An account with less cannot pay for every transaction that may come.
Stroops least_of(std::uint32_t fee) {
    return Stroops::of(std::max(payments::kMaxFeeBump, std::int64_t{2} * fee));
}

}  // namespace

void ChannelKeeper::start(std::function<void()> ready, std::function<void()> all_ready) {
    needs_.scheduler.post([this, ready = std::move(ready), all_ready = std::move(all_ready)] {
        ready_ = ready;
        all_ready_ = all_ready;
        begin();
    });
}

void ChannelKeeper::begin() {
    needs_.database.read<ChannelNumber>(
        [this](store::Transaction& transaction) {
            return base::Result(
                store::PaymentsRepository(transaction).highest_channel(options_.network));
        },
        [this](base::Result<ChannelNumber> highest) {
            needs_.scheduler.post([this, highest = std::move(highest)] {
                if (!highest) return needs_.scheduler.after(kFirstDelay, [this] { begin(); });
                keep(std::max(options_.channels, *highest));
                tour();
            });
        });
}

void ChannelKeeper::keep(std::int64_t channels) {
    auto const first = target_ + 1;
    target_ = channels;
    for (auto number = first; number <= target_; ++number) visit(number);
}

void ChannelKeeper::grow() {
    needs_.scheduler.post([this] {
        bool const is_growing = static_cast<std::int64_t>(opened_.size()) < target_;
        if (is_growing || target_ >= options_.channels_max) return;
        auto const more = std::min(target_ + kGrowth, options_.channels_max);
        needs_.log.info("opening more channel accounts",
                        {{"network", options_.network}, {"count", std::to_string(more)}});
        keep(more);
    });
}

void ChannelKeeper::check(ChannelNumber number) {
    needs_.scheduler.post([this, number] { visit(number); });
}

void ChannelKeeper::tour() {
    needs_.scheduler.after(kTour / target_, [this] {
        toured_ = toured_ % target_ + 1;
        visit(toured_);
        tour();
    });
}

void ChannelKeeper::visit(ChannelNumber number) {
    if (visiting_.insert(number).second) line_up({.number = number});
}

void ChannelKeeper::line_up(Visit const& visit) {
    line_.push_back(visit);
    go_on();
}

void ChannelKeeper::go_on() {
    while (under_way_ < kVisitsAtOnce && !line_.empty()) {
        auto const next = line_.front();
        line_.pop_front();
        ++under_way_;
        look(next);
    }
}

/// Of one attempt, whatever came of it.
void ChannelKeeper::leave() {
    --under_way_;
    go_on();
}

void ChannelKeeper::look(Visit const& visit) {
    needs_.horizon.account(keys_.key(visit.number).public_key(),
                           [this, visit](AccountAnswer const& account) { judge(visit, account); });
}

void ChannelKeeper::judge(Visit const& visit, AccountAnswer const& account) {
    if (!account) return try_again(visit, account.error().message);
    if (!*account) return forget(visit, kOpening);
    if ((*account)->spendable < least_of(options_.fee)) return forget(visit, kRefill);
    record(visit, **account);
}

/// Before its account is made anew: should the program end in between, the old sequence number must
/// not be there when it starts again.
void ChannelKeeper::forget(Visit const& visit, Stroops needed) {
    write<bool>(
        [this, number = visit.number](store::Transaction& transaction) -> base::Result<bool> {
            store::PaymentsRepository(transaction).forget_channel(options_.network, number);
            return true;
        },
        visit, [this, visit, needed](bool) { refill(visit, needed); });
}

/// A channel that an order holds keeps its number: the order's end will tell the true one.
void ChannelKeeper::record(Visit const& visit, AccountState const& account) {
    payments::Channel const channel{.number = visit.number,
                                    .address = keys_.key(visit.number).public_key(),
                                    .sequence = account.sequence};
    write<bool>(
        [this, channel](store::Transaction& transaction) -> base::Result<bool> {
            return store::PaymentsRepository(transaction).put_channel(options_.network, channel);
        },
        visit,
        [this, visit, account](bool is_known) {
            base::failpoint("channel.recorded");
            if (is_known) return opened(visit, account);
            try_again(visit, "an order that was made before its account vanished still holds it");
        });
}

template <class T>
void ChannelKeeper::write(store::Database::Decide<T> decide, Visit const& visit,
                          std::function<void(T const&)> done) {
    needs_.database.write<T>(
        std::move(decide), [this, visit, done = std::move(done)](base::Result<T> result) {
            needs_.scheduler.post([this, visit, done, result = std::move(result)] {
                result ? done(*result) : try_again(visit, result.error().message);
            });
        });
}

void ChannelKeeper::opened(Visit const& visit, AccountState const& account) {
    if (opened_.insert(visit.number).second && visit.number <= options_.channels) tell_ready();
    bool const is_low = account.spendable < floor_of(options_.fee);
    if (is_low && options_.friendbot && !visit.funded) return refill(visit, kRefill);
    if (is_low) warn_of_need(visit.number, kRefill);
    visiting_.erase(visit.number);
    leave();
}

void ChannelKeeper::tell_ready() {
    auto const ready = std::count_if(opened_.begin(), opened_.end(), [this](ChannelNumber number) {
        return number <= options_.channels;
    });
    if (ready == 1) ready_();
    if (ready != options_.channels) return;
    needs_.log.info("channel accounts are ready",
                    {{"network", options_.network}, {"count", std::to_string(ready)}});
    all_ready_();
}

void ChannelKeeper::refill(Visit const& visit, Stroops needed) {
    if (!options_.friendbot) {
        warn_of_need(visit.number, needed);
        return look_later(visit);
    }
    if (visit.funded) return try_again(visit, "friendbot does not give it enough");
    needs_.horizon.fund(keys_.key(visit.number).public_key(),
                        [this, visit](base::Result<void> const& funded) {
                            if (!funded) return try_again(visit, funded.error().message);
                            auto next = visit;
                            next.funded = true;
                            look(next);
                        });
}

void ChannelKeeper::warn_of_need(ChannelNumber number, Stroops needed) {
    auto const address = keys_.key(number).address();
    auto const amount = base::to_lumens(needed) + " XLM";
    needs_.log.warning("channel account needs lumens",
                       {{"network", options_.network}, {"account", address}, {"send", amount}});
}

void ChannelKeeper::try_again(Visit const& visit, std::string_view why) {
    auto const address = keys_.key(visit.number).address();
    needs_.log.warning("channel account is not ready yet",
                       {{"network", options_.network}, {"account", address}, {"reason", why}});
    look_later(visit);
}

void ChannelKeeper::look_later(Visit const& visit) {
    Visit const next{.number = visit.number, .attempt = visit.attempt + 1};
    needs_.scheduler.after(delay_after(visit.attempt), [this, next] { line_up(next); });
    leave();
}

}  // namespace farthing::engine
