// Wallet messages from anybody: each is either a command or a refusal that names its fault.

#include "api/wallet_messages.hpp"
#include "base/ensure.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parsed = api::parse_wallet_message(base::as_text({data, size}));
    if (auto const* bad = std::get_if<api::BadMessage>(&parsed))
        base::ensure(!bad->message.empty());
    return 0;
}
