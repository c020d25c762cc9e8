#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "sandbox/accounts.hpp"
#include "sandbox/friendbot.hpp"
#include "sandbox/pending_queue.hpp"
#include "sandbox/repository.hpp"
#include "sandbox/rules.hpp"
#include "stellar/network.hpp"
#include "stellar/result_xdr.hpp"
#include "stellar/transaction.hpp"

namespace farthing::sandbox {

/// What the ledger answers to a submission.
struct Pending {};
struct Duplicate {};
struct TryAgainLater {};
struct Invalid {
    stellar::TransactionResult result;
};
struct Submission {
    stellar::TransactionHash hash;
    std::variant<Pending, Duplicate, TryAgainLater, Invalid> outcome;
};

/// One close: its header and the hashes of the transactions in it.
struct ClosedLedger {
    LedgerHeader header;
    std::vector<stellar::TransactionHash> transactions = {};  ///< Of fee-bumps the outer ones.
    std::vector<stellar::TransactionHash> inner_hashes = {};  ///< Of the fee-bumps among them.
};

/// A Stellar network in one object: checks transactions as stellar-core does, keeps those that
/// wait, and closes ledgers.
///
/// Has no clock, store or thread of its own. All calls come from one thread, each within a
/// transaction of the store, which may be undone and run again; therefore only confirm() takes
/// transactions out of the queue.
class Ledger {
public:
    explicit Ledger(std::string passphrase);

    /// Makes the first ledgers when there are none: the root account, whose seed is the network's
    /// id, owns all lumens; a real transaction of it founds friendbot's accounts. Call once, before
    /// all else. Throws std::runtime_error when the ledgers there are those of another passphrase.
    void open(Repository& repository, base::Timestamp now);

    /// Checks an envelope for admission to the next ledger and queues it. Of each source account
    /// one transaction waits at a time; a fee-bump of ten times its fee takes its place. Run again
    /// for the same envelope it answers Duplicate, which means to the caller what Pending means.
    /// What a ledger holds already is tx_bad_seq here: look the hash up first.
    Submission submit(Repository& repository, stellar::Envelope const& envelope,
                      base::Timestamp now);

    /// Applies what waits, in the order of arrival, and writes the new ledger; also an empty one.
    /// What was applied, and what is not valid any more, stays queued until confirm(), which says
    /// that the ledger is durable; a close that was undone is as if it had never been.
    ClosedLedger close(Repository& repository, base::Timestamp now);
    void confirm(ClosedLedger const& closed);

    /// How many transactions wait.
    std::size_t pending() const;

    /// A signed transaction that gives `address` 10,000 lumens: creates the account, or pays it
    /// when it has less than that. Submit it in the same command. While it waits, the same one is
    /// returned again. invalid_request in friendbot's words when it has enough; unavailable when
    /// all of friendbot's accounts have a transaction waiting.
    base::Result<stellar::Envelope> friendbot(Repository& repository,
                                              stellar::PublicKey const& address,
                                              base::Timestamp now);

    stellar::NetworkId const& network() const { return network_; }
    std::string const& passphrase() const { return passphrase_; }

private:
    /// A fault that only the queue knows of, or nothing.
    std::optional<stellar::TransactionResult> find_fault_in_queue(Accounts& accounts,
                                                                  Candidate const& candidate,
                                                                  std::uint32_t latest);

    std::string passphrase_;
    stellar::NetworkId network_;
    Friendbot friendbot_;
    PendingQueue queue_;
};

/// Balances and fee pool together are the total of coins, and no balance is negative. The error
/// says by how much not.
base::Result<void> check_conservation(Repository& repository);

}  // namespace farthing::sandbox
