#include "payments/purchase.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "receipts/receipt.hpp"

namespace farthing::payments {

IssuedReceipt issue_receipt(Purchase const& purchase, base::Secret const& shared_secret,
                            base::Timestamp now) {
    auto const longest = now + kReceiptLifetime;
    auto const end = purchase.expires_at ? std::min(*purchase.expires_at, longest) : longest;
    // A receipt counts whole seconds; rounding up keeps a period of less than a second from being
    // born expired.
    auto const expires_at = base::Timestamp::from_seconds((end.ms() + 999) / 1000);
    receipts::Payload const payload{.expires_at = expires_at,
                                    .issued_to = base::to_hex(purchase.buyer.bytes()),
                                    .id = purchase.id.text()};
    return {.text = receipts::issue(payload, shared_secret), .expires_at = expires_at};
}

}  // namespace farthing::payments
