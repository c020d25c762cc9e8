#include "stellar/signers.hpp"

#include <algorithm>

#include "base/digest.hpp"

namespace farthing::stellar {
namespace {

SignatureHint last_four(base::ByteArray<32> const& bytes) {
    return {bytes[28], bytes[29], bytes[30], bytes[31]};
}

SignatureHint hint_of_signer(PublicKey const& key) {
    return key.hint();
}

SignatureHint hint_of_signer(PreAuthorizedTransaction const& transaction) {
    return last_four(transaction.hash);
}

SignatureHint hint_of_signer(HashLock const& lock) {
    return last_four(lock.hash);
}

SignatureHint hint_of_signer(SignedPayload const& signer) {
    auto hint = signer.key.hint();
    auto const size = signer.payload.size();
    auto const from = size - std::min(size, hint.size());
    for (auto i = from; i < size; ++i) hint[i - from] ^= signer.payload[i];
    return hint;
}

bool verifies(PublicKey const& key, base::ByteView message, DecoratedSignature const& signature) {
    Signature bytes;
    if (signature.signature.size() != bytes.size()) return false;
    std::ranges::copy(signature.signature, bytes.begin());
    return verify(key, message, bytes);
}

bool is_by(PublicKey const& key, DecoratedSignature const& signature, TransactionHash const& hash) {
    return verifies(key, hash, signature);
}

bool is_by(PreAuthorizedTransaction const&, DecoratedSignature const&, TransactionHash const&) {
    return false;
}

bool is_by(HashLock const& lock, DecoratedSignature const& signature, TransactionHash const&) {
    return base::sha256(signature.signature) == lock.hash;
}

bool is_by(SignedPayload const& signer, DecoratedSignature const& signature,
           TransactionHash const&) {
    return verifies(signer.key, signer.payload, signature);
}

}  // namespace

SignatureHint signature_hint(SignerKey const& signer) {
    return std::visit([](auto const& form) { return hint_of_signer(form); }, signer);
}

bool is_signed_by(SignerKey const& signer, DecoratedSignature const& signature,
                  TransactionHash const& hash) {
    if (signature.hint != signature_hint(signer)) return false;
    return std::visit([&](auto const& form) { return is_by(form, signature, hash); }, signer);
}

}  // namespace farthing::stellar
