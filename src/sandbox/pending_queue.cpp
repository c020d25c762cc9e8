#include "sandbox/pending_queue.hpp"

#include <algorithm>

#include "sandbox/rules.hpp"

namespace farthing::sandbox {

bool PendingQueue::full() const {
    return entries_.size() >= kMaxPending;
}

PendingQueue::Entry* PendingQueue::find(stellar::PublicKey const& source, std::uint32_t latest) {
    auto const entry = std::ranges::find_if(entries_, [&](Entry const& e) {
        return e.candidate.source() == source && e.waits(latest);
    });
    return entry == entries_.end() ? nullptr : &*entry;
}

std::vector<PendingQueue::Entry*> PendingQueue::waiting(std::uint32_t latest) {
    std::vector<Entry*> out;
    for (auto& entry : entries_)
        if (entry.waits(latest)) out.push_back(&entry);
    return out;
}

std::int64_t PendingQueue::bids_of(stellar::PublicKey const& fee_source,
                                   stellar::PublicKey const& except, std::uint32_t latest) const {
    std::int64_t sum = 0;
    for (auto const& entry : entries_) {
        bool const counts = entry.waits(latest) && entry.candidate.fee_source() == fee_source &&
                            entry.candidate.source() != except;
        // Each bid was admitted beside the others, so that together they are at most one balance.
        if (counts) sum += entry.candidate.fee_bid();
    }
    return sum;
}

void PendingQueue::put(Candidate candidate, std::uint32_t latest) {
    if (auto* entry = find(candidate.source(), latest))
        *entry = {.candidate = std::move(candidate)};
    else
        entries_.push_back({.candidate = std::move(candidate)});
}

void PendingQueue::confirm(std::uint32_t ledger) {
    std::erase_if(entries_, [&](Entry const& entry) { return !entry.waits(ledger); });
}

}  // namespace farthing::sandbox
