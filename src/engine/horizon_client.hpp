#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
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

/// Asks any Horizon: the embedded ledger's or the real network's. Callbacks run on the HTTP
/// client's thread.
class HorizonClient {
public:
    /// `url` is where Horizon's root lies, such as `https://horizon.stellar.org`.
    HorizonClient(http::Client& client, std::string url) : client_(client), url_(std::move(url)) {}

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
    /// Nothing when the account does not exist.
    void account(stellar::PublicKey const& address,
                 std::function<void(base::Result<std::optional<AccountState>>)> done);
    /// Asks the test network's friendbot for play money; done when it is in a ledger, or when the
    /// account had enough.
    void fund(stellar::PublicKey const& address, std::function<void(base::Result<void>)> done);

private:
    void submit_and_wait(Payment const& payment, std::function<void(payments::SubmitAnswer)> done);
    void get(std::string const& path, std::function<void(base::Result<http::ClientResponse>)> done);

    http::Client& client_;
    std::string url_;
};

}  // namespace farthing::engine
