#include "ledger_network.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/encoding.hpp"
#include "base/numbers.hpp"
#include "horizon/account_record.hpp"
#include "horizon/async_submission.hpp"
#include "horizon/operation_record.hpp"
#include "horizon/problem.hpp"
#include "horizon/root_record.hpp"
#include "horizon/transaction_record.hpp"
#include "http/request.hpp"
#include "sandbox/rules.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::sim {
namespace {

using http::ClientResponse;

constexpr std::string_view kUrl = "http://horizon.example";

ClientResponse json(base::json::object const& body, int status = 200) {
    return {.status = status, .body = base::json::serialize(body)};
}

ClientResponse not_found() {
    return json(horizon::to_json(horizon::not_found()), 404);
}

horizon::AsyncSubmission answer_to(sandbox::Submission const& submission) {
    using horizon::AsyncStatus;
    horizon::AsyncSubmission answer{.status = AsyncStatus::pending, .hash = submission.hash};
    if (std::holds_alternative<sandbox::Duplicate>(submission.outcome))
        answer.status = AsyncStatus::duplicate;
    if (std::holds_alternative<sandbox::TryAgainLater>(submission.outcome))
        answer.status = AsyncStatus::try_again_later;
    if (auto const* invalid = std::get_if<sandbox::Invalid>(&submission.outcome)) {
        answer.status = AsyncStatus::error;
        answer.error = invalid->result;
    }
    return answer;
}

horizon::TransactionRecord record_of(sandbox::ClosedTransaction const& closed) {
    return {.ledger = closed.ledger,
            .order = closed.order,
            .created_at = closed.closed_at,
            .envelope = *stellar::decode_envelope(closed.envelope),
            .result = *stellar::decode_result(closed.result),
            .hash = closed.hash,
            .inner_hash = closed.inner_hash};
}

/// Nobody here merges accounts or calls contracts.
bool concerns(stellar::Operation const& operation, stellar::PublicKey const& source,
              stellar::PublicKey const& account) {
    if (auto const* payment = std::get_if<stellar::Payment>(&operation.body))
        return source == account || payment->destination.account == account;
    auto const* created = std::get_if<stellar::CreateAccount>(&operation.body);
    return created != nullptr && (source == account || created->destination == account);
}

std::vector<horizon::OperationRecord> payments_of(sandbox::ClosedTransaction const& closed,
                                                  stellar::PublicKey const& account) {
    std::vector<horizon::OperationRecord> records;
    if (!closed.successful) return records;
    auto const shown = record_of(closed);
    auto const& transaction = inner_of(shown.envelope);
    for (std::uint32_t i = 0; i < transaction.operations.size(); ++i) {
        auto const& operation = transaction.operations[i];
        auto const source = operation.source.value_or(transaction.source);
        if (concerns(operation, source.account, account))
            records.push_back({.position = {closed.ledger, closed.order, i + 1},
                               .created_at = closed.closed_at,
                               .transaction_hash = closed.hash,
                               .source = source,
                               .body = operation.body,
                               .transaction = horizon::to_json(shown, kUrl)});
    }
    return records;
}

}  // namespace

stellar::Transaction const& inner_of(stellar::Envelope const& envelope) {
    if (auto const* bump = std::get_if<stellar::FeeBump>(&envelope)) return bump->inner.transaction;
    return std::get<stellar::SignedTransaction>(envelope).transaction;
}

std::optional<sandbox::Account> RememberingRepository::account_at(stellar::PublicKey const& id,
                                                                  std::uint32_t ledger) const {
    auto const known = history_.find(id);
    if (known == history_.end()) return std::nullopt;
    auto const state = std::find_if(
        known->second.rbegin(), known->second.rend(),
        [ledger](sandbox::Account const& each) { return each.last_modified_ledger <= ledger; });
    return state == known->second.rend() ? std::nullopt : std::optional(*state);
}

LedgerNetwork::LedgerNetwork(Timeline& timeline) : timeline_(timeline) {
    ledger_.open(repository_, timeline_.now());
}

std::uint32_t LedgerNetwork::visible(std::size_t node) {
    auto const latest = repository_.latest_ledger()->sequence;
    return latest - std::min(lag.at(node), latest - 1);
}

void LedgerNetwork::ask(std::size_t node, http::ClientRequest const& request,
                        Respond const& respond) {
    auto const path = request.url.substr(kUrl.size());
    auto const latest = visible(node);
    if (path == "/transactions_async") return respond(take(request.body));
    if (path.starts_with("/transactions/"))
        return respond(show_transaction(path.substr(14), latest));
    if (path.starts_with("/accounts/") && path.find("/payments?") != std::string::npos)
        return respond(show_payments(path, latest));
    if (path.starts_with("/accounts/")) return respond(show_account(path.substr(10), latest));
    if (path.starts_with("/friendbot")) return fund(path.substr(path.find('=') + 1), respond);
    if (path == "/") return respond(show_root(latest));
    respond(not_found());
}

ClientResponse LedgerNetwork::take(std::string const& form) {
    auto const text = http::form_decode(http::query_parameter(form, "tx").value);
    auto const envelope = stellar::decode_envelope_base64(text.value());
    base::ensure(envelope.has_value());
    on_submission(*envelope);
    auto const answer = answer_to(submit(*envelope));
    timeline_.note("network takes " + base::to_hex(answer.hash).substr(0, 8) + ": " +
                   std::string(to_text(answer.status)));
    return json(to_json(answer), http_status(answer.status));
}

sandbox::Submission LedgerNetwork::submit(stellar::Envelope const& envelope) {
    return ledger_.submit(repository_, envelope, timeline_.now());
}

ClientResponse LedgerNetwork::show_transaction(std::string const& hash, std::uint32_t latest) {
    auto const asked = *base::array_from_hex<32>(hash);
    auto const found = repository_.find_transaction(asked);
    if (!found || found->ledger > latest) return not_found();
    auto record = record_of(*found);
    record.shown_by_inner_hash = found->inner_hash == asked;
    return json(horizon::to_json(record, kUrl));
}

/// A page of what /accounts/{id}/payments shows: payments from or to the account, oldest first.
ClientResponse LedgerNetwork::show_payments(std::string const& path, std::uint32_t latest) {
    auto const account = *stellar::PublicKey::parse(path.substr(10, 56));
    if (!repository_.account_at(account, latest)) return not_found();
    auto const query = std::string_view(path).substr(path.find('?') + 1);
    auto const number = [&](std::string_view name) {
        return *base::parse_int<std::int64_t>(http::query_parameter(query, name).value);
    };
    auto const limit = static_cast<std::size_t>(number("limit"));
    base::json::array records;
    for (auto const& transaction : repository_.transactions()) {
        if (transaction.ledger > latest || records.size() >= limit) break;
        for (auto const& record : payments_of(transaction, account))
            if (record.position.to_number() > number("cursor") && records.size() < limit)
                records.push_back(horizon::to_json(record, kUrl));
    }
    return json({{"_embedded", {{"records", std::move(records)}}}});
}

ClientResponse LedgerNetwork::show_account(std::string const& address, std::uint32_t latest) {
    auto const account = repository_.account_at(*stellar::PublicKey::parse(address), latest);
    if (!account) return not_found();
    horizon::AccountRecord const record{.id = account->id,
                                        .balance = base::Stroops::of(account->balance),
                                        .sequence = account->sequence,
                                        .subentry_count = account->subentries,
                                        .num_sponsoring = account->sponsoring,
                                        .num_sponsored = account->sponsored,
                                        .last_modified_ledger = account->last_modified_ledger};
    return json(horizon::to_json(record, kUrl));
}

ClientResponse LedgerNetwork::show_root(std::uint32_t latest) {
    auto const ledger = repository_.find_ledger(latest).value();
    horizon::RootRecord const root{.passphrase = ledger_.passphrase(),
                                   .version = "simulated",
                                   .latest_ledger = ledger.sequence,
                                   .latest_closed_at = ledger.closed_at,
                                   .protocol_version = sandbox::kProtocolVersion,
                                   .has_friendbot = true};
    return json(horizon::to_json(root, kUrl));
}

void LedgerNetwork::fund(std::string const& address, Respond const& respond) {
    auto const key = *stellar::PublicKey::parse(address);
    auto const gift = ledger_.friendbot(repository_, key, timeline_.now());
    if (!gift)
        return respond(
            ClientResponse{.status = gift.error().code == base::Errc::invalid_request ? 400 : 503});
    submit(*gift);
    waiting_.push_back(respond);
}

void LedgerNetwork::found(std::vector<stellar::PublicKey> const& accounts) {
    for (auto const& account : accounts)
        if (auto const gift = ledger_.friendbot(repository_, account, timeline_.now()))
            submit(*gift);
}

void LedgerNetwork::close() {
    auto const closed = ledger_.close(repository_, timeline_.now());
    ledger_.confirm(closed);
    timeline_.note("ledger " + std::to_string(closed.header.sequence) + " closes with " +
                   std::to_string(closed.header.successful_transactions) + " and " +
                   std::to_string(closed.header.failed_transactions) + " failed");
    for (auto const& respond : std::exchange(waiting_, {})) respond(ClientResponse{.status = 200});
}

std::int64_t LedgerNetwork::balance(stellar::PublicKey const& id) const {
    auto const found = repository_.accounts().find(id);
    return found == repository_.accounts().end() ? 0 : found->second.balance;
}

stellar::SequenceNumber LedgerNetwork::next_sequence(stellar::PublicKey const& id) const {
    auto const found = repository_.accounts().find(id);
    return found == repository_.accounts().end() ? 1 : found->second.sequence + 1;
}

}  // namespace farthing::sim
