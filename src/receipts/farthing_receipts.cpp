#include "receipts/farthing_receipts.h"

#include "base/digest.hpp"
#include "receipts/receipt.hpp"

namespace {

using namespace farthing;

/// The latest expiry that a receipt can name. Later than this nothing is valid.
constexpr int64_t kMaxSeconds = 999'999'999'999'999;

std::string_view view(farthing_text text) {
    return {text.data, text.size};
}

}  // namespace

farthing_verdict farthing_receipt_verify(farthing_text receipt, farthing_text shared_secret,
                                         int64_t now_seconds) noexcept {
    if (now_seconds < 0 || now_seconds > kMaxSeconds) return FARTHING_RECEIPT_EXPIRED;
    auto const now = base::Timestamp::from_seconds(now_seconds);
    switch (receipts::verify(view(receipt), base::as_bytes(view(shared_secret)), now)) {
        case receipts::Verdict::valid:
            return FARTHING_RECEIPT_VALID;
        case receipts::Verdict::malformed:
            return FARTHING_RECEIPT_MALFORMED;
        case receipts::Verdict::wrong:
            return FARTHING_RECEIPT_WRONG;
        case receipts::Verdict::expired:
            return FARTHING_RECEIPT_EXPIRED;
    }
    return FARTHING_RECEIPT_MALFORMED;
}

int farthing_secret_equals(farthing_text text, farthing_text shared_secret) noexcept {
    if (shared_secret.size == 0) return 0;
    auto const given = base::sha256(base::as_bytes(view(text)));
    auto const right = base::sha256(base::as_bytes(view(shared_secret)));
    return base::equal_in_constant_time(given, right) ? 1 : 0;
}
