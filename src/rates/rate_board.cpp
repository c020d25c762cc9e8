#include "rates/rate_board.hpp"

#include <algorithm>

namespace farthing::rates {
namespace {

using base::Errc;
using base::fail;

template <class Entries>
std::string list(Entries const& entries) {
    std::string text;
    for (auto const& [currency, value] : entries)
        text += (text.empty() ? "" : ", ") + currency.code();
    return text.empty() ? "none" : text;
}

bool is_jump(Rate from, Rate to) {
    auto const [less, more] = std::minmax({from.scaled(), to.scaled()});
    return more > kJump * less;
}

}  // namespace

RateBoard::RateBoard(std::vector<Currency> const& currencies) {
    for (auto const& currency : currencies) learnt_.emplace(currency, std::nullopt);
}

RateBoard RateBoard::fixed(Quotes const& quotes) {
    RateBoard board({});
    board.fixed_ = true;
    for (auto const& [currency, rate] : quotes)
        board.learnt_.emplace(currency, Learnt{.rate = rate, .at = {}});
    return board;
}

bool RateBoard::doubt(Learnt& last, Rate rate, base::Timestamp now) {
    if (now - last.at > kUsable || !is_jump(last.rate, rate)) return false;
    auto& doubted = last.doubted;
    if (!doubted || is_jump(doubted->rate, rate)) doubted = Doubted{.rate = rate, .since = now};
    return now - doubted->since < kDoubt;
}

std::vector<Currency> RateBoard::learn(Quotes const& quotes, base::Timestamp now) {
    std::vector<Currency> jumped;
    for (auto const& [currency, rate] : quotes) {
        auto const chosen = learnt_.find(currency);
        if (chosen == learnt_.end()) continue;
        auto& last = chosen->second;
        if (last && doubt(*last, rate, now))
            jumped.push_back(currency);
        else
            last = Learnt{.rate = rate, .at = now};
    }
    return jumped;
}

base::Result<KnownRate> RateBoard::look_up(Currency const& currency, base::Timestamp now) const {
    auto const chosen = learnt_.find(currency);
    if (chosen == learnt_.end())
        return fail(Errc::not_found, "this server has no rate for " + currency.code() +
                                         "; it has: " + list(learnt_));
    auto const& learnt = chosen->second;
    if (!learnt)
        return fail(Errc::unavailable, "the rate of " + currency.code() +
                                           " is not known yet; goods are sold without it");
    if (fixed_) return KnownRate{.rate = learnt->rate, .at = now};
    auto const age = now - learnt->at;
    if (age > kUsable)
        return fail(Errc::unavailable, "the last known rate of " + currency.code() +
                                           " is too old; goods are sold without it");
    return KnownRate{.rate = learnt->rate, .at = learnt->at, .stale = age > kFresh};
}

}  // namespace farthing::rates
