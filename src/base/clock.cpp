#include "base/clock.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace farthing::base {
namespace {

std::tm utc(Timestamp time) {
    auto const seconds = static_cast<std::time_t>(time.seconds());
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return parts;
}

constexpr std::array<char const*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<char const*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string to_rfc3339(Timestamp time) {
    auto const t = utc(time);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900,
                  t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
    return text.data();
}

std::string to_http_date(Timestamp time) {
    auto const t = utc(time);
    std::array<char, 40> text{};
    // Not strftime: its names follow the locale, the protocol's do not.
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  kDays[static_cast<std::size_t>(t.tm_wday)], t.tm_mday,
                  kMonths[static_cast<std::size_t>(t.tm_mon)], t.tm_year + 1900, t.tm_hour,
                  t.tm_min, t.tm_sec);
    return text.data();
}

Timestamp SystemClock::now() const {
    auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return Timestamp::from_ms(
        std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
}

Timestamp ForwardClock::now() const {
    auto const now = clock_.now().ms();
    auto latest = latest_ms_.load(std::memory_order_relaxed);
    while (latest < now &&
           !latest_ms_.compare_exchange_weak(latest, now, std::memory_order_relaxed)) {
    }
    return Timestamp::from_ms(std::max(latest, now));
}

}  // namespace farthing::base
