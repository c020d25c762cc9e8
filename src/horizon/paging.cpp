#include "horizon/paging.hpp"

#include "base/numbers.hpp"

namespace farthing::horizon {
namespace {

constexpr int kTransactionBits = 20;
constexpr int kOperationBits = 12;
constexpr std::uint32_t kMaxLedger = 0x7fffffff;
constexpr std::uint32_t kMaxTransaction = (1U << kTransactionBits) - 1;
constexpr std::uint32_t kMaxOperation = (1U << kOperationBits) - 1;

constexpr std::string_view kNow = "now";

bool is_cursor(std::string_view text) {
    if (text.empty() || text == kNow) return true;
    auto const number = base::parse_int<std::int64_t>(text);
    return number && *number >= 0;
}

}  // namespace

std::int64_t HistoryPosition::to_number() const {
    base::ensure(ledger <= kMaxLedger && transaction <= kMaxTransaction &&
                 operation <= kMaxOperation);
    return static_cast<std::int64_t>(ledger) << (kTransactionBits + kOperationBits) |
           static_cast<std::int64_t>(transaction) << kOperationBits | operation;
}

std::string HistoryPosition::to_text() const {
    return std::to_string(to_number());
}

HistoryPosition HistoryPosition::from_number(std::int64_t number) {
    base::ensure(number >= 0);
    auto const low = static_cast<std::uint32_t>(number);
    return {.ledger = static_cast<std::uint32_t>(number >> (kTransactionBits + kOperationBits)),
            .transaction = low >> kOperationBits,
            .operation = low & kMaxOperation};
}

std::int64_t cursor_behind(std::uint32_t latest_ledger) {
    return HistoryPosition{latest_ledger, kMaxTransaction, kMaxOperation}.to_number();
}

std::string_view to_text(Order order) {
    return order == Order::ascending ? "asc" : "desc";
}

Order reverse(Order order) {
    return order == Order::ascending ? Order::descending : Order::ascending;
}

std::variant<PageQuery, Problem> parse_page_query(PageParameters const& parameters) {
    PageQuery query;
    if (parameters.cursor) {
        if (!is_cursor(*parameters.cursor))
            return invalid_field("cursor", "a number that is not negative, or \"now\" expected");
        query.cursor = *parameters.cursor;
    }
    if (parameters.order && !parameters.order->empty()) {
        if (*parameters.order != "asc" && *parameters.order != "desc")
            return invalid_field("order", "\"asc\" or \"desc\" expected");
        query.order = *parameters.order == "asc" ? Order::ascending : Order::descending;
    }
    if (parameters.limit && !parameters.limit->empty()) {
        auto const limit = base::parse_int<std::uint32_t>(*parameters.limit);
        if (!limit || *limit == 0 || *limit > PageQuery::kMaxLimit)
            return invalid_field("limit", "a number from 1 to 200 expected");
        query.limit = *limit;
    }
    return query;
}

std::optional<std::int64_t> cursor_number(PageQuery const& query, std::uint32_t latest_ledger) {
    if (query.cursor.empty()) return std::nullopt;
    if (query.cursor == kNow) return cursor_behind(latest_ledger);
    return *base::parse_int<std::int64_t>(query.cursor);
}

}  // namespace farthing::horizon
