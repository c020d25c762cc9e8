#include <cstdio>

#include "app/commands.hpp"
#include "app/runtime.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/replay.hpp"
#include "store/data_directory.hpp"
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

bool tell(char const* what, base::Result<void> const& result, std::int64_t count) {
    if (result)
        std::printf("ok       %s (%lld)\n", what, static_cast<long long>(count));
    else
        std::printf("BREACH   %s: %s\n", what, result.error().message.c_str());
    return result.has_value();
}

}  // namespace

int ledger_check(LedgerCheckOptions const& options) {
    Runtime runtime;
    store::DataDirectory const data(options.data_dir);
    store::ThreadedDatabase database(runtime.database_options(data.file("ledger.db")),
                                     store::ledger_schema());
    sandbox::Replay replay{std::string(stellar::kTestnetPassphrase)};
    auto const ledgers = replay_all(database, replay);
    bool good = tell("every ledger follows from the one before it",
                     ledgers ? base::Result<void>() : ledgers.error(), ledgers ? *ledgers : 0);
    auto const accounts = database.read_now<bool>([&](store::Transaction& transaction) {
        store::LedgerRepository repository(transaction);
        auto const sum = sandbox::check_conservation(repository);
        good &= tell("balances and fees are all the lumens there are, none is negative", sum,
                     repository.totals().accounts);
        // What a broken history makes of the accounts says nothing.
        if (ledgers)
            good &= tell("every account is what its history makes it",
                         replay.compare_accounts(repository), replay.accounts());
        return base::Result<bool>(true);
    });
    if (!accounts) throw std::runtime_error(accounts.error().message);
    std::printf("%lld transactions\n%s\n", static_cast<long long>(replay.transactions()),
                good ? "The ledger is whole." : "The ledger is damaged.");
    return good ? 0 : 1;
}

}  // namespace farthing::app
