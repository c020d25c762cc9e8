#include "sandbox/verdicts.hpp"

#include <algorithm>

namespace farthing::sandbox {
namespace {

bool verify(stellar::DecoratedSignature const& signature, stellar::PublicKey const& key,
            base::ByteView message) {
    stellar::Signature bytes;
    if (signature.signature.size() != bytes.size()) return false;
    std::ranges::copy(signature.signature, bytes.begin());
    return stellar::verify(key, message, bytes);
}

}  // namespace

bool Verdicts::is_good(std::size_t index, stellar::DecoratedSignature const& signature,
                       stellar::SignerKey const& signer, stellar::PublicKey const& key,
                       base::ByteView message) {
    auto const [entry, fresh] = known_.try_emplace({index, signer}, false);
    if (fresh) entry->second = verify(signature, key, message);
    return entry->second;
}

}  // namespace farthing::sandbox
