#include "stellar/address.hpp"

#include "stellar/strkey.hpp"
#include "stellar/xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::size_t kKeyBytes = 32;

std::string strkey_of(PublicKey const& key) {
    return key.address();
}

std::string strkey_of(PreAuthorizedTransaction const& key) {
    return to_strkey(StrkeyKind::pre_auth_tx, key.hash);
}

std::string strkey_of(HashLock const& key) {
    return to_strkey(StrkeyKind::sha256_hash, key.hash);
}

std::string strkey_of(SignedPayload const& key) {
    if (key.payload.empty()) return key.key.address() + " with an empty payload";
    XdrWriter payload;
    payload.raw(key.key.bytes());
    payload.opaque(key.payload);
    return to_strkey(StrkeyKind::signed_payload, payload.take());
}

}  // namespace

std::string to_address(MuxedAccount const& account) {
    if (!account.id) return account.account.address();
    XdrWriter payload;
    payload.raw(account.account.bytes());
    payload.u64(*account.id);
    return to_strkey(StrkeyKind::muxed_account, payload.take());
}

base::Result<MuxedAccount> parse_address(std::string_view address) {
    auto const strkey = parse_strkey(address);
    if (!strkey) return strkey.error();
    bool const muxed = strkey->kind == StrkeyKind::muxed_account;
    if (!muxed && strkey->kind != StrkeyKind::account)
        return base::fail(base::Errc::invalid_request, "an account's address starts with G or M");
    XdrReader payload(strkey->payload);
    MuxedAccount out{.account = PublicKey(payload.fixed<kKeyBytes>())};
    if (muxed) out.id = payload.u64();
    return out;
}

std::string signer_address(SignerKey const& key) {
    return std::visit([](auto const& form) { return strkey_of(form); }, key);
}

}  // namespace farthing::stellar
