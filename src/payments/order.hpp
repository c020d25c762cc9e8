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
///          \---------------> failed
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
    stellar::TransactionHash hash;
    base::Bytes unsigned_envelope;
    base::Bytes signed_envelope = {};  ///< From `submitted` on.
    base::Timestamp created_at;
    base::Timestamp expires_at;  ///< The transaction's max_time.
    OrderState state = OrderState::offered;
    std::optional<FailureReason> failure = {};
};

/// The channel account that is the source of the order's transaction.
stellar::PublicKey channel_of(Order const& order);

}  // namespace farthing::payments
