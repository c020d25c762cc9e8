#pragma once

#include <bitset>
#include <span>
#include <vector>

#include "sandbox/repository.hpp"
#include "sandbox/verdicts.hpp"
#include "stellar/transaction.hpp"

namespace farthing::sandbox {

/// How much weight an operation needs: an account has a threshold for each.
enum class Level { low, medium, high };

std::uint8_t threshold_of(AccountOptions const& options, Level level);

/// The signatures of one envelope, and which of them have been of use: a signature that is good for
/// nothing makes a transaction invalid. References what it is made of.
class SignatureCheck {
public:
    /// `verdicts` are those of this hash and this list.
    SignatureCheck(stellar::TransactionHash const& hash,
                   std::vector<stellar::DecoratedSignature> const& signatures, Verdicts& verdicts)
        : hash_(hash), signatures_(signatures), verdicts_(verdicts) {}

    /// True when the signers of the account who signed weigh at least its threshold, and there is
    /// one at all. They are counted in stellar-core's order: the transaction itself as a signer,
    /// then preimages, then signatures of the hash, then signatures of payloads. Each signer counts
    /// once, and each signature for one signer; what is not needed any more to reach the threshold
    /// is not used.
    bool authorises(Account const& account, Level level);
    /// The same for an account that does not exist yet: its key signs for it.
    bool authorises(stellar::PublicKey const& account);
    /// True when there is a signature of each of these, at most two signers.
    bool has_all(std::vector<stellar::SignerKey> const& signers);

    /// True when each signature was used for a check before.
    bool all_used() const { return used_.count() == signatures_.size(); }

private:
    struct Signer {
        stellar::SignerKey const* key;  ///< Null when it has been counted.
        std::uint32_t weight;
    };
    struct Count {
        std::span<Signer> signers;
        std::uint32_t threshold;
        std::uint32_t weight = 0;

        /// True when that is enough.
        bool add(Signer& signer);
    };

    bool reaches(Count count);
    bool reaches_by_itself(Count& count) const;
    template <class Kind>
    bool reaches_by(Count& count);
    template <class Kind>
    bool fits(std::size_t index, Signer const& signer) const;

    bool is_of(std::size_t index, stellar::SignerKey const& signer,
               stellar::PublicKey const& key) const;
    bool is_of(std::size_t index, stellar::SignerKey const& signer,
               stellar::HashLock const& lock) const;
    bool is_of(std::size_t index, stellar::SignerKey const& signer,
               stellar::SignedPayload const& payload) const;

    stellar::TransactionHash const& hash_;
    std::vector<stellar::DecoratedSignature> const& signatures_;
    Verdicts& verdicts_;
    std::bitset<stellar::kMaxSignatures> used_;
};

/// The hint that goes with a signature of this payload (CAP-40).
stellar::SignatureHint hint_of(stellar::SignedPayload const& signer);

}  // namespace farthing::sandbox
