#include "engine/ledger_node.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/failpoint.hpp"
#include "store/ledger_history.hpp"

namespace farthing::engine {
namespace {

/// Without transactions a ledger closes now and then, so that ledger time goes on and time bounds
/// end.
constexpr std::chrono::milliseconds kIdleInterval(5'000);
/// How long POST /transactions waits for a ledger, as Horizon does by default.
constexpr std::chrono::milliseconds kWaitTimeout(30'000);
constexpr std::size_t kMaxWaiting = 10'000;

bool is_invalid(sandbox::Submission const& submission) {
    return std::holds_alternative<sandbox::Invalid>(submission.outcome);
}

}  // namespace

LedgerNode::LedgerNode(Needs needs, Options options)
    : needs_(needs),
      options_(std::move(options)),
      ledger_(options_.passphrase),
      last_close_(needs_.clock.now()) {
    auto const opened = needs_.database.write_now<bool>(
        [this](store::Transaction& transaction) -> base::Result<bool> {
            store::LedgerRepository repository(transaction);
            ledger_.open(repository, needs_.clock.now());
            store::list_old_history(transaction);
            return true;
        });
    if (!opened)
        throw std::runtime_error("the embedded ledger cannot be opened: " + opened.error().message);
}

void LedgerNode::start() {
    needs_.scheduler.post([this] { tick(); });
}

void LedgerNode::tick() {
    bool const immediate = options_.close_interval.count() == 0;
    close_if_due();
    needs_.scheduler.after(
        immediate ? kIdleInterval : std::min(options_.close_interval, kIdleInterval),
        [this] { tick(); });
}

void LedgerNode::close_if_due() {
    auto const idle = needs_.clock.now() - last_close_;
    // A clock that was set back must not stop the ledger.
    if (work_waits_ || idle >= kIdleInterval || idle.count() < 0) close();
}

/// One close at a time: until it is confirmed, what it applied is still in the queue.
void LedgerNode::close() {
    if (closing_) return;
    closing_ = true;
    work_waits_ = false;
    awaiting_close_ = std::exchange(wanting_close_, {});
    last_close_ = needs_.clock.now();
    needs_.database.write<sandbox::ClosedLedger>(
        [this](store::Transaction& transaction) -> base::Result<sandbox::ClosedLedger> {
            store::LedgerRepository repository(transaction);
            auto ledger = ledger_.close(repository, needs_.clock.now());
            base::failpoint("ledger.applied");
            return ledger;
        },
        [this](base::Result<sandbox::ClosedLedger> ledger) {
            base::failpoint("ledger.closed");
            // With a full queue this runs on the scheduler's thread, where the ledger is out of
            // reach.
            if (ledger) ledger_.confirm(*ledger);
            bool const more = !ledger || ledger_.pending() > 0;
            needs_.scheduler.post([this, ledger = std::move(ledger), more] {
                work_waits_ = work_waits_ || more;
                closed(ledger);
            });
        });
}

void LedgerNode::closed(base::Result<sandbox::ClosedLedger> const& ledger) {
    closing_ = false;
    for (auto const& done : std::exchange(awaiting_close_, {}))
        ledger ? done(ledger->header.sequence) : done(ledger.error());
    if (!ledger)
        return needs_.log.error("a ledger cannot be closed", {{"error", ledger.error().message}});
    for (auto const* hashes : {&ledger->transactions, &ledger->inner_hashes})
        for (auto const& hash : *hashes)
            if (waiting_.contains(hash)) look_up(hash);
    for (auto const& work : std::exchange(after_close_, {})) work();
    bool const immediate = options_.close_interval.count() == 0;
    if (!wanting_close_.empty() || (immediate && work_waits_)) close();
}

void LedgerNode::close_now(Done<std::uint32_t> done) {
    needs_.scheduler.post([this, done = std::move(done)] {
        wanting_close_.push_back(done);
        close();
    });
}

void LedgerNode::submit(stellar::Envelope envelope, Done<sandbox::Submission> done) {
    offer(
        [this, envelope = std::move(envelope)](
            store::LedgerRepository& repository) -> base::Result<sandbox::Submission> {
            return ledger_.submit(repository, envelope, needs_.clock.now());
        },
        std::move(done));
}

void LedgerNode::offer(
    std::function<base::Result<sandbox::Submission>(store::LedgerRepository&)> admit,
    Done<sandbox::Submission> done) {
    needs_.database.write<sandbox::Submission>(
        [admit = std::move(admit)](store::Transaction& transaction) {
            store::LedgerRepository repository(transaction);
            return admit(repository);
        },
        [this, done = std::move(done)](base::Result<sandbox::Submission> submission) {
            base::failpoint("ledger.admitted");
            bool const queued = submission && !is_invalid(*submission);
            if (queued)
                needs_.scheduler.post([this] {
                    work_waits_ = true;
                    if (options_.close_interval.count() == 0) close();
                });
            done(std::move(submission));
        });
}

void LedgerNode::submit_and_wait(stellar::Envelope envelope, Done<Outcome> done) {
    auto const hash = stellar::hash_of(envelope, ledger_.network());
    needs_.database.read<std::optional<sandbox::ClosedTransaction>>(
        [hash](store::Transaction& transaction)
            -> base::Result<std::optional<sandbox::ClosedTransaction>> {
            return store::LedgerRepository(transaction).find_transaction(hash);
        },
        [this, envelope = std::move(envelope),
         done = std::move(done)](base::Result<std::optional<sandbox::ClosedTransaction>> known) {
            if (!known) return done(known.error());
            if (*known) return done(Outcome(std::move(**known)));
            submit(envelope, then_wait(done));
        });
}

/// A transaction that may be tried later waits as well: Horizon does not tell its callers either,
/// it lets them time out.
LedgerNode::Done<sandbox::Submission> LedgerNode::then_wait(Done<Outcome> done) {
    return [this, done = std::move(done)](base::Result<sandbox::Submission> submission) {
        if (!submission) return done(submission.error());
        auto const hash = submission->hash;
        if (auto const* invalid = std::get_if<sandbox::Invalid>(&submission->outcome))
            return doubt(hash, *invalid, done);
        needs_.scheduler.post([this, hash, done] { wait_for(hash, done); });
    };
}

/// What is in a ledger already is not valid a second time. Who submits twice at once may learn that
/// before the first answer; so a refusal counts only when the hash is in no ledger.
void LedgerNode::doubt(stellar::TransactionHash const& hash, sandbox::Invalid const& invalid,
                       Done<Outcome> const& done) {
    needs_.database.read<Outcome>(
        [hash, invalid](store::Transaction& transaction) -> base::Result<Outcome> {
            auto known = store::LedgerRepository(transaction).find_transaction(hash);
            if (known) return Outcome(std::move(*known));
            return Outcome(invalid);
        },
        done);
}

void LedgerNode::wait_for(stellar::TransactionHash const& hash, Waiter done) {
    if (waiting_.size() >= kMaxWaiting) return done(Outcome(TimedOut{hash}));
    auto const id = next_waiter_++;
    waiting_[hash].push_back({.id = id, .done = std::move(done)});
    needs_.scheduler.after(kWaitTimeout, [this, hash, id] { time_out(hash, id); });
    // Its ledger may have closed before the waiter stood here.
    look_up(hash);
}

void LedgerNode::look_up(stellar::TransactionHash const& hash) {
    needs_.database.read<std::optional<sandbox::ClosedTransaction>>(
        [hash](store::Transaction& transaction)
            -> base::Result<std::optional<sandbox::ClosedTransaction>> {
            return store::LedgerRepository(transaction).find_transaction(hash);
        },
        [this, hash](base::Result<std::optional<sandbox::ClosedTransaction>> found) {
            if (!found || !*found) return;
            needs_.scheduler.post(
                [this, hash, transaction = std::move(**found)] { tell(hash, transaction); });
        });
}

void LedgerNode::tell(stellar::TransactionHash const& hash,
                      sandbox::ClosedTransaction const& transaction) {
    auto const node = waiting_.extract(hash);
    if (node.empty()) return;
    for (auto const& waiter : node.mapped()) waiter.done(Outcome(transaction));
}

void LedgerNode::time_out(stellar::TransactionHash const& hash, std::uint64_t id) {
    auto const entry = waiting_.find(hash);
    if (entry == waiting_.end()) return;
    auto& waiters = entry->second;
    auto const waiter =
        std::find_if(waiters.begin(), waiters.end(), [id](auto const& w) { return w.id == id; });
    if (waiter == waiters.end()) return;
    auto const done = std::move(waiter->done);
    waiters.erase(waiter);
    if (waiters.empty()) waiting_.erase(entry);
    done(Outcome(TimedOut{hash}));
}

/// In one command, so that two who ask at once do not get the same of friendbot's accounts.
void LedgerNode::fund(stellar::PublicKey const& address, Done<Outcome> done) {
    offer(
        [this, address](store::LedgerRepository& repository) -> base::Result<sandbox::Submission> {
            auto const now = needs_.clock.now();
            auto const envelope = ledger_.friendbot(repository, address, now);
            if (!envelope) return envelope.error();
            return ledger_.submit(repository, *envelope, now);
        },
        then_wait(std::move(done)));
}

}  // namespace farthing::engine
