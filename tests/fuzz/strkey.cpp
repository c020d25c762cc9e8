// Strkeys from anybody: each key has one spelling only, and whoever reads one reads the same.

#include "stellar/strkey.hpp"

#include "base/ensure.hpp"
#include "stellar/address.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = base::as_text({data, size});
    auto const strkey = stellar::parse_strkey(text);
    auto const account = stellar::PublicKey::parse(text);
    auto const address = stellar::parse_address(text);
    if (!strkey) {
        base::ensure(!account && !address && !strkey.error().message.empty());
        return 0;
    }
    base::ensure(stellar::to_strkey(strkey->kind, strkey->payload) == text);
    bool const is_account = strkey->kind == stellar::StrkeyKind::account;
    bool const is_muxed = strkey->kind == stellar::StrkeyKind::muxed_account;
    base::ensure(account.has_value() == is_account);
    base::ensure(address.has_value() == (is_account || is_muxed));
    base::ensure(!account || account->address() == text);
    base::ensure(!address || stellar::to_address(*address) == text);
    return 0;
}
