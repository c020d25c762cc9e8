#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "sandbox/verdicts.hpp"
#include "stellar/network.hpp"
#include "stellar/transaction.hpp"

namespace farthing::sandbox {

/// A transaction on its way into a ledger, with what is worth computing once.
struct Candidate {
    stellar::Envelope envelope;
    stellar::TransactionHash hash;  ///< Of a fee-bump: the outer.
    std::optional<stellar::TransactionHash> inner_hash = {};
    /// What is known of the signatures of inner(), and of those of the fee-bump around it. They
    /// are found out as they are needed, and change nothing; for one thread only.
    mutable Verdicts verdicts = {};
    mutable Verdicts fee_verdicts = {};

    /// The transaction that does the work, and its hash.
    stellar::SignedTransaction const& inner() const;
    stellar::TransactionHash const& hash_of_inner() const {
        return inner_hash ? *inner_hash : hash;
    }
    stellar::FeeBump const* fee_bump() const { return std::get_if<stellar::FeeBump>(&envelope); }

    stellar::PublicKey const& source() const { return inner().transaction.source.account; }
    stellar::PublicKey const& fee_source() const;
    /// The most that it offers to pay.
    std::int64_t fee_bid() const;
    /// For which number of operations it pays: a fee-bump counts as one more.
    std::int64_t paid_operations() const;
};

Candidate make_candidate(stellar::Envelope envelope, stellar::NetworkId const& network);

/// The ledger that a candidate is for.
struct NextLedger {
    std::uint32_t sequence;
    base::Timestamp closes_at;
};

/// Its close time as UNIX seconds.
std::uint64_t seconds_of(NextLedger const& ledger);

}  // namespace farthing::sandbox
