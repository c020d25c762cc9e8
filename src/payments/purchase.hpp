#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "goods/good.hpp"
#include "payments/order.hpp"
#include "receipts/receipt.hpp"

namespace farthing::payments {

using PurchaseId = base::Ulid<struct PurchaseTag>;

/// What a settled order gave its buyer: the right to the good until it ends.
struct Purchase {
    PurchaseId id;
    OrderId order;
    std::string network;
    goods::GoodId good;
    stellar::PublicKey buyer;
    base::Stroops price;
    stellar::TransactionHash hash;
    std::int64_t ledger;
    std::uint32_t operation = 0;  ///< Which of the transaction's is the payment, from 0.
    base::Timestamp purchased_at;
    std::optional<base::Timestamp> expires_at;  ///< Absent: never.

    bool valid_at(base::Timestamp now) const { return !expires_at || now < *expires_at; }
};

/// How long a receipt lives when the purchase lives longer. A wallet asks for a new one when it
/// ends.
constexpr std::chrono::hours kReceiptLifetime(24);

struct IssuedReceipt {
    std::string text;
    base::Timestamp expires_at;
};

/// The receipt for a purchase that is valid at `now`. Its `jti` is the purchase's id and `ito` the
/// buyer's public key in hex.
IssuedReceipt issue_receipt(Purchase const& purchase, base::Secret const& shared_secret,
                            base::Timestamp now);

/// Whether a receipt says what one of this purchase may say: its id, its buyer, and an end that is
/// no later than the purchase's own. Who has guessed a shared secret can sign anything.
bool is_receipt_of(Purchase const& purchase, receipts::Payload const& receipt);

}  // namespace farthing::payments
