#include "payments/received_payment.hpp"

#include <array>

namespace farthing::payments {
namespace {

struct Described {
    UnassignedReason reason;
    std::string_view text;
    std::string_view explanation;
};

constexpr std::array<Described, 11> kReasons{{
    {UnassignedReason::no_memo, "no_memo",
     "The payment has no memo of text, so it names no order."},
    {UnassignedReason::unknown_order, "unknown_order", "The memo is not the id of an order."},
    {UnassignedReason::wrong_asset, "wrong_asset",
     "The memo names an order, but the payment is in another asset than lumens."},
    {UnassignedReason::other_destination, "other_destination",
     "The memo names an order that is to be paid to another address."},
    {UnassignedReason::amount_too_small, "amount_too_small",
     "The memo names an order, but the amount is less than its price."},
    {UnassignedReason::order_under_way, "order_under_way",
     "The order that the memo names is being paid by another transaction. Should that one fail, "
     "this payment takes its place."},
    {UnassignedReason::order_already_settled, "order_already_settled",
     "The order that the memo names was paid already: the reader seems to have paid twice."},
    {UnassignedReason::order_ended, "order_ended",
     "The payment came after the time of the order that its memo names, or the order was "
     "cancelled."},
    {UnassignedReason::account_created, "account_created",
     "These lumens created the account. They are for no order."},
    {UnassignedReason::account_merged, "account_merged",
     "Another account was merged into this one. The network's record does not tell the amount."},
    {UnassignedReason::contract_transfer, "contract_transfer",
     "A contract moved this money here. It is for no order."},
}};

Described const& described(UnassignedReason reason) {
    for (auto const& row : kReasons)
        if (row.reason == reason) return row;
    base::ensure(false);
    return kReasons.front();
}

}  // namespace

std::string_view to_text(UnassignedReason reason) {
    return described(reason).text;
}

std::string_view explain(UnassignedReason reason) {
    return described(reason).explanation;
}

std::optional<UnassignedReason> parse_unassigned_reason(std::string_view text) {
    for (auto const& row : kReasons)
        if (row.text == text) return row.reason;
    return std::nullopt;
}

}  // namespace farthing::payments
