#include "sandbox/closing.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/ensure.hpp"
#include "sandbox/accounts.hpp"
#include "sandbox/application.hpp"
#include "sandbox/fees.hpp"
#include "sandbox/ledger_header.hpp"
#include "sandbox/rules.hpp"
#include "sandbox/validity.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::sandbox {
namespace {

using stellar::TransactionResult;

/// Picks candidates against the state before the ledger, as the network's transaction sets are
/// checked.
class Selection {
public:
    Selection(Accounts& accounts, NextLedger const& ledger)
        : accounts_(accounts), ledger_(ledger) {}

    Fate decide(Candidate const& candidate) {
        auto const operations = candidate.inner().transaction.operations.size();
        if (full_ || operations_ + operations > kMaxOperationsPerLedger) {
            // What comes later waits as well, or a large transaction would wait for ever.
            full_ = true;
            return Fate::left;
        }
        if (sources_.contains(candidate.source())) return Fate::left;
        if (find_fault(candidate, accounts_, ledger_) || !can_pay(candidate)) return Fate::dropped;
        sources_.insert(candidate.source());
        operations_ += operations;
        return Fate::applied;
    }

private:
    /// Whether the fee source can pay for everything of it that was picked.
    bool can_pay(Candidate const& candidate) {
        auto& bids = bids_[candidate.fee_source()];
        auto const rest = available(*accounts_.find(candidate.fee_source())) - bids;
        if (rest < candidate.fee_bid()) return false;
        bids += candidate.fee_bid();
        return true;
    }

    Accounts& accounts_;
    NextLedger const& ledger_;
    std::set<stellar::PublicKey> sources_;
    std::map<stellar::PublicKey, std::int64_t> bids_;
    std::size_t operations_ = 0;
    bool full_ = false;
};

/// Charges the minimum: a bid is what somebody would pay when there are others to outbid.
std::int64_t charge_fee(Candidate const& candidate, Accounts& accounts) {
    auto& payer = accounts.change(candidate.fee_source());
    auto const fee = minimum_fee(candidate);
    base::ensure(payer.balance >= fee);
    payer.balance -= fee;
    return fee;
}

void count(LedgerHeader& header, Candidate const& candidate, TransactionResult const& result) {
    auto const operations =
        static_cast<std::uint32_t>(candidate.inner().transaction.operations.size());
    bool const successful = stellar::succeeded(result);
    header.fee_pool += result.fee_charged;
    header.all_operations += operations;
    header.operations += successful ? operations : 0;
    (successful ? header.successful_transactions : header.failed_transactions) += 1;
}

/// Applies what was picked; the fees of all are taken before the first is applied.
void apply_all(std::vector<Candidate const*> const& picked, Accounts& accounts,
               NextLedger const& ledger, Closing& closing) {
    std::vector<std::int64_t> fees;
    fees.reserve(picked.size());
    for (auto const* candidate : picked) fees.push_back(charge_fee(*candidate, accounts));
    for (std::size_t i = 0; i < picked.size(); ++i) {
        auto const& candidate = *picked[i];
        auto result = apply_transaction(candidate, accounts, ledger, picked);
        result.fee_charged = fees[i];
        count(closing.header, candidate, result);
        closing.transactions.push_back({.ledger = ledger.sequence,
                                        .order = static_cast<std::uint32_t>(i + 1),
                                        .closed_at = ledger.closes_at,
                                        .successful = stellar::succeeded(result),
                                        .hash = candidate.hash,
                                        .inner_hash = candidate.inner_hash,
                                        .envelope = stellar::encode_envelope(candidate.envelope),
                                        .result = stellar::encode_result(result)});
    }
}

void seal(Closing& closing) {
    auto& header = closing.header;
    header.transaction_set_hash = hash_of_transactions(header.previous_hash, closing.transactions);
    header.result_set_hash = hash_of_results(closing.transactions);
    header.hash = hash_of_header(header);
}

}  // namespace

NextLedger next_ledger(LedgerHeader const& previous, base::Timestamp now) {
    auto const whole_seconds = base::Timestamp::from_seconds(now.seconds());
    return {.sequence = previous.sequence + 1,
            .closes_at = std::max(previous.closed_at, whole_seconds)};
}

Closing close_ledger(Repository& repository, LedgerHeader const& previous,
                     std::vector<Candidate const*> const& candidates, base::Timestamp now) {
    auto const ledger = next_ledger(previous, now);
    Closing closing{.header = {.sequence = ledger.sequence,
                               .previous_hash = previous.hash,
                               .closed_at = ledger.closes_at,
                               .total_coins = previous.total_coins,
                               .fee_pool = previous.fee_pool}};
    Accounts accounts(repository);
    Selection selection(accounts, ledger);
    std::vector<Candidate const*> picked;
    for (auto const* candidate : candidates) {
        closing.fates.push_back(selection.decide(*candidate));
        if (closing.fates.back() == Fate::applied) picked.push_back(candidate);
    }
    apply_all(picked, accounts, ledger, closing);
    seal(closing);

    accounts.write(ledger.sequence);
    for (std::size_t i = 0; i < picked.size(); ++i)
        repository.append_transaction(closing.transactions[i],
                                      participants_of(picked[i]->envelope));
    repository.append_ledger(closing.header);
    return closing;
}

}  // namespace farthing::sandbox
