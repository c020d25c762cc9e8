#include "engine/rate_keeper.hpp"

#include <algorithm>

#include "horizon/submission.hpp"

namespace farthing::engine {
namespace {

rates::RateBoard board_of(rates::Settings const& settings) {
    auto const* fixed = std::get_if<rates::Quotes>(&settings);
    return fixed != nullptr ? rates::RateBoard::fixed(*fixed)
                            : rates::RateBoard(std::get<rates::Followed>(settings).currencies);
}

std::optional<horizon::Overload> overload_in(http::ClientResponse const& response) {
    return horizon::overload_of({.status = response.status,
                                 .body = response.body,
                                 .retry_after = response.field("Retry-After")});
}

/// Asked again sooner than in the next minute is no source, whatever it says.
std::chrono::milliseconds pause_after(horizon::Overload const& overload) {
    auto const told = std::chrono::milliseconds(overload.told.value_or(std::chrono::seconds(0)));
    return std::clamp<std::chrono::milliseconds>(told, rates::kRefresh, RateKeeper::kLongestPause);
}

}  // namespace

RateKeeper::RateKeeper(Needs needs, rates::Settings settings)
    : needs_(needs), board_(std::make_shared<rates::RateBoard const>(board_of(settings))) {
    if (auto* followed = std::get_if<rates::Followed>(&settings)) followed_ = std::move(*followed);
}

void RateKeeper::start() {
    if (followed_) needs_.scheduler.post([this] { begin_round(); });
}

void RateKeeper::stop() {
    needs_.scheduler.post([this] {
        stopped_ = true;
        line_.clear();
    });
}

base::Result<rates::KnownRate> RateKeeper::look_up(rates::Currency const& currency) const {
    return board_.load()->look_up(currency, needs_.clock.now());
}

base::Result<goods::SatoshiRate> RateKeeper::satoshi_rate() const {
    static auto const bitcoin = *rates::Currency::parse("BTC");
    auto const known = look_up(bitcoin);
    if (known) {
        // A rate counts in units of 10^-8 bitcoin, which are satoshis.
        auto rate = goods::SatoshiRate::parse(known->rate.scaled());
        if (rate) return rate;
        return base::fail(base::Errc::unavailable,
                          "the rate of BTC is none: " + rate.error().message);
    }
    return base::fail(base::Errc::unavailable,
                      "what a lumen costs in bitcoin is not known: " + known.error().message +
                          (known.error().code == base::Errc::not_found
                               ? "; BTC must be among the server's --rates, such as "
                                 "kraken:USD,EUR,GBP,BTC"
                               : ""));
}

void RateKeeper::begin_round() {
    failure_.clear();
    pause_ = rates::kRefresh;
    std::ranges::move(rates::questions(followed_->source, followed_->currencies),
                      std::back_inserter(line_));
    ask_next();
}

void RateKeeper::ask_next() {
    if (stopped_) return;
    if (line_.empty()) return end_round();
    auto const question = line_.front();
    line_.pop_front();
    http::ClientRequest request{.url = question.url,
                                .fields = question.fields,
                                .timeout = kTimeout,
                                .body_limit = kAnswerBytes};
    needs_.client.send(std::move(request), [this, question](Answer const& answer) {
        answered(question, answer);
        ask_next();
    });
}

void RateKeeper::answered(rates::Question const& question, Answer const& answer) {
    auto const quotes = read(question, answer);
    if (!quotes) {
        failure_ = quotes.error().message;
        return;
    }
    auto board = *board_.load();
    auto const jumped = board.learn(*quotes, needs_.clock.now());
    if (!jumped.empty())
        failure_ = "the rate of " + jumped.front().code() +
                   " has jumped, which is believed when it lasts for ten minutes";
    board_ = std::make_shared<rates::RateBoard const>(std::move(board));
}

base::Result<rates::Quotes> RateKeeper::read(rates::Question const& question,
                                             Answer const& answer) {
    if (!answer) {
        // The next question would only wait as long.
        line_.clear();
        return answer.error();
    }
    if (answer->status == 200)
        return rates::read_answer(followed_->source.service, question, answer->body);
    if (auto const overload = overload_in(*answer)) {
        pause_ = pause_after(*overload);
        line_.clear();
    }
    return base::fail(base::Errc::unavailable, "it answered " + std::to_string(answer->status));
}

/// The log is told of every change once, and not every minute of the same.
void RateKeeper::end_round() {
    auto const source = rates::name_of(followed_->source.service);
    if (failure_ != told_ && !failure_.empty())
        needs_.log.warning("rates cannot be read", {{"source", source}, {"reason", failure_}});
    if (failure_ != told_ && failure_.empty())
        needs_.log.info("rates can be read again", {{"source", source}});
    told_ = failure_;
    needs_.scheduler.after(pause_, [this] {
        if (!stopped_) begin_round();
    });
}

}  // namespace farthing::engine
