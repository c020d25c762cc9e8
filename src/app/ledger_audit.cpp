#include "app/ledger_audit.hpp"

#include <cstdio>
#include <stdexcept>

#include "sandbox/ledger.hpp"
#include "sandbox/replay.hpp"
#include "store/ledger_history.hpp"
#include "store/ledger_repository.hpp"

namespace farthing::app {
namespace {

constexpr std::uint32_t kLedgersAtOnce = 200;
constexpr std::uint32_t kTransactionsAtOnce = 1'000;
constexpr std::int64_t kTellEvery = 50'000;

std::vector<sandbox::ClosedTransaction> transactions_of(store::Transaction& transaction,
                                                        std::uint32_t ledger) {
    store::LedgerHistory history(transaction);
    return history.transactions(
        {.ledger = ledger, .include_failed = true},
        {.after = std::int64_t{ledger} << 32, .limit = kTransactionsAtOnce});
}

/// Replays the ledgers behind `sequence`; answers the last one, or `sequence` at the end.
base::Result<std::uint32_t> replay_some(store::Transaction& transaction, sandbox::Replay& replay,
                                        std::uint32_t sequence) {
    store::LedgerRepository repository(transaction);
    for (auto const& ledger :
         repository.list_ledgers({.after = sequence, .limit = kLedgersAtOnce})) {
        auto const same = replay.next(ledger, transactions_of(transaction, ledger.sequence));
        if (!same) return same.error();
        sequence = ledger.sequence;
    }
    return sequence;
}

base::Result<std::uint32_t> replay_all(store::Database& database, sandbox::Replay& replay) {
    std::uint32_t sequence = 0;
    std::int64_t told = 0;
    for (;;) {
        auto const last = database.read_now<std::uint32_t>([&](store::Transaction& transaction) {
            return replay_some(transaction, replay, sequence);
        });
        if (!last || *last == sequence) return last;
        sequence = *last;
        if (replay.transactions() < told + kTellEvery) continue;
        told = replay.transactions();
        std::fprintf(stderr, "  %lld transactions up to ledger %u\n", static_cast<long long>(told),
                     sequence);
    }
}

payments::Finding finding_of(std::string_view sentence, base::Result<void> const& result,
                             std::int64_t count) {
    payments::Finding finding{{"M2", sentence}};
    finding.looked_at = count;
    if (!result) finding.add(result.error().message);
    return finding;
}

}  // namespace

LedgerAudit audit_ledger(store::Database& database, std::string_view passphrase) {
    sandbox::Replay replay{std::string(passphrase)};
    auto const ledgers = replay_all(database, replay);
    LedgerAudit audit{.findings = {finding_of("every ledger follows from the one before it",
                                              ledgers ? base::Result<void>() : ledgers.error(),
                                              ledgers ? *ledgers : 0)},
                      .transactions = replay.transactions()};
    auto const accounts = database.read_now<bool>([&](store::Transaction& transaction) {
        store::LedgerRepository repository(transaction);
        audit.findings.push_back(
            finding_of("balances and fees are all the lumens there are, none is negative",
                       sandbox::check_conservation(repository), repository.totals().accounts));
        // What a broken history makes of the accounts says nothing.
        if (ledgers)
            audit.findings.push_back(finding_of("every account is what its history makes it",
                                                replay.compare_accounts(repository),
                                                replay.accounts()));
        return base::Result<bool>(true);
    });
    if (!accounts) throw std::runtime_error(accounts.error().message);
    return audit;
}

}  // namespace farthing::app
