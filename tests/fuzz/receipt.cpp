// Receipts from anybody: none that we did not sign is valid, and whatever reads is spelled in one
// way only.

#include "receipts/receipt.hpp"
#include "base/ensure.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = base::as_text({data, size});
    base::Secret const secret("a secret that no input can know");
    auto const now = base::Timestamp::from_seconds(0);
    base::ensure(receipts::verify(text, secret, now) != receipts::Verdict::valid);

    auto const payload = receipts::read(text);
    if (!payload) return 0;
    auto const issued = receipts::issue(*payload, secret);
    auto const again = receipts::read(issued);
    base::ensure(again.has_value() && *again == *payload);
    base::ensure(payload->expires_at <= now ||
                 receipts::verify(issued, secret, now) == receipts::Verdict::valid);
    return 0;
}
