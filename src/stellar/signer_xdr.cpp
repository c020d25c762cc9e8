#include "stellar/signer_xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::int32_t kEd25519 = 0;
constexpr std::int32_t kPreAuthorized = 1;
constexpr std::int32_t kHashLock = 2;
constexpr std::int32_t kSignedPayload = 3;

void write_key(XdrWriter& out, PublicKey const& key) {
    out.i32(kEd25519);
    out.raw(key.bytes());
}

void write_key(XdrWriter& out, PreAuthorizedTransaction const& key) {
    out.i32(kPreAuthorized);
    out.raw(key.hash);
}

void write_key(XdrWriter& out, HashLock const& key) {
    out.i32(kHashLock);
    out.raw(key.hash);
}

void write_key(XdrWriter& out, SignedPayload const& key) {
    base::ensure(key.payload.size() <= kMaxSignedPayload);
    out.i32(kSignedPayload);
    out.raw(key.key.bytes());
    out.opaque(key.payload);
}

}  // namespace

SignerKey read_signer_key(XdrReader& in) {
    auto const type = in.i32();
    if (type < kEd25519 || type > kSignedPayload)
        in.reject("unknown type of signer " + std::to_string(type));
    auto const bytes = in.fixed<32>();
    if (type == kPreAuthorized) return PreAuthorizedTransaction{bytes};
    if (type == kHashLock) return HashLock{bytes};
    if (type == kSignedPayload)
        return SignedPayload{.key = PublicKey(bytes),
                             .payload = in.opaque(kMaxSignedPayload, "a signer's payload")};
    return PublicKey(bytes);
}

void write_signer_key(XdrWriter& out, SignerKey const& key) {
    std::visit([&](auto const& form) { write_key(out, form); }, key);
}

}  // namespace farthing::stellar
