#include "payments/purchase.hpp"

#include <algorithm>

#include "base/encoding.hpp"

namespace farthing::payments {
namespace {

/// A receipt counts whole seconds; rounding up keeps a period of less than a second from being born
/// expired.
base::Timestamp in_whole_seconds(base::Timestamp end) {
    return base::Timestamp::from_seconds((end.ms() + 999) / 1000);
}

}  // namespace

IssuedReceipt issue_receipt(Purchase const& purchase, base::Secret const& shared_secret,
                            base::Timestamp now) {
    auto const longest = now + kReceiptLifetime;
    auto const end = purchase.expires_at ? std::min(*purchase.expires_at, longest) : longest;
    auto const expires_at = in_whole_seconds(end);
    receipts::Payload const payload{.expires_at = expires_at,
                                    .issued_to = base::to_hex(purchase.buyer.bytes()),
                                    .id = purchase.id.text()};
    return {.text = receipts::issue(payload, shared_secret), .expires_at = expires_at};
}

bool is_receipt_of(Purchase const& purchase, receipts::Payload const& receipt) {
    bool const in_time =
        !purchase.expires_at || receipt.expires_at <= in_whole_seconds(*purchase.expires_at);
    return in_time && receipt.id == purchase.id.text() &&
           receipt.issued_to == base::to_hex(purchase.buyer.bytes());
}

}  // namespace farthing::payments
