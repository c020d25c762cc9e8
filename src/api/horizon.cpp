#include "api/horizon.hpp"

#include "api/horizon_answers.hpp"
#include "api/horizon_lists.hpp"
#include "api/horizon_stream.hpp"
#include "api/horizon_submissions.hpp"
#include "base/encoding.hpp"
#include "base/numbers.hpp"
#include "horizon/fee_stats.hpp"
#include "horizon/root_record.hpp"
#include "sandbox/rules.hpp"

namespace farthing::api {
namespace {

using http::Request;
using http::Response;
using sandbox::LedgerHeader;
using store::LedgerRepository;
using store::Transaction;

LedgerQuery show_root(HorizonApi const& api) {
    return [&api](Request const&, Transaction&, LedgerHeader const& latest) {
        horizon::RootRecord const root{.passphrase = api.node.passphrase(),
                                       .version = api.version,
                                       .latest_ledger = latest.sequence,
                                       .latest_closed_at = latest.closed_at,
                                       .protocol_version = sandbox::kProtocolVersion,
                                       .has_friendbot = true};
        return hal(horizon::to_json(root, api.base_url));
    };
}

/// As Horizon's own: the database answers, and the core (which is this very program) is in step.
LedgerQuery show_health() {
    return [](Request const&, Transaction&, LedgerHeader const&) {
        return hal({{"database_connected", true}, {"core_up", true}, {"core_synced", true}});
    };
}

LedgerQuery show_account(HorizonApi const& api) {
    return [&api](Request const& request, Transaction& transaction, LedgerHeader const&) {
        auto const id = stellar::PublicKey::parse(request.parameter("account"));
        if (!id) return problem_response(horizon::invalid_field("account_id", id.error().message));
        LedgerRepository repository(transaction);
        auto const account = repository.find_account(*id);
        if (!account) return problem_response(horizon::not_found());
        if (wants_stream(request)) return stream_account(api, *id);
        return hal(account_json(*account, repository, api.base_url));
    };
}

LedgerQuery show_data() {
    return [](Request const& request, Transaction& transaction, LedgerHeader const&) {
        auto const id = stellar::PublicKey::parse(request.parameter("account"));
        if (!id) return problem_response(horizon::invalid_field("account_id", id.error().message));
        auto const name = http::percent_decode(request.parameter("key"));
        auto const account = LedgerRepository(transaction).find_account(*id);
        if (account)
            for (auto const& entry : account->options.data)
                if (entry.name == name) return hal({{"value", base::to_base64(entry.value)}});
        return problem_response(horizon::not_found());
    };
}

LedgerQuery show_transaction(HorizonApi const& api) {
    return [&api](Request const& request, Transaction& transaction, LedgerHeader const&) {
        auto const hash = base::array_from_hex<32>(request.parameter("hash"));
        if (!hash) return problem_response(horizon::invalid_field("tx_id", hash.error().message));
        auto const found = LedgerRepository(transaction).find_transaction(*hash);
        if (!found) return problem_response(horizon::not_found());
        return hal(horizon::to_json(to_record(*found, *hash), api.base_url));
    };
}

LedgerQuery show_operation(HorizonApi const& api) {
    return [&api](Request const& request, Transaction& transaction, LedgerHeader const&) {
        auto const id = base::parse_int<std::int64_t>(request.parameter("id"));
        if (!id || *id < 1)
            return problem_response(horizon::invalid_field("id", "an operation's id is expected"));
        auto const found = store::LedgerHistory(transaction).find_operation(*id);
        if (!found) return problem_response(horizon::not_found());
        bool const join = http::query_parameter(request.query, "join").value == "transactions";
        return hal(operation_json(*found, join, api.base_url));
    };
}

LedgerQuery show_ledger(HorizonApi const& api) {
    return [&api](Request const& request, Transaction& transaction, LedgerHeader const&) {
        auto const sequence = base::parse_int<std::uint32_t>(request.parameter("ledger"));
        if (!sequence)
            return problem_response(horizon::invalid_field("ledger_id", sequence.error().message));
        auto const ledger = LedgerRepository(transaction).find_ledger(*sequence);
        if (!ledger) return problem_response(horizon::not_found());
        return hal(horizon::to_json(to_record(*ledger), api.base_url));
    };
}

LedgerQuery show_fee_stats() {
    return [](Request const&, Transaction&, LedgerHeader const& latest) {
        return hal(horizon::to_json(
            horizon::FeeStats{.last_ledger = latest.sequence,
                              .base_fee = sandbox::kBaseFee,
                              .operations_in_last_ledger = latest.all_operations,
                              .operations_per_ledger = sandbox::kMaxOperationsPerLedger}));
    };
}

}  // namespace

void add_horizon_routes(http::Router& router, HorizonApi const& api) {
    auto const add = [&](std::string pattern, LedgerQuery query) {
        router.add({.method = http::Method::get,
                    .pattern = std::move(pattern),
                    .handler = with_faults(api, FaultPlace::read, on_ledger(api, std::move(query))),
                    .cross_origin = true});
    };
    add("/", show_root(api));
    add("/health", show_health());
    add("/accounts/{account}", show_account(api));
    add("/accounts/{account}/data/{key}", show_data());
    add("/transactions/{hash}", show_transaction(api));
    add("/operations/{id}", show_operation(api));
    add("/ledgers/{ledger}", show_ledger(api));
    add("/fee_stats", show_fee_stats());
    router.set_unrouted([](Request const&, Response& response) {
        response = problem_response(horizon::not_found());
    });
    add_horizon_lists(router, api);
    add_horizon_submissions(router, api);
    if (api.controls != nullptr) add_ledger_controls(router, api);
}

}  // namespace farthing::api
