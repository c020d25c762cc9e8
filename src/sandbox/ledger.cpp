#include "sandbox/ledger.hpp"

#include <stdexcept>

#include "sandbox/closing.hpp"
#include "sandbox/fees.hpp"
#include "sandbox/genesis.hpp"
#include "sandbox/validity.hpp"

namespace farthing::sandbox {
namespace {

LedgerHeader latest_of(Repository& repository) {
    auto const latest = repository.latest_ledger();
    base::ensure(latest.has_value());
    return *latest;
}

/// The same bytes once more, or the inner transaction of a fee-bump that waits.
bool is_duplicate(Candidate const& waiting, Candidate const& candidate) {
    if (candidate.fee_bump() == nullptr && waiting.inner_hash == candidate.hash) return true;
    return waiting.envelope == candidate.envelope;
}

/// What a transaction meets when another one of the same source account waits. Nothing: it takes
/// that one's place.
std::optional<decltype(Submission::outcome)> meet(Candidate const& waiting,
                                                  Candidate const& candidate) {
    auto const waiting_sequence = waiting.inner().transaction.sequence;
    auto const sequence = candidate.inner().transaction.sequence;
    if (is_duplicate(waiting, candidate)) return Duplicate{};
    if (sequence < waiting_sequence)
        return Invalid{{.code = stellar::TransactionCode::bad_sequence}};
    if (candidate.fee_bump() == nullptr || sequence != waiting_sequence) return TryAgainLater{};

    auto const enough = replacement_bid(waiting, candidate);
    if (candidate.fee_bid() < enough)
        return Invalid{{.fee_charged = enough, .code = stellar::TransactionCode::insufficient_fee}};
    return std::nullopt;
}

}  // namespace

Ledger::Ledger(std::string passphrase)
    : passphrase_(std::move(passphrase)),
      network_(stellar::network_id(passphrase_)),
      friendbot_(passphrase_) {}

void Ledger::open(Repository& repository, base::Timestamp now) {
    if (!repository.latest_ledger()) found_network(repository, network_, friendbot_, now);
    if (!is_founded(repository, network_, friendbot_))
        throw std::runtime_error(
            "the ledger in this database belongs to a network with another passphrase than \"" +
            passphrase_ + "\"");
}

Submission Ledger::submit(Repository& repository, stellar::Envelope const& envelope,
                          base::Timestamp now) {
    auto candidate = make_candidate(envelope, network_);
    auto const hash = candidate.hash;
    auto const latest = latest_of(repository);

    auto const* waiting = queue_.find(candidate.source(), latest.sequence);
    if (waiting != nullptr) {
        if (auto const outcome = meet(waiting->candidate, candidate)) return {hash, *outcome};
    } else if (queue_.full()) {
        return {hash, TryAgainLater{}};
    }

    Accounts accounts(repository);
    auto fault = find_fault(candidate, accounts, next_ledger(latest, now));
    if (!fault) fault = find_fault_in_queue(accounts, candidate, latest.sequence);
    if (fault) return {hash, Invalid{*fault}};
    queue_.put(std::move(candidate), latest.sequence);
    return {hash, Pending{}};
}

std::optional<stellar::TransactionResult> Ledger::find_fault_in_queue(Accounts& accounts,
                                                                      Candidate const& candidate,
                                                                      std::uint32_t latest) {
    auto const bids = queue_.bids_of(candidate.fee_source(), candidate.source(), latest);
    auto const rest = available(*accounts.find(candidate.fee_source())) - bids;
    if (rest >= candidate.fee_bid()) return std::nullopt;
    return stellar::TransactionResult{.code = stellar::TransactionCode::insufficient_balance};
}

ClosedLedger Ledger::close(Repository& repository, base::Timestamp now) {
    auto const previous = latest_of(repository);
    auto const waiting = queue_.waiting(previous.sequence);
    std::vector<Candidate const*> candidates;
    candidates.reserve(waiting.size());
    for (auto const* entry : waiting) candidates.push_back(&entry->candidate);

    auto const closing = close_ledger(repository, previous, candidates, now);
    // Also those that are left: an earlier close, undone since, may have noted something else.
    for (std::size_t i = 0; i < waiting.size(); ++i)
        waiting[i]->settled_in = closing.fates[i] == Fate::left ? 0 : closing.header.sequence;

    ClosedLedger closed{.header = closing.header};
    for (auto const& transaction : closing.transactions) {
        closed.transactions.push_back(transaction.hash);
        if (transaction.inner_hash) closed.inner_hashes.push_back(*transaction.inner_hash);
    }
    return closed;
}

void Ledger::confirm(ClosedLedger const& closed) {
    queue_.confirm(closed.header.sequence);
}

std::size_t Ledger::pending() const {
    return queue_.size();
}

base::Result<stellar::Envelope> Ledger::friendbot(Repository& repository,
                                                  stellar::PublicKey const& address,
                                                  base::Timestamp now) {
    auto const latest = latest_of(repository);
    // Asked again before the ledger has closed, or in a command that runs again: the same gift, not
    // another one.
    for (auto const* entry : queue_.waiting(latest.sequence))
        if (friendbot_.gives_to(address, entry->candidate.inner().transaction))
            return entry->candidate.envelope;
    return friendbot_.give(repository, address, next_ledger(latest, now), network_,
                           [&](stellar::PublicKey const& minion) {
                               return queue_.find(minion, latest.sequence) == nullptr;
                           });
}

}  // namespace farthing::sandbox
