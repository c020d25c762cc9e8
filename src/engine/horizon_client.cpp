#include "engine/horizon_client.hpp"

#include "base/encoding.hpp"
#include "engine/http_answer.hpp"
#include "horizon/remote.hpp"
#include "http/request.hpp"

namespace farthing::engine {
namespace {

using base::Errc;
using base::Result;
using http::ClientRequest;
using http::ClientResponse;

/// Friendbot answers only when its transaction is in a ledger, which takes some seconds on a real
/// test network.
constexpr std::chrono::seconds kFriendbotTimeout(30);

/// How long a Horizon without POST /transactions_async is not asked for it again.
constexpr std::chrono::minutes kAskForAsyncAfter(10);

payments::SubmitAnswer to_answer(horizon::Submission const& submission) {
    switch (submission.state) {
        case horizon::SubmissionState::accepted:
            return payments::Accepted{};
        case horizon::SubmissionState::try_later:
            return payments::TryLater{submission.retry_after};
        case horizon::SubmissionState::rejected:
            return payments::Refused{*submission.result};
        case horizon::SubmissionState::unknown:
        case horizon::SubmissionState::unsupported:
            return payments::NoAnswer{};
    }
    return payments::NoAnswer{};
}

Result<horizon::HttpAnswer> http_answer(Result<ClientResponse> const& response) {
    if (!response) return response.error();
    return to_http_answer(*response);
}

ClientRequest post_envelope(std::string url, base::Bytes const& envelope) {
    return {.method = http::Method::post,
            .url = std::move(url),
            .fields = {{"Content-Type", "application/x-www-form-urlencoded"}},
            .body = "tx=" + http::percent_encode(base::to_base64(envelope))};
}

/// A transaction whose result this program cannot read was still applied or not: its flag tells.
stellar::TransactionResult result_of(horizon::RemoteTransaction const& transaction) {
    if (transaction.result) return *transaction.result;
    auto const code = transaction.successful ? stellar::TransactionCode::success
                                             : stellar::TransactionCode::failed;
    return {.fee_charged = transaction.fee_charged.value(), .code = code};
}

payments::LookUpAnswer to_look_up(Result<ClientResponse> const& response,
                                  stellar::TransactionHash const& hash) {
    if (!response) return payments::NoAnswer{};
    if (response->status == 404) return payments::NotInLedger{};
    if (response->status != 200) return payments::NoAnswer{};
    auto const transaction = horizon::parse_transaction(response->body);
    if (!transaction || transaction->hash != hash) return payments::NoAnswer{};
    return payments::InLedger{.ledger = transaction->ledger, .result = result_of(*transaction)};
}

base::Error bad_status(ClientResponse const& response) {
    return base::fail(Errc::unavailable,
                      "the network's Horizon answered " + std::to_string(response.status));
}

Result<std::optional<AccountState>> to_account(Result<ClientResponse> const& response) {
    if (!response) return response.error();
    if (response->status == 404) return std::optional<AccountState>();
    if (response->status != 200) return bad_status(*response);
    auto const account = horizon::parse_account(response->body);
    if (!account) return account.error();
    return std::optional(AccountState{.sequence = account->sequence,
                                      .balance = account->balance,
                                      .spendable = horizon::spendable(*account)});
}

std::optional<horizon::RemoteRoot> to_root(Result<ClientResponse> const& response) {
    if (!response || response->status != 200) return std::nullopt;
    auto root = horizon::parse_root(response->body);
    return root ? std::optional(std::move(*root)) : std::nullopt;
}

Result<void> to_funded(Result<ClientResponse> const& response) {
    if (!response) return response.error();
    if (response->status == 200) return {};
    // It has enough: "account already funded to starting balance", in older words
    // createAccountAlreadyExist (op_already_exists).
    bool const has_enough =
        response->status == 400 && (response->body.find("already funded") != std::string::npos ||
                                    response->body.find("op_already_exists") != std::string::npos);
    return has_enough ? Result<void>() : bad_status(*response);
}

}  // namespace

void HorizonClient::get(std::string const& path, Answered done) {
    send({.url = url_ + path}, std::move(done));
}

void HorizonClient::send(ClientRequest request, Answered done) {
    scheduler_.post([this, request = std::move(request), done = std::move(done)] {
        auto const go = [this, request, done](RequestGate::Pass pass) {
            client_.send(request, [this, pass, done](Result<ClientResponse> response) {
                note(pass, response);
                done(std::move(response));
            });
        };
        gate_.enter(request.timeout, go, [done](base::Error error) { done(std::move(error)); });
    });
}

void HorizonClient::note(RequestGate::Pass pass, Result<ClientResponse> const& response) {
    if (!response) return gate_.unanswered(pass);
    auto const overload = horizon::overload_of(*http_answer(response));
    overload ? gate_.overloaded(pass, overload->told) : gate_.answered(pass);
}

void HorizonClient::submit(Payment const& payment, Submitted done) {
    scheduler_.post([this, payment, done = std::move(done)] {
        has_async_ ? submit_async(payment, done) : submit_and_wait(payment, done);
    });
}

void HorizonClient::submit_async(Payment const& payment, Submitted const& done) {
    send(post_envelope(url_ + "/transactions_async", payment.envelope),
         [this, payment, done](Result<ClientResponse> const& response) {
             auto const submission = horizon::classify_async(http_answer(response), payment.hash);
             if (submission.state != horizon::SubmissionState::unsupported)
                 return done(to_answer(submission));
             remember_no_async();
             submit_and_wait(payment, done);
         });
}

/// Not for ever: Horizon may be replaced by a newer one while this program runs.
void HorizonClient::remember_no_async() {
    if (!has_async_) return;
    has_async_ = false;
    scheduler_.after(kAskForAsyncAfter, [this] { has_async_ = true; });
}

void HorizonClient::submit_and_wait(Payment const& payment, Submitted const& done) {
    send(post_envelope(url_ + "/transactions", payment.envelope),
         [hash = payment.hash, done](Result<ClientResponse> const& response) {
             done(to_answer(horizon::classify_sync(http_answer(response), hash)));
         });
}

void HorizonClient::look_up(stellar::TransactionHash const& hash,
                            std::function<void(payments::LookUpAnswer)> done) {
    get("/transactions/" + base::to_hex(hash),
        [hash, done = std::move(done)](Result<ClientResponse> const& response) {
            done(to_look_up(response, hash));
        });
}

void HorizonClient::latest_ledger(std::function<void(std::optional<payments::LatestLedger>)> done) {
    get("/", [done = std::move(done)](Result<ClientResponse> const& response) {
        auto const root = to_root(response);
        if (!root) return done(std::nullopt);
        done(payments::LatestLedger{.number = root->latest_ledger,
                                    .closed_at = root->latest_closed_at});
    });
}

void HorizonClient::passphrase(std::function<void(std::optional<std::string>)> done) {
    get("/", [done = std::move(done)](Result<ClientResponse> const& response) {
        auto const root = to_root(response);
        done(root ? std::optional(root->passphrase) : std::nullopt);
    });
}

void HorizonClient::account(stellar::PublicKey const& address,
                            std::function<void(Result<std::optional<AccountState>>)> done) {
    get("/accounts/" + address.address(),
        [done = std::move(done)](Result<ClientResponse> const& response) {
            done(to_account(response));
        });
}

/// Friendbot is a server of its own, and when it is busy nobody else has to wait.
void HorizonClient::fund(stellar::PublicKey const& address,
                         std::function<void(Result<void>)> done) {
    ClientRequest request{.url = url_ + "/friendbot?addr=" + address.address(),
                          .timeout = kFriendbotTimeout};
    client_.send(std::move(request),
                 [done = std::move(done)](Result<ClientResponse> const& response) {
                     done(to_funded(response));
                 });
}

}  // namespace farthing::engine
