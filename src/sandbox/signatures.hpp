#pragma once

#include <vector>

#include "stellar/transaction.hpp"

namespace farthing::sandbox {

struct Signer {
    stellar::PublicKey key;
    std::uint32_t weight;
};

/// Who may sign for an account. An account that nothing has changed since its creation has one
/// signer, its own key, and thresholds of 0, which any one signature passes. No operation that
/// would change this is supported yet.
std::vector<Signer> signers_of(stellar::PublicKey const& account);
constexpr std::uint32_t kThreshold = 0;

/// The signatures of one envelope, and which of them have been of use: a signature that is good for
/// nothing makes a transaction invalid. References what it is made of.
class SignatureCheck {
public:
    SignatureCheck(stellar::TransactionHash const& hash,
                   std::vector<stellar::DecoratedSignature> const& signatures)
        : hash_(hash), signatures_(signatures), used_(signatures.size(), false) {}

    /// True when the signatures of these signers weigh at least `threshold`, and there is one at
    /// all. Each signer counts once, and each signature for one signer; what is not needed any more
    /// to reach the threshold is not used.
    bool reaches(std::vector<Signer> signers, std::uint32_t threshold = kThreshold);
    bool all_used() const;

private:
    bool fits(stellar::DecoratedSignature const& signature, stellar::PublicKey const& key) const;

    stellar::TransactionHash const& hash_;
    std::vector<stellar::DecoratedSignature> const& signatures_;
    std::vector<bool> used_;
};

}  // namespace farthing::sandbox
