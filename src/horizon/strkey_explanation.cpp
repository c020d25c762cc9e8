#include "horizon/strkey_explanation.hpp"

#include "base/encoding.hpp"
#include "stellar/address.hpp"
#include "stellar/strkey.hpp"
#include "stellar/xdr.hpp"

namespace farthing::horizon {
namespace {

namespace json = base::json;

using stellar::StrkeyKind;

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::string_view words_for(StrkeyKind kind) {
    switch (kind) {
        case StrkeyKind::account:
            return "account: an ed25519 public key";
        case StrkeyKind::secret_seed:
            return "secret seed";
        case StrkeyKind::muxed_account:
            return "muxed account: an account with an id";
        case StrkeyKind::pre_auth_tx:
            return "signer: the hash of a transaction that was authorised beforehand";
        case StrkeyKind::sha256_hash:
            return "signer: the SHA-256 hash of a preimage";
        case StrkeyKind::signed_payload:
            return "signer: a key that has to sign a payload";
        case StrkeyKind::contract:
            return "contract";
        case StrkeyKind::liquidity_pool:
            return "liquidity pool";
        case StrkeyKind::claimable_balance:
            return "claimable balance";
    }
    base::ensure(false);
    return {};
}

/// What the payload is made of, for the kinds that hold more than one thing.
void add_parts(json::object& out, stellar::Strkey const& strkey) {
    stellar::XdrReader in(strkey.payload);
    if (strkey.kind == StrkeyKind::muxed_account) {
        out["account"] = stellar::PublicKey(in.fixed<32>()).address();
        out["id"] = std::to_string(in.u64());
    }
    if (strkey.kind == StrkeyKind::signed_payload) {
        out["key"] = stellar::PublicKey(in.fixed<32>()).address();
        out["signed_payload"] = base::to_hex(in.opaque(stellar::kMaxSignedPayload, "the payload"));
    }
}

base::Result<json::object> explain_secret(std::string_view text) {
    auto const key = stellar::KeyPair::parse_secret(text);
    if (!key) return key.error();
    return json::object{
        {"kind", words_for(StrkeyKind::secret_seed)},
        {"account", key->address()},
        {"warning", "This is a secret: who has it has the account. It is not shown."}};
}

}  // namespace

base::Result<json::object> explain_strkey(std::string_view text) {
    auto const stranger = text.find_first_not_of(kBase32);
    if (stranger != text.npos)
        return base::fail(
            base::Errc::invalid_request,
            "not a valid strkey: letters A to Z and digits 2 to 7 expected (at byte " +
                std::to_string(stranger) + ")");
    if (text.starts_with('S')) return explain_secret(text);
    auto const strkey = stellar::parse_strkey(text);
    if (!strkey) return strkey.error();
    json::object out{{"kind", words_for(strkey->kind)}, {"payload", base::to_hex(strkey->payload)}};
    add_parts(out, *strkey);
    return out;
}

}  // namespace farthing::horizon
