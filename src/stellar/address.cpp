#include "stellar/address.hpp"

#include <algorithm>
#include <array>

#include "stellar/strkey.hpp"
#include "stellar/xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::size_t kKeyBytes = 32;

/// In the order of SignerKeyType.
constexpr std::array<StrkeyKind, 4> kSignerKinds{StrkeyKind::account, StrkeyKind::pre_auth_tx,
                                                 StrkeyKind::sha256_hash,
                                                 StrkeyKind::signed_payload};

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

std::string signer_address(base::ByteView signer_key) {
    XdrReader in(signer_key);
    auto const type = in.u32();
    base::ensure(in.ok() && type < kSignerKinds.size());
    return to_strkey(kSignerKinds[type], signer_key.subspan(in.position()));
}

}  // namespace farthing::stellar
