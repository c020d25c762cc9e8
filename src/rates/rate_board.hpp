#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "rates/rate.hpp"

namespace farthing::rates {

/// How often rates are asked for.
constexpr std::chrono::milliseconds kRefresh = std::chrono::seconds(60);
/// Older ones are stale: the answer to the next question has not come in time.
constexpr std::chrono::milliseconds kFresh = std::chrono::seconds(90);
/// Older ones are not told at all.
constexpr std::chrono::milliseconds kUsable = std::chrono::hours(1);

/// More than so many times the last usable rate, or less than that part of it, is a jump. A lumen
/// has not made one from one question to the next; sources have, by a mistake or a lie.
constexpr std::int64_t kJump = 2;
/// A jump is believed when it has been told for so long.
constexpr std::chrono::milliseconds kDoubt = std::chrono::minutes(10);

/// A source chooses from many currencies; more of them than this nobody shows.
constexpr std::size_t kMostCurrencies = 20;

using Quotes = std::map<Currency, Rate>;

/// A rate that may be shown.
struct KnownRate {
    Rate rate;
    base::Timestamp at;  ///< When it was learnt.
    bool stale = false;  ///< To be shown with its time.
    bool operator==(KnownRate const&) const = default;
};

/// What is known of the currencies that the operator has chosen.
class RateBoard {
public:
    /// Of these nothing is known yet.
    explicit RateBoard(std::vector<Currency> const& currencies);
    /// These never change and are always fresh.
    static RateBoard fixed(Quotes const& quotes);

    /// Takes in what was learnt at `now`. Currencies that were not chosen are passed over. Returns
    /// those that have jumped and keep their last rate meanwhile.
    std::vector<Currency> learn(Quotes const& quotes, base::Timestamp now);

    /// not_found for a currency that was not chosen, naming those that were; unavailable when its
    /// rate is not known, or was learnt too long ago.
    base::Result<KnownRate> look_up(Currency const& currency, base::Timestamp now) const;

private:
    struct Doubted {
        Rate rate;
        base::Timestamp since;
    };
    struct Learnt {
        Rate rate;
        base::Timestamp at;
        std::optional<Doubted> doubted = {};  ///< What has been told since `at`.
    };

    /// Whether the rate is a jump that has yet to last; notes when it began.
    static bool doubt(Learnt& last, Rate rate, base::Timestamp now);

    std::map<Currency, std::optional<Learnt>> learnt_;
    bool fixed_ = false;
};

}  // namespace farthing::rates
