#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/scheduler.hpp"
#include "engine/request_gate.hpp"
#include "http/client.hpp"
#include "payments/settlement.hpp"
#include "stellar/keys.hpp"
#include "stellar/transaction.hpp"

namespace farthing::engine {

/// What a network says of an account.
struct AccountState {
    stellar::SequenceNumber sequence;
    base::Stroops balance;
    base::Stroops spendable;  ///< Without the reserve.
};

/// Asks any Horizon: the embedded ledger's or the real network's. All functions may be called from
/// any thread; callbacks run on the scheduler's.
///
/// When Horizon says that it has too much to do, all requests but those to friendbot wait as long
/// as it asks; one that waits longer than it may take is answered as if there had been no answer.
class HorizonClient {
public:
    /// `client` must call back on the scheduler's thread. `url` is where Horizon's root lies, such
    /// as `https://horizon.stellar.org`.
    HorizonClient(http::Client& client, base::Scheduler& scheduler, std::string url)
        : client_(client), scheduler_(scheduler), gate_(scheduler), url_(std::move(url)) {}

    /// Complete signed bytes, and their hash: of a fee-bump its own, not that of the transaction in
    /// it.
    struct Payment {
        base::Bytes envelope;
        stellar::TransactionHash hash;
    };
    /// Hands the bytes to the network without waiting for a ledger; where Horizon cannot do that,
    /// by its older way.
    void submit(Payment const& payment, std::function<void(payments::SubmitAnswer)> done);
    /// Finds a transaction also by its hash inside a fee-bump, whoever made that.
    void look_up(stellar::TransactionHash const& hash,
                 std::function<void(payments::LookUpAnswer)> done);
    /// The newest ledger that Horizon knows.
    void latest_ledger(std::function<void(std::optional<payments::LatestLedger>)> done);
    /// Which network it is of; nothing without an answer.
    void passphrase(std::function<void(std::optional<std::string>)> done);
    /// Nothing when the account does not exist.
    void account(stellar::PublicKey const& address,
                 std::function<void(base::Result<std::optional<AccountState>>)> done);
    /// Asks the test network's friendbot for play money; done when it is in a ledger, or when the
    /// account had enough.
    void fund(stellar::PublicKey const& address, std::function<void(base::Result<void>)> done);

private:
    using Submitted = std::function<void(payments::SubmitAnswer)>;
    using Answered = std::function<void(base::Result<http::ClientResponse>)>;

    void submit_async(Payment const& payment, Submitted const& done);
    void submit_and_wait(Payment const& payment, Submitted const& done);
    void remember_no_async();
    void get(std::string const& path, Answered done);
    void send(http::ClientRequest request, Answered done);
    void note(RequestGate::Pass pass, base::Result<http::ClientResponse> const& response);

    http::Client& client_;
    base::Scheduler& scheduler_;
    RequestGate gate_;
    std::string url_;
    bool has_async_ = true;  ///< As far as is known. Of the scheduler's thread.
};

}  // namespace farthing::engine
