#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"
#include "base/money.hpp"
#include "horizon/paging.hpp"
#include "payments/order.hpp"

/// Payments that arrive at a store's payout address, whoever sent them and however. Each is
/// recorded exactly once: as the payment of an order, or as unassigned. No money that came is ever
/// dropped.
namespace farthing::payments {

/// Why a payment is not that of an order. docs/payments.md explains each.
enum class UnassignedReason {
    no_memo,
    unknown_order,
    wrong_asset,
    other_destination,
    amount_too_small,
    order_under_way,
    order_already_settled,
    order_ended,
    account_created,
    account_merged,
    contract_transfer,
};

std::string_view to_text(UnassignedReason reason);
std::optional<UnassignedReason> parse_unassigned_reason(std::string_view text);
/// One plain sentence for the merchant.
std::string_view explain(UnassignedReason reason);

struct ReceivedPayment {
    std::string network;
    horizon::HistoryPosition operation;  ///< What makes it this payment and no other.
    stellar::PublicKey address;          ///< Where it arrived.
    stellar::PublicKey from;
    stellar::TransactionHash hash;  ///< The outer one of a fee bump.
    std::optional<stellar::TransactionHash> inner_hash;
    /// In units of 10^-7 of the asset. Absent where the network's record does not tell it.
    std::optional<base::Stroops> amount;
    std::string asset;  ///< `XLM` for lumens, `CODE:ISSUER` for everything else.
    std::optional<std::string> memo;
    base::Timestamp created_at;  ///< When its ledger closed.
    std::variant<OrderId, UnassignedReason> verdict;
};

/// An address whose payments are read.
struct FollowedAccount {
    stellar::PublicKey address;
    base::Timestamp since;    ///< When the first store with it was made.
    std::int64_t cursor = 0;  ///< All up to this position has been dealt with.
};

}  // namespace farthing::payments
