#include "api/horizon.hpp"

#include <boost/json/serialize.hpp>

#include "api/places.hpp"
#include "base/encoding.hpp"
#include "base/numbers.hpp"
#include "horizon/account_record.hpp"
#include "horizon/async_submission.hpp"
#include "horizon/fee_stats.hpp"
#include "horizon/hal.hpp"
#include "horizon/ledger_record.hpp"
#include "horizon/problem.hpp"
#include "horizon/root_record.hpp"
#include "horizon/transaction_record.hpp"
#include "stellar/envelope_xdr.hpp"
#include "store/ledger_repository.hpp"

namespace farthing::api {
namespace {

namespace json = base::json;
using base::Result;
using engine::LedgerNode;
using http::Request;
using http::Respond;
using http::Response;
using store::LedgerRepository;

Response hal(json::object const& body, int status = 200) {
    Response response(status);
    response.add("Content-Type", "application/hal+json; charset=utf-8")
        .add("Cache-Control", "no-store");
    response.set_body(json::serialize(body));
    return response;
}

Response problem_response(horizon::Problem const& problem) {
    Response response(problem.status);
    response.add("Content-Type", "application/problem+json; charset=utf-8")
        .add("Cache-Control", "no-store");
    response.set_body(json::serialize(horizon::to_json(problem)));
    return response;
}

Response unavailable(base::Error const& error) {
    return problem_response(horizon::service_unavailable(error.message));
}

horizon::LedgerRecord to_record(sandbox::LedgerHeader const& ledger) {
    return {.sequence = ledger.sequence,
            .hash = ledger.hash,
            .previous_hash = ledger.previous_hash,
            .closed_at = ledger.closed_at,
            .successful_transactions = ledger.successful_transactions,
            .failed_transactions = ledger.failed_transactions,
            .operations = ledger.operations,
            .all_operations = ledger.all_operations,
            .total_coins = base::Stroops::of(ledger.total_coins),
            .fee_pool = base::Stroops::of(ledger.fee_pool),
            .base_fee = sandbox::kBaseFee,
            .base_reserve = static_cast<std::uint32_t>(sandbox::kBaseReserve),
            .max_operations = sandbox::kMaxOperationsPerLedger,
            .protocol_version = sandbox::kProtocolVersion};
}

horizon::TransactionRecord to_record(sandbox::ClosedTransaction const& transaction,
                                     stellar::TransactionHash const& asked) {
    auto envelope = stellar::decode_envelope(transaction.envelope);
    auto result = stellar::decode_result(transaction.result);
    base::ensure(envelope && result);
    return {.ledger = transaction.ledger,
            .order = transaction.order,
            .created_at = transaction.closed_at,
            .envelope = std::move(*envelope),
            .result = std::move(*result),
            .hash = transaction.hash,
            .inner_hash = transaction.inner_hash,
            .shown_by_inner_hash = transaction.inner_hash == asked};
}

horizon::AccountRecord to_record(sandbox::Account const& account, LedgerRepository& repository) {
    auto const modified = repository.find_ledger(account.last_modified_ledger);
    horizon::AccountRecord record{
        .id = account.id,
        .balance = base::Stroops::of(account.balance),
        .sequence = account.sequence,
        .subentry_count = account.subentries,
        .num_sponsoring = account.sponsoring,
        .num_sponsored = account.sponsored,
        .last_modified_ledger = account.last_modified_ledger,
        .last_modified_time = modified ? modified->closed_at : base::Timestamp()};
    if (account.sequence_ledger != 0) {
        record.sequence_ledger = account.sequence_ledger;
        record.sequence_time = account.sequence_time;
    }
    return record;
}

/// A query of the ledger: adds the number of the latest ledger, as Horizon does.
using Query =
    std::function<Response(Request const&, LedgerRepository&, sandbox::LedgerHeader const&)>;

http::Handler query(HorizonApi const& api, Query look) {
    return on_reader(api.node.database(),
                     [look = std::move(look)](Request const& request,
                                              store::Transaction& transaction) -> Result<Response> {
                         LedgerRepository repository(transaction);
                         auto const latest = repository.latest_ledger();
                         base::ensure(latest.has_value());
                         auto response = look(request, repository, *latest);
                         response.add("Latest-Ledger", std::to_string(latest->sequence));
                         return response;
                     });
}

Query show_root(HorizonApi const& api) {
    return [&api](Request const&, LedgerRepository&, sandbox::LedgerHeader const& latest) {
        horizon::RootRecord const root{.passphrase = api.node.passphrase(),
                                       .version = api.version,
                                       .latest_ledger = latest.sequence,
                                       .latest_closed_at = latest.closed_at,
                                       .protocol_version = sandbox::kProtocolVersion,
                                       .has_friendbot = true};
        return hal(horizon::to_json(root, api.base_url));
    };
}

Query show_account(HorizonApi const& api) {
    return
        [&api](Request const& request, LedgerRepository& repository, sandbox::LedgerHeader const&) {
            auto const id = stellar::PublicKey::parse(request.parameter("id"));
            if (!id)
                return problem_response(horizon::invalid_field("account_id", id.error().message));
            auto const account = repository.find_account(*id);
            if (!account) return problem_response(horizon::not_found());
            return hal(horizon::to_json(to_record(*account, repository), api.base_url));
        };
}

Query show_transaction(HorizonApi const& api) {
    return
        [&api](Request const& request, LedgerRepository& repository, sandbox::LedgerHeader const&) {
            auto const hash = base::array_from_hex<32>(request.parameter("hash"));
            if (!hash)
                return problem_response(horizon::invalid_field("tx_id", hash.error().message));
            auto const transaction = repository.find_transaction(*hash);
            if (!transaction) return problem_response(horizon::not_found());
            return hal(horizon::to_json(to_record(*transaction, *hash), api.base_url));
        };
}

Query show_ledger(HorizonApi const& api) {
    return [&api](Request const& request, LedgerRepository& repository,
                  sandbox::LedgerHeader const&) {
        auto const sequence = base::parse_int<std::uint32_t>(request.parameter("sequence"));
        if (!sequence)
            return problem_response(horizon::invalid_field("ledger_id", sequence.error().message));
        auto const ledger = repository.find_ledger(*sequence);
        if (!ledger) return problem_response(horizon::not_found());
        return hal(horizon::to_json(to_record(*ledger), api.base_url));
    };
}

std::variant<horizon::PageQuery, horizon::Problem> page_query(Request const& request) {
    auto const value = [&](std::string_view name) {
        auto const parameter = http::query_parameter(request.query, name);
        return parameter.count == 0 ? std::nullopt : std::optional(parameter.value);
    };
    return horizon::parse_page_query(
        {.cursor = value("cursor"), .order = value("order"), .limit = value("limit")});
}

/// Where a list of ledgers begins: ledger numbers stand in the upper half of a cursor.
sandbox::Repository::LedgerPage ledger_page(horizon::PageQuery const& query, std::uint32_t latest) {
    bool const descending = query.order == horizon::Order::descending;
    auto const cursor = horizon::cursor_number(query, latest);
    auto const start = descending ? std::int64_t{latest} + 1 : 0;
    // Going down, a cursor inside a ledger still has that ledger before it.
    auto const after =
        cursor ? (*cursor >> 32) + (descending && (*cursor & 0xffffffff) != 0 ? 1 : 0) : start;
    return {.after = after, .descending = descending, .limit = query.limit};
}

Query list_ledgers(HorizonApi const& api) {
    return [&api](Request const& request, LedgerRepository& repository,
                  sandbox::LedgerHeader const& latest) {
        auto const parsed = page_query(request);
        if (auto const* problem = std::get_if<horizon::Problem>(&parsed))
            return problem_response(*problem);
        auto const& query = std::get<horizon::PageQuery>(parsed);
        horizon::Page page{.path = "/ledgers", .query = query};
        for (auto const& ledger : repository.list_ledgers(ledger_page(query, latest.sequence)))
            page.records.push_back(horizon::to_json(to_record(ledger), api.base_url));
        return hal(horizon::to_json(page, api.base_url));
    };
}

Query show_fee_stats() {
    return [](Request const&, LedgerRepository&, sandbox::LedgerHeader const& latest) {
        return hal(horizon::to_json(
            horizon::FeeStats{.last_ledger = latest.sequence,
                              .base_fee = sandbox::kBaseFee,
                              .operations_in_last_ledger = latest.all_operations,
                              .operations_per_ledger = sandbox::kMaxOperationsPerLedger}));
    };
}

/// The value of one field of a form.
std::optional<std::string> form_field(std::string_view body, std::string_view name) {
    auto const parameter = http::query_parameter(body, name);
    if (parameter.count != 1) return std::nullopt;
    return http::form_decode(parameter.value);
}

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
    if (stellar::succeeded(record.result)) return hal(horizon::to_json(record, api.base_url));
    return problem_response(
        horizon::transaction_failed(base::to_base64(transaction.envelope), record.result));
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
    api.node.fund(*key, [&api, respond = std::move(respond)](Result<LedgerNode::Outcome> outcome) {
        respond(friendbot_answer(api, outcome));
    });
}

}  // namespace

void add_horizon_routes(http::Router& router, HorizonApi const& api) {
    auto const add = [&](http::Method method, std::string pattern, http::Handler handler) {
        router.add({.method = method,
                    .pattern = std::move(pattern),
                    .handler = std::move(handler),
                    .cross_origin = true});
    };
    using http::Method;
    add(Method::get, "/", query(api, show_root(api)));
    add(Method::get, "/accounts/{id}", query(api, show_account(api)));
    add(Method::get, "/transactions/{hash}", query(api, show_transaction(api)));
    add(Method::get, "/ledgers", query(api, list_ledgers(api)));
    add(Method::get, "/ledgers/{sequence}", query(api, show_ledger(api)));
    add(Method::get, "/fee_stats", query(api, show_fee_stats()));
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
