#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/money.hpp"
#include "goods/good.hpp"
#include "payments/channel.hpp"
#include "stellar/transaction.hpp"

namespace farthing::payments {

using OrderId = base::Ulid<struct OrderTag>;

/// Where an order stands. It only ever moves down this list.
///
///     offered -> submitted -> settled
///         \          \-----> failed
///          \---------------> settled (paid from elsewhere, with the order's id as memo) or failed
enum class OrderState {
    offered,    ///< The wallet has the unsigned envelope. Nothing can be taken: the server has not
                ///< signed.
    submitted,  ///< The complete signed bytes are durable. The payment may happen at any time until
                ///< max_time.
    settled,    ///< In a closed ledger; there is exactly one purchase.
    failed,     ///< Ended without a sale, and no payment can come of it any more.
};

/// Why an order failed. The wallet socket's documentation explains each.
enum class FailureReason {
    cancelled,
    expired,
    insufficient_balance,
    account_missing,
    payee_missing,
    rejected,
};

std::string_view to_text(OrderState state);
std::string_view to_text(FailureReason reason);
std::optional<OrderState> parse_order_state(std::string_view text);
std::optional<FailureReason> parse_failure_reason(std::string_view text);

/// One plain sentence for the reader.
std::string_view explain(FailureReason reason);

/// A payment that the payer's own wallet built, in the place of the offered transaction.
struct WalletPayment {
    stellar::PublicKey payer;
    /// Of what is handed to the network: the fee-bump's around the payment, or the payment's own.
    stellar::TransactionHash submitted_hash;
    bool operator==(WalletPayment const&) const = default;
};

/// One reader's wish for one good. Price, payee and validity are frozen when it is offered.
struct Order {
    OrderId id;
    std::string network;
    goods::GoodId good;
    stores::StoreId store;
    std::string title;
    stellar::PublicKey buyer;
    stellar::PublicKey destination;
    base::Stroops price;
    std::optional<goods::ValidityPeriod> purchase_validity;
    ChannelNumber channel;
    stellar::SequenceNumber sequence;
    /// Of the transaction that pays: of the offered one, or of the one that a wallet built (the
    /// inner one, where it is wrapped into a fee-bump).
    stellar::TransactionHash hash;
    base::Bytes unsigned_envelope;     ///< The offered one.
    base::Bytes signed_envelope = {};  ///< From `submitted` on: what is handed to the network.
    base::Timestamp created_at;
    base::Timestamp expires_at;  ///< The max_time of the transaction that pays.
    OrderState state = OrderState::offered;
    std::optional<FailureReason> failure = {};
    std::optional<WalletPayment> wallet_payment = {};
};

/// A wallet's own transaction for one order, checked and ready for the network.
struct WalletSubmission {
    OrderId order;
    stellar::TransactionHash hash;  ///< Of the payment itself.
    base::Bytes envelope;
    base::Timestamp expires_at;  ///< The payment's max_time.
    WalletPayment payment;
};

/// A payment for an order that stands in a ledger, by another transaction than the one that the
/// order was offered or submitted with.
struct PaidElsewhere {
    stellar::TransactionHash hash;  ///< Of the payment itself.
    std::uint32_t operation;        ///< Which of its transaction's, from 0.
    std::int64_t ledger;
    WalletPayment payment;
};

/// The hash under which the network takes what is handed to it.
stellar::TransactionHash const& submitted_hash(Order const& order);

/// The channel account's sequence number once the order is paid. The offered transaction uses one
/// up, one that a wallet built does not.
stellar::SequenceNumber sequence_after_payment(Order const& order);

/// The channel account that the order holds: the source of the offered transaction, or of the fee.
stellar::PublicKey channel_of(Order const& order);

}  // namespace farthing::payments
