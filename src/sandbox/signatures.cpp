#include "sandbox/signatures.hpp"

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/ensure.hpp"
#include "sandbox/rules.hpp"

namespace farthing::sandbox {
namespace {

using stellar::HashLock;
using stellar::PreAuthorizedTransaction;
using stellar::PublicKey;
using stellar::SignatureHint;
using stellar::SignedPayload;
using stellar::SignerKey;

SignatureHint last_four(base::ByteView bytes) {
    SignatureHint hint;
    std::ranges::copy(bytes.last(hint.size()), hint.begin());
    return hint;
}

}  // namespace

std::uint8_t threshold_of(AccountOptions const& options, Level level) {
    switch (level) {
        case Level::low:
            return options.low_threshold;
        case Level::medium:
            return options.medium_threshold;
        case Level::high:
            return options.high_threshold;
    }
    base::ensure(false);
    return 0;
}

SignatureHint hint_of(SignedPayload const& signer) {
    SignatureHint hint{};
    // A shorter payload is filled up with zeros at its end.
    if (signer.payload.size() < hint.size())
        std::ranges::copy(signer.payload, hint.begin());
    else
        hint = last_four(signer.payload);
    auto const key_hint = signer.key.hint();
    for (std::size_t i = 0; i < hint.size(); ++i) hint[i] ^= key_hint[i];
    return hint;
}

bool SignatureCheck::authorises(Account const& account, Level level) {
    SignerKey const own_key = account.id;
    std::array<Signer, kMaxSigners + 1> signers;
    std::size_t size = 0;
    auto const& options = account.options;
    if (options.master_weight > 0) signers[size++] = {&own_key, options.master_weight};
    base::ensure(options.signers.size() <= kMaxSigners);
    for (auto const& signer : options.signers) signers[size++] = {&signer.key, signer.weight};
    return reaches(
        {.signers = std::span(signers).first(size), .threshold = threshold_of(options, level)});
}

bool SignatureCheck::authorises(PublicKey const& account) {
    SignerKey const own_key = account;
    std::array<Signer, 1> signers{Signer{&own_key, 1}};
    return reaches({.signers = signers, .threshold = 0});
}

bool SignatureCheck::has_all(std::vector<SignerKey> const& signers) {
    if (signers.empty()) return true;
    std::vector<Signer> counted;
    for (auto const& key : signers) counted.push_back({&key, 1});
    auto const all = static_cast<std::uint32_t>(signers.size());
    return reaches({.signers = counted, .threshold = all});
}

bool SignatureCheck::Count::add(Signer& signer) {
    signer.key = nullptr;
    weight += signer.weight;
    return weight >= threshold;
}

bool SignatureCheck::reaches(Count count) {
    return reaches_by_itself(count) || reaches_by<HashLock>(count) ||
           reaches_by<PublicKey>(count) || reaches_by<SignedPayload>(count);
}

/// A transaction that an account has authorised beforehand needs no signature.
bool SignatureCheck::reaches_by_itself(Count& count) const {
    for (auto& signer : count.signers) {
        auto const* own = std::get_if<PreAuthorizedTransaction>(signer.key);
        if (own != nullptr && own->hash == hash_ && count.add(signer)) return true;
    }
    return false;
}

template <class Kind>
bool SignatureCheck::reaches_by(Count& count) {
    for (std::size_t i = 0; i < signatures_.size(); ++i) {
        auto const signer = std::ranges::find_if(
            count.signers, [&](Signer const& each) { return fits<Kind>(i, each); });
        if (signer == count.signers.end()) continue;
        used_.set(i);
        if (count.add(*signer)) return true;
    }
    return false;
}

template <class Kind>
bool SignatureCheck::fits(std::size_t index, Signer const& signer) const {
    auto const* key = std::get_if<Kind>(signer.key);
    return key != nullptr && is_of(index, *signer.key, *key);
}

bool SignatureCheck::is_of(std::size_t index, SignerKey const& signer, PublicKey const& key) const {
    auto const& signature = signatures_[index];
    return signature.hint == key.hint() && verdicts_.is_good(index, signature, signer, key, hash_);
}

bool SignatureCheck::is_of(std::size_t index, SignerKey const&, HashLock const& lock) const {
    auto const& signature = signatures_[index];
    return signature.hint == last_four(lock.hash) && base::sha256(signature.signature) == lock.hash;
}

bool SignatureCheck::is_of(std::size_t index, SignerKey const& signer,
                           SignedPayload const& payload) const {
    auto const& signature = signatures_[index];
    return signature.hint == hint_of(payload) &&
           verdicts_.is_good(index, signature, signer, payload.key, payload.payload);
}

}  // namespace farthing::sandbox
