#include "horizon/fee_stats.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/ensure.hpp"

namespace farthing::horizon {
namespace {

constexpr std::array<std::size_t, 11> kPercentiles{10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99};

/// The nearest-rank percentile of sorted values.
std::int64_t percentile(std::vector<std::int64_t> const& sorted, std::size_t percent) {
    auto const rank = (percent * sorted.size() + 99) / 100;
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

/// The value that comes most often; of several the smallest.
std::int64_t mode(std::vector<std::int64_t> const& sorted) {
    auto best = sorted.front();
    std::ptrdiff_t best_count = 0;
    for (auto it = sorted.begin(); it != sorted.end();) {
        auto const end = std::upper_bound(it, sorted.end(), *it);
        if (end - it > best_count) {
            best = *it;
            best_count = end - it;
        }
        it = end;
    }
    return best;
}

json::object distribution(std::vector<std::int64_t> values, std::int64_t if_none) {
    if (values.empty()) values.push_back(if_none);
    std::ranges::sort(values);
    json::object out{{"max", std::to_string(values.back())},
                     {"min", std::to_string(values.front())},
                     {"mode", std::to_string(mode(values))}};
    for (auto const percent : kPercentiles)
        out["p" + std::to_string(percent)] = std::to_string(percentile(values, percent));
    return out;
}

/// With two decimals, as `0.97` or `1`.
std::string usage(std::uint32_t part, std::uint32_t whole) {
    base::ensure(whole > 0);
    auto const hundredths = std::uint64_t{part} * 100 / whole;
    if (hundredths >= 100) return "1";
    auto const text = std::to_string(hundredths);
    return (hundredths < 10 ? "0.0" : "0.") + text;
}

}  // namespace

json::object to_json(FeeStats const& stats) {
    return {{"last_ledger", std::to_string(stats.last_ledger)},
            {"last_ledger_base_fee", std::to_string(stats.base_fee)},
            {"ledger_capacity_usage",
             usage(stats.operations_in_last_ledger, stats.operations_per_ledger)},
            {"fee_charged", distribution(stats.charged, stats.base_fee)},
            {"max_fee", distribution(stats.bids, stats.base_fee)}};
}

}  // namespace farthing::horizon
