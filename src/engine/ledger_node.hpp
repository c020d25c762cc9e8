#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "sandbox/ledger.hpp"
#include "store/database.hpp"
#include "store/ledger_repository.hpp"

namespace farthing::engine {

/// The embedded ledger at work: takes transactions, closes ledgers in its rhythm, and tells those
/// who wait for one.
///
/// The sandbox::Ledger is touched only by commands on the database's writer, which run one by one.
/// All functions may be called from any thread; callbacks come on the writer's or the scheduler's
/// thread.
class LedgerNode {
public:
    struct Needs {
        store::Database& database;
        base::Scheduler& scheduler;
        base::Clock const& clock;
        base::Log& log;
    };
    struct Options {
        std::string passphrase;
        /// Between two ledgers while transactions wait. Zero: a ledger closes as soon as there is
        /// one.
        std::chrono::milliseconds close_interval = std::chrono::seconds(1);
    };
    template <class T>
    using Done = std::function<void(base::Result<T>)>;

    /// Opens the ledger, making its first ledgers if there are none. Throws std::runtime_error when
    /// the database refuses.
    LedgerNode(Needs needs, Options options);

    /// Begins to close ledgers.
    void start();

    void submit(stellar::Envelope envelope, Done<sandbox::Submission> done);

    /// In a ledger; or not valid; or neither after a while, which says nothing.
    struct TimedOut {
        stellar::TransactionHash hash;
    };
    using Outcome = std::variant<sandbox::ClosedTransaction, sandbox::Invalid, TimedOut>;
    void submit_and_wait(stellar::Envelope envelope, Done<Outcome> done);

    /// Gives `address` play money; done when it is in a ledger.
    void fund(stellar::PublicKey const& address, Done<Outcome> done);

    /// Closes a ledger whether it is time or not; answers its number once it is durable.
    void close_now(Done<std::uint32_t> done);

    /// Calls `work` once, after the next ledger that closes. To be called on the scheduler's
    /// thread, where `work` runs too.
    void after_close(std::function<void()> work) { after_close_.push_back(std::move(work)); }

    std::string const& passphrase() const { return options_.passphrase; }
    store::Database& database() { return needs_.database; }
    base::Scheduler& scheduler() { return needs_.scheduler; }

private:
    using Waiter = std::function<void(base::Result<Outcome>)>;
    struct Waiting {
        std::uint64_t id;
        Waiter done;
    };

    void offer(std::function<base::Result<sandbox::Submission>(store::LedgerRepository&)> admit,
               Done<sandbox::Submission> done);
    Done<sandbox::Submission> then_wait(Done<Outcome> done);
    void doubt(stellar::TransactionHash const& hash, sandbox::Invalid const& invalid,
               Done<Outcome> const& done);
    void wait_for(stellar::TransactionHash const& hash, Waiter done);
    void look_up(stellar::TransactionHash const& hash);
    void time_out(stellar::TransactionHash const& hash, std::uint64_t id);
    void tell(stellar::TransactionHash const& hash, sandbox::ClosedTransaction const& transaction);

    void tick();
    void close_if_due();
    void close();
    void closed(base::Result<sandbox::ClosedLedger> const& ledger);

    Needs needs_;
    Options options_;
    sandbox::Ledger ledger_;

    // Of the scheduler's thread.
    std::map<stellar::TransactionHash, std::vector<Waiting>> waiting_;
    std::uint64_t next_waiter_ = 0;
    std::vector<std::function<void()>> after_close_;
    std::vector<Done<std::uint32_t>> wanting_close_;   ///< Until the next close that begins.
    std::vector<Done<std::uint32_t>> awaiting_close_;  ///< Until the close under way ends.
    bool closing_ = false;
    bool work_waits_ = false;  ///< Something was submitted since the last close began.
    base::Timestamp last_close_;
};

}  // namespace farthing::engine
