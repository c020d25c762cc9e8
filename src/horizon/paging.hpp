#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "horizon/problem.hpp"

namespace farthing::horizon {

/// Where something stands in history: Horizon's "total order id". Ledgers have only the first part,
/// transactions count from 1 in their ledger, operations from 1 in their transaction.
///
/// As a number 31 bits of ledger, 20 of transaction, 12 of operation; as text the paging token, and
/// an operation's id.
struct HistoryPosition {
    std::uint32_t ledger = 0;
    std::uint32_t transaction = 0;
    std::uint32_t operation = 0;

    std::int64_t to_number() const;
    std::string to_text() const;
    static HistoryPosition from_number(std::int64_t number);
    auto operator<=>(HistoryPosition const&) const = default;
};

/// What `cursor=now` means: behind everything in this ledger, before everything in the next.
std::int64_t cursor_behind(std::uint32_t latest_ledger);

enum class Order { ascending, descending };

std::string_view to_text(Order order);
Order reverse(Order order);

struct PageQuery {
    static constexpr std::uint32_t kDefaultLimit = 10;
    static constexpr std::uint32_t kMaxLimit = 200;

    std::string cursor = {};  ///< As it came; empty: from the beginning of the order.
    Order order = Order::ascending;
    std::uint32_t limit = kDefaultLimit;
    bool operator==(PageQuery const&) const = default;
};

/// The parameters as they stand in the query, absent or not.
struct PageParameters {
    std::optional<std::string_view> cursor = {};
    std::optional<std::string_view> order = {};
    std::optional<std::string_view> limit = {};
};

/// Reads them, or says which is wrong. A cursor is a number that is not negative, or `now`.
std::variant<PageQuery, Problem> parse_page_query(PageParameters const& parameters);

/// The cursor as a number. Nothing when it is empty.
std::optional<std::int64_t> cursor_number(PageQuery const& query, std::uint32_t latest_ledger);

}  // namespace farthing::horizon
