#include "http/date.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

#include "base/numbers.hpp"

namespace farthing::http {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kLongDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};

/// Takes a text apart from its beginning. The first part that does not fit sticks.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    void literal(std::string_view expected) {
        if (take(expected.size()) != expected) fits_ = false;
    }
    /// Exactly so many digits.
    int number(std::size_t digits) {
        auto const text = take(digits);
        auto const value = base::parse_int<unsigned>(text, base::LeadingZeros::allowed);
        if (!value || text.size() != digits) fits_ = false;
        return value ? static_cast<int>(*value) : 0;
    }
    /// asctime's day of the month: the first digit may be a space.
    int padded_day() {
        bool const single = rest_.starts_with(' ');
        if (single) rest_.remove_prefix(1);
        return number(single ? 1 : 2);
    }
    /// The month by its name, from 1 on.
    unsigned month() { return static_cast<unsigned>(index_in(kMonths, take(3))) + 1; }
    void weekday(std::span<std::string_view const> names) {
        auto const fits = [this](std::string_view name) { return rest_.starts_with(name); };
        auto const found = std::ranges::find_if(names, fits);
        if (found == names.end()) return fail();
        rest_.remove_prefix(found->size());
    }
    std::chrono::seconds time_of_day() {
        auto const hours = number(2);
        literal(":");
        auto const minutes = number(2);
        literal(":");
        auto const seconds = number(2);
        // A leap second is one.
        if (hours > 23 || minutes > 59 || seconds > 60) fail();
        return std::chrono::hours(hours) + std::chrono::minutes(minutes) +
               std::chrono::seconds(seconds);
    }
    bool matched_all() const { return fits_ && rest_.empty(); }

private:
    void fail() { fits_ = false; }
    std::string_view take(std::size_t size) {
        auto const taken = rest_.substr(0, size);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::size_t index_in(std::span<std::string_view const> names, std::string_view name) {
        auto const found = std::ranges::find(names, name);
        if (found == names.end()) fail();
        return static_cast<std::size_t>(found - names.begin());
    }

    std::string_view rest_;
    bool fits_ = true;
};

struct Parts {
    int year = 0;
    unsigned month = 0;
    int day = 0;
    std::chrono::seconds time{};
};

std::optional<base::Timestamp> moment(Parts const& parts, Scanner const& in) {
    using namespace std::chrono;
    if (!in.matched_all()) return std::nullopt;
    year_month_day const date(year(parts.year), month(parts.month),
                              day(static_cast<unsigned>(parts.day)));
    if (!date.ok()) return std::nullopt;
    auto const since_epoch = sys_days(date).time_since_epoch() + parts.time;
    return base::Timestamp::from_seconds(duration_cast<seconds>(since_epoch).count());
}

std::optional<base::Timestamp> parse_imf(std::string_view text) {
    Scanner in(text);
    Parts parts;
    in.weekday(kDays);
    in.literal(", ");
    parts.day = in.number(2);
    in.literal(" ");
    parts.month = in.month();
    in.literal(" ");
    parts.year = in.number(4);
    in.literal(" ");
    parts.time = in.time_of_day();
    in.literal(" GMT");
    return moment(parts, in);
}

std::optional<base::Timestamp> parse_rfc850(std::string_view text) {
    Scanner in(text);
    Parts parts;
    in.weekday(kLongDays);
    in.literal(", ");
    parts.day = in.number(2);
    in.literal("-");
    parts.month = in.month();
    in.literal("-");
    auto const year = in.number(2);
    parts.year = year + (year < 70 ? 2000 : 1900);
    in.literal(" ");
    parts.time = in.time_of_day();
    in.literal(" GMT");
    return moment(parts, in);
}

std::optional<base::Timestamp> parse_asctime(std::string_view text) {
    Scanner in(text);
    Parts parts;
    in.weekday(kDays);
    in.literal(" ");
    parts.month = in.month();
    in.literal(" ");
    parts.day = in.padded_day();
    in.literal(" ");
    parts.time = in.time_of_day();
    in.literal(" ");
    parts.year = in.number(4);
    return moment(parts, in);
}

}  // namespace

std::optional<base::Timestamp> parse_date(std::string_view text) {
    for (auto const parse : {parse_imf, parse_rfc850, parse_asctime})
        if (auto const date = parse(text)) return date;
    return std::nullopt;
}

}  // namespace farthing::http
