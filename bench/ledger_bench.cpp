// How many transactions a second the embedded ledger takes, checks, applies and makes durable, and
// how much of that time the ed25519 verifications alone would take.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <latch>

#include "sandbox/genesis.hpp"
#include "sandbox/ledger.hpp"
#include "store/ledger_repository.hpp"
#include "store/threaded_database.hpp"

namespace {

using namespace farthing;
using Seconds = std::chrono::duration<double>;
using SteadyClock = std::chrono::steady_clock;

constexpr char const* kPassphrase = "a ledger to measure";
constexpr std::size_t kAccounts = sandbox::kMaxOperationsPerLedger;
constexpr std::size_t kLedgers = 20;
constexpr auto kNow = base::Timestamp::from_seconds(1'790'000'000);

stellar::KeyPair key_of(std::size_t number) {
    return stellar::KeyPair::from_seed({static_cast<std::uint8_t>(number & 0xff),
                                        static_cast<std::uint8_t>(number >> 8 & 0xff), 7});
}

/// The ledger with its database, driven as the server drives it: every submission a command of its
/// own, every close another one.
class LedgerUnderLoad {
public:
    explicit LedgerUnderLoad(std::filesystem::path const& folder)
        : database_(
              {.file = folder / "ledger.db", .on_fatal = [](std::string const&) { std::abort(); }},
              store::ledger_schema()) {
        command([this](store::LedgerRepository& repository) { ledger_.open(repository, kNow); });
    }

    void submit_all(std::vector<stellar::Envelope> const& envelopes) {
        std::latch done(static_cast<std::ptrdiff_t>(envelopes.size()));
        for (auto const& envelope : envelopes)
            database_.write<bool>(
                [this, &envelope](store::Transaction& transaction) -> base::Result<bool> {
                    store::LedgerRepository repository(transaction);
                    auto const submission = ledger_.submit(repository, envelope, kNow);
                    base::ensure(std::holds_alternative<sandbox::Pending>(submission.outcome));
                    return true;
                },
                [&done](base::Result<bool> const& taken) {
                    base::ensure(taken.has_value());
                    done.count_down();
                });
        done.wait();
    }

    std::size_t close() {
        sandbox::ClosedLedger closed;
        command(
            [&](store::LedgerRepository& repository) { closed = ledger_.close(repository, kNow); });
        ledger_.confirm(closed);
        return closed.header.successful_transactions;
    }

    stellar::SequenceNumber sequence_of(stellar::PublicKey const& id) {
        stellar::SequenceNumber sequence = 0;
        command([&](store::LedgerRepository& repository) {
            sequence = repository.find_account(id)->sequence;
        });
        return sequence;
    }

    stellar::NetworkId const& network() const { return ledger_.network(); }

private:
    void command(std::function<void(store::LedgerRepository&)> work) {
        auto const done =
            database_.write_now<bool>([&](store::Transaction& transaction) -> base::Result<bool> {
                store::LedgerRepository repository(transaction);
                work(repository);
                return true;
            });
        base::ensure(done.has_value());
    }

    sandbox::Ledger ledger_{kPassphrase};
    store::ThreadedDatabase database_;
};

stellar::Envelope signed_by(stellar::Transaction transaction, stellar::KeyPair const& key,
                            stellar::NetworkId const& network) {
    auto const hash = stellar::hash_of(transaction, network);
    return stellar::SignedTransaction{std::move(transaction), {stellar::sign(hash, key)}};
}

void found_accounts(LedgerUnderLoad& ledger) {
    auto const root = sandbox::root_key(ledger.network());
    auto sequence = ledger.sequence_of(root.public_key());
    for (std::size_t begin = 0; begin < kAccounts; begin += stellar::kMaxOperations) {
        stellar::Transaction transaction{
            .source = {root.public_key()},
            .fee = sandbox::kBaseFee * static_cast<std::uint32_t>(stellar::kMaxOperations),
            .sequence = ++sequence};
        for (std::size_t i = begin; i < begin + stellar::kMaxOperations; ++i)
            transaction.operations.push_back(
                {.body = stellar::CreateAccount{key_of(i).public_key(), 1'000'000'000}});
        ledger.submit_all({signed_by(std::move(transaction), root, ledger.network())});
        base::ensure(ledger.close() == 1);
    }
}

/// One payment of each account to the next one.
std::vector<stellar::Envelope> payments(LedgerUnderLoad& ledger, std::size_t round) {
    std::vector<stellar::Envelope> out;
    for (std::size_t i = 0; i < kAccounts; ++i) {
        auto const key = key_of(i);
        static auto const first = ledger.sequence_of(key_of(0).public_key());
        // Accounts are founded a hundred to a ledger.
        auto const founded = static_cast<std::int64_t>(i / stellar::kMaxOperations) << 32;
        stellar::Transaction transaction{
            .source = {key.public_key()},
            .fee = sandbox::kBaseFee,
            .sequence = first + founded + static_cast<std::int64_t>(round) + 1,
            .operations = {
                {.body = stellar::Payment{
                     {key_of((i + 1) % kAccounts).public_key()}, stellar::NativeAsset{}, 1'000}}}};
        out.push_back(signed_by(std::move(transaction), key, ledger.network()));
    }
    return out;
}

/// Seconds for one verification, the median of several runs over the same signatures.
double verification_time(std::vector<stellar::Envelope> const& envelopes,
                         stellar::NetworkId const& network) {
    std::vector<double> runs;
    for (int run = 0; run < 5; ++run) {
        auto spent = Seconds(0);
        for (auto const& envelope : envelopes) {
            auto const& [transaction, signatures] = std::get<stellar::SignedTransaction>(envelope);
            auto const hash = stellar::hash_of(transaction, network);
            stellar::Signature signature;
            std::ranges::copy(signatures[0].signature, signature.begin());
            auto const begun = SteadyClock::now();
            base::ensure(stellar::verify(transaction.source.account, hash, signature));
            spent += SteadyClock::now() - begun;
        }
        runs.push_back(spent.count() / static_cast<double>(envelopes.size()));
    }
    std::ranges::sort(runs);
    return runs[runs.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return EXIT_FAILURE;
    LedgerUnderLoad ledger(arguments[1]);
    found_accounts(ledger);

    auto spent = Seconds(0);
    double verification = 0;
    for (std::size_t round = 0; round < kLedgers; ++round) {
        auto const envelopes = payments(ledger, round);
        if (round == 0) verification = verification_time(envelopes, ledger.network());
        auto const begun = SteadyClock::now();
        ledger.submit_all(envelopes);
        base::ensure(ledger.close() == envelopes.size());
        spent += SteadyClock::now() - begun;
    }
    auto const transactions = static_cast<double>(kAccounts * kLedgers);
    std::printf(
        "{\"transactions\":%.0f,\"per_second\":%.0f,\"microseconds_each\":%.1f,"
        "\"verification_microseconds\":%.1f,\"verification_share\":%.3f}\n",
        transactions, transactions / spent.count(), spent.count() / transactions * 1e6,
        verification * 1e6, verification * transactions / spent.count());
    return EXIT_SUCCESS;
}
