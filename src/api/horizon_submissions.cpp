#include "api/horizon_submissions.hpp"

#include "api/horizon_answers.hpp"
#include "base/encoding.hpp"
#include "horizon/async_submission.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::api {
namespace {

using base::Result;
using engine::LedgerNode;
using http::Request;
using http::Respond;
using http::Response;

/// An envelope that came in, with the text that it came as.
struct Received {
    std::string text;
    stellar::Envelope envelope;
};

std::variant<Received, horizon::Problem> receive(Request const& request) {
    auto const type = request.field("Content-Type").value_or("application/x-www-form-urlencoded");
    if (!http::equal_ignoring_case(type.substr(0, type.find(';')),
                                   "application/x-www-form-urlencoded"))
        return horizon::unsupported_media_type();
    auto text = form_field(request.body, "tx");
    if (!text) return horizon::transaction_malformed("", "the form field tx is missing");
    auto envelope = stellar::decode_envelope_base64(*text);
    if (!envelope) return horizon::transaction_malformed(*text, envelope.error().message);
    return Received{.text = std::move(*text), .envelope = std::move(*envelope)};
}

Response answer_async(sandbox::Submission const& submission) {
    horizon::AsyncSubmission answer{.status = horizon::AsyncStatus::pending,
                                    .hash = submission.hash};
    if (std::holds_alternative<sandbox::Duplicate>(submission.outcome))
        answer.status = horizon::AsyncStatus::duplicate;
    if (std::holds_alternative<sandbox::TryAgainLater>(submission.outcome))
        answer.status = horizon::AsyncStatus::try_again_later;
    if (auto const* invalid = std::get_if<sandbox::Invalid>(&submission.outcome)) {
        answer.status = horizon::AsyncStatus::error;
        answer.error = invalid->result;
    }
    return hal(horizon::to_json(answer), horizon::http_status(answer.status));
}

http::Handler submit_async(HorizonApi const& api) {
    return http::DeferredHandler([&api](Request const& request, Respond respond) {
        auto received = receive(request);
        if (auto const* problem = std::get_if<horizon::Problem>(&received))
            return respond(problem_response(*problem));
        api.node.submit(
            std::move(std::get<Received>(received).envelope),
            [respond = std::move(respond)](Result<sandbox::Submission> submission) {
                respond(submission ? answer_async(*submission) : unavailable(submission.error()));
            });
    });
}

/// A finished transaction: its record, or the problem that says why it failed.
Response answer_closed(HorizonApi const& api, sandbox::ClosedTransaction const& transaction,
                       stellar::TransactionHash const& asked) {
    auto const record = to_record(transaction, asked);
    auto response = stellar::succeeded(record.result)
                        ? hal(horizon::to_json(record, api.base_url))
                        : problem_response(horizon::transaction_failed(
                              base::to_base64(transaction.envelope), record.result));
    response.add("Latest-Ledger", std::to_string(transaction.ledger));
    return response;
}

Response answer_outcome(HorizonApi const& api, std::string const& envelope,
                        LedgerNode::Outcome const& outcome, stellar::TransactionHash const& asked) {
    if (auto const* closed = std::get_if<sandbox::ClosedTransaction>(&outcome))
        return answer_closed(api, *closed, asked);
    if (auto const* invalid = std::get_if<sandbox::Invalid>(&outcome))
        return problem_response(horizon::transaction_failed(envelope, invalid->result));
    return problem_response(horizon::transaction_timeout(envelope, asked));
}

http::Handler submit_sync(HorizonApi const& api) {
    return http::DeferredHandler([&api](Request const& request, Respond respond) {
        auto received = receive(request);
        if (auto const* problem = std::get_if<horizon::Problem>(&received))
            return respond(problem_response(*problem));
        auto& [text, envelope] = std::get<Received>(received);
        auto const hash = stellar::hash_of(envelope, stellar::network_id(api.node.passphrase()));
        api.node.submit_and_wait(
            std::move(envelope),
            [&api, text, hash, respond = std::move(respond)](Result<LedgerNode::Outcome> outcome) {
                respond(outcome ? answer_outcome(api, text, *outcome, hash)
                                : unavailable(outcome.error()));
            });
    });
}

Response friendbot_answer(HorizonApi const& api, Result<LedgerNode::Outcome> const& outcome) {
    if (!outcome && outcome.error().code == base::Errc::invalid_request)
        return problem_response(horizon::friendbot_problem(outcome.error().message));
    if (!outcome) return unavailable(outcome.error());
    auto const* closed = std::get_if<sandbox::ClosedTransaction>(&*outcome);
    if (closed == nullptr)
        return problem_response(horizon::service_unavailable("friendbot is busy; try again"));
    return answer_closed(api, *closed, closed->hash);
}

void fund(HorizonApi const& api, std::optional<std::string> const& address, Respond respond) {
    auto const key = stellar::PublicKey::parse(address.value_or(""));
    if (!key) return respond(problem_response(horizon::invalid_field("addr", key.error().message)));
    api.node.fund(*key,
                  [&api, respond = std::move(respond)](Result<LedgerNode::Outcome> const& outcome) {
                      respond(friendbot_answer(api, outcome));
                  });
}

}  // namespace

Response timeout_answer(HorizonApi const& api, Request const& request) {
    // Friendbot has no envelope of its caller's.
    if (request.path.starts_with("/friendbot"))
        return problem_response(horizon::problem("timeout", "Timeout", 504));
    auto const received = receive(request);
    if (auto const* problem = std::get_if<horizon::Problem>(&received))
        return problem_response(*problem);
    auto const& [text, envelope] = std::get<Received>(received);
    auto const network = stellar::network_id(api.node.passphrase());
    return problem_response(
        horizon::transaction_timeout(text, stellar::hash_of(envelope, network)));
}

void add_horizon_submissions(http::Router& router, HorizonApi const& api) {
    auto const add = [&](http::Method method, std::string pattern, http::Handler handler) {
        router.add({.method = method,
                    .pattern = std::move(pattern),
                    .handler = with_faults(api, FaultPlace::submit, std::move(handler)),
                    .cross_origin = true});
    };
    using http::Method;
    add(Method::post, "/transactions", submit_sync(api));
    add(Method::post, "/transactions_async", submit_async(api));
    add(Method::get, "/friendbot",
        http::DeferredHandler([&api](Request const& request, Respond respond) {
            fund(api, form_field(request.query, "addr"), std::move(respond));
        }));
    add(Method::post, "/friendbot",
        http::DeferredHandler([&api](Request const& request, Respond respond) {
            fund(api, form_field(request.body, "addr"), std::move(respond));
        }));
}

}  // namespace farthing::api
