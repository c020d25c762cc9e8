#include "sandbox/candidate.hpp"

namespace farthing::sandbox {

stellar::SignedTransaction const& Candidate::inner() const {
    if (auto const* bump = fee_bump()) return bump->inner;
    return std::get<stellar::SignedTransaction>(envelope);
}

stellar::PublicKey const& Candidate::fee_source() const {
    auto const* bump = fee_bump();
    return bump != nullptr ? bump->fee_source.account : source();
}

std::int64_t Candidate::fee_bid() const {
    auto const* bump = fee_bump();
    return bump != nullptr ? bump->fee : std::int64_t{inner().transaction.fee};
}

std::int64_t Candidate::paid_operations() const {
    auto const operations = static_cast<std::int64_t>(inner().transaction.operations.size());
    return fee_bump() != nullptr ? operations + 1 : operations;
}

Candidate make_candidate(stellar::Envelope envelope, stellar::NetworkId const& network) {
    auto const hash = stellar::hash_of(envelope, network);
    Candidate candidate{.envelope = std::move(envelope), .hash = hash};
    if (auto const* bump = candidate.fee_bump())
        candidate.inner_hash = stellar::hash_of(bump->inner.transaction, network);
    return candidate;
}

std::uint64_t seconds_of(NextLedger const& ledger) {
    return static_cast<std::uint64_t>(ledger.closes_at.seconds());
}

}  // namespace farthing::sandbox
