#include "api/horizon_answers.hpp"

#include <boost/json/serialize.hpp>

#include "api/places.hpp"
#include "sandbox/rules.hpp"
#include "stellar/address.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::api {
namespace {

using base::Result;
using http::Response;

std::string_view type_name(stellar::PublicKey const&) {
    return "ed25519_public_key";
}
std::string_view type_name(stellar::PreAuthorizedTransaction const&) {
    return "preauth_tx";
}
std::string_view type_name(stellar::HashLock const&) {
    return "sha256_hash";
}
std::string_view type_name(stellar::SignedPayload const&) {
    return "ed25519_signed_payload";
}

std::string type_of_signer(stellar::SignerKey const& key) {
    return std::visit([](auto const& form) { return std::string(type_name(form)); }, key);
}

/// The account's own key stands last.
std::vector<horizon::AccountRecord::Signer> signers_of(sandbox::Account const& account) {
    std::vector<horizon::AccountRecord::Signer> out;
    out.reserve(account.options.signers.size() + 1);
    for (auto const& signer : account.options.signers)
        out.push_back({.key = stellar::signer_address(signer.key),
                       .type = type_of_signer(signer.key),
                       .weight = signer.weight,
                       .sponsor = signer.sponsor});
    out.push_back({.key = account.id.address(),
                   .type = type_of_signer(account.id),
                   .weight = account.options.master_weight});
    return out;
}

void add_options(horizon::AccountRecord& record, sandbox::Account const& account) {
    auto const& options = account.options;
    record.thresholds = {.low = options.low_threshold,
                         .medium = options.medium_threshold,
                         .high = options.high_threshold};
    record.signers = signers_of(account);
    if (!options.home_domain.empty()) record.home_domain = options.home_domain;
    record.sponsor = options.sponsor;
    record.flags = options.flags;
    record.inflation_destination = options.inflation_destination;
    for (auto const& entry : options.data) record.data.emplace_back(entry.name, entry.value);
}

stellar::Transaction const& transaction_in(stellar::Envelope const& envelope) {
    if (auto const* bump = std::get_if<stellar::FeeBump>(&envelope)) return bump->inner.transaction;
    return std::get<stellar::SignedTransaction>(envelope).transaction;
}

}  // namespace

Response hal(base::json::object const& body, int status) {
    Response response(status);
    response.add("Content-Type", "application/hal+json; charset=utf-8")
        .add("Cache-Control", "no-store");
    response.set_body(base::json::serialize(body));
    return response;
}

Response problem_response(horizon::Problem const& problem) {
    Response response(problem.status);
    response.add("Content-Type", "application/problem+json; charset=utf-8")
        .add("Cache-Control", "no-store");
    response.set_body(base::json::serialize(horizon::to_json(problem)));
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

base::json::object operation_json(store::FoundOperation const& found, bool join,
                                  std::string_view base_url) {
    auto const whole = to_record(found.transaction, found.transaction.hash);
    auto const& transaction = transaction_in(whole.envelope);
    auto const& operation = transaction.operations.at(found.number - 1);
    horizon::OperationRecord record{
        .position = {found.transaction.ledger, found.transaction.order, found.number},
        .created_at = found.transaction.closed_at,
        .transaction_hash = found.transaction.hash,
        .transaction_successful = found.transaction.successful,
        .source = operation.source.value_or(transaction.source),
        .body = operation.body};
    if (record.transaction_successful)
        record.sponsor = horizon::sponsor_of(transaction, found.number - 1);
    if (join) record.transaction = horizon::to_json(whole, base_url);
    return horizon::to_json(record, base_url);
}

base::json::object account_json(sandbox::Account const& account,
                                store::LedgerRepository& repository, std::string_view base_url) {
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
    add_options(record, account);
    return horizon::to_json(record, base_url);
}

http::Handler on_ledger(HorizonApi const& api, LedgerQuery look) {
    return on_reader(api.node.database(),
                     [look = std::move(look)](http::Request const& request,
                                              store::Transaction& transaction) -> Result<Response> {
                         auto const latest = store::LedgerRepository(transaction).latest_ledger();
                         base::ensure(latest.has_value());
                         auto response = look(request, transaction, *latest);
                         response.add("Latest-Ledger", std::to_string(latest->sequence));
                         return response;
                     });
}

std::optional<std::string> form_field(std::string_view form, std::string_view name) {
    auto const parameter = http::query_parameter(form, name);
    if (parameter.count != 1) return std::nullopt;
    return http::form_decode(parameter.value);
}

}  // namespace farthing::api
