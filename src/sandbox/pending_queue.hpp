#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sandbox/candidate.hpp"

namespace farthing::sandbox {

/// The transactions that wait for a ledger, in the order of their arrival; at most kMaxPending.
///
/// A close may be undone after it ran, so it takes nothing out: it only notes in which ledger an
/// entry was settled. Whether that counts is told by the state at hand: an entry waits if it was
/// settled in no ledger up to the latest one there. confirm() removes entries when their ledger is
/// durable.
class PendingQueue {
public:
    struct Entry {
        Candidate candidate;
        std::uint32_t settled_in = 0;  ///< The ledger that applied or dropped it; 0 when none has.

        bool waits(std::uint32_t latest) const { return settled_in == 0 || settled_in > latest; }
    };

    bool full() const;
    std::size_t size() const { return entries_.size(); }

    /// The one that waits with this source account, or null. Valid until the queue changes.
    Entry* find(stellar::PublicKey const& source, std::uint32_t latest);
    /// All that wait, oldest first. Valid until the queue changes.
    std::vector<Entry*> waiting(std::uint32_t latest);
    /// What the waiting ones bid that this account pays for, but for the one from `except`.
    std::int64_t bids_of(stellar::PublicKey const& fee_source, stellar::PublicKey const& except,
                         std::uint32_t latest) const;

    /// In the place of the one that waits with the same source account, or behind all others.
    void put(Candidate candidate, std::uint32_t latest);
    /// Removes what was settled in ledgers up to this one.
    void confirm(std::uint32_t ledger);

private:
    /// A plain list: a search among a few thousand costs less than the signature check that goes
    /// with it.
    std::vector<Entry> entries_;
};

}  // namespace farthing::sandbox
