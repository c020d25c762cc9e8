#include "sandbox/signatures.hpp"

#include <algorithm>

namespace farthing::sandbox {

std::vector<Signer> signers_of(stellar::PublicKey const& account) {
    return {{.key = account, .weight = 1}};
}

bool SignatureCheck::reaches(std::vector<Signer> signers, std::uint32_t threshold) {
    std::uint32_t weight = 0;
    for (std::size_t i = 0; i < signatures_.size(); ++i) {
        auto const signer = std::ranges::find_if(
            signers, [&](Signer const& s) { return fits(signatures_[i], s.key); });
        if (signer == signers.end()) continue;
        used_[i] = true;
        weight += signer->weight;
        if (weight >= threshold) return true;
        signers.erase(signer);
    }
    return false;
}

bool SignatureCheck::all_used() const {
    return std::ranges::all_of(used_, [](bool used) { return used; });
}

bool SignatureCheck::fits(stellar::DecoratedSignature const& signature,
                          stellar::PublicKey const& key) const {
    stellar::Signature bytes;
    if (signature.hint != key.hint() || signature.signature.size() != bytes.size()) return false;
    std::ranges::copy(signature.signature, bytes.begin());
    return stellar::verify(key, hash_, bytes);
}

}  // namespace farthing::sandbox
