#include "api/horizon_lists.hpp"

#include <limits>

#include "api/horizon_answers.hpp"
#include "api/horizon_stream.hpp"
#include "base/encoding.hpp"
#include "base/numbers.hpp"
#include "horizon/hal.hpp"

namespace farthing::api {
namespace {

namespace json = base::json;
using horizon::Problem;
using http::Request;
using http::Response;
using Records = std::vector<json::object>;
using RecordsOrProblem = std::variant<Records, Problem>;

std::optional<std::string_view> parameter(Request const& request, std::string_view name) {
    auto const found = http::query_parameter(request.query, name);
    return found.count == 0 ? std::nullopt : std::optional(found.value);
}

/// A stream that was interrupted goes on behind the last event that its client has seen.
std::optional<std::string_view> cursor_of(Request const& request) {
    auto const last = request.field("Last-Event-ID");
    if (last && !last->empty()) return last;
    return parameter(request, "cursor");
}

bool has_parameter(Request const& request, std::string_view name) {
    return std::ranges::any_of(request.parameters,
                               [&](http::Field const& field) { return field.name == name; });
}

/// Each reads what its part of the path says into the request, or answers what is wrong.
std::optional<Problem> read_account(Request const& request, ListRequest& out) {
    if (!has_parameter(request, "account")) return std::nullopt;
    auto const account = stellar::PublicKey::parse(request.parameter("account"));
    if (!account) return horizon::invalid_field("account_id", account.error().message);
    out.account = *account;
    return std::nullopt;
}

std::optional<Problem> read_ledger(Request const& request, ListRequest& out) {
    if (!has_parameter(request, "ledger")) return std::nullopt;
    auto const ledger = base::parse_int<std::uint32_t>(request.parameter("ledger"));
    bool const good = ledger && *ledger <= std::numeric_limits<std::int32_t>::max();
    if (!good) return horizon::invalid_field("ledger_id", "a ledger's number is expected");
    out.ledger = *ledger;
    return std::nullopt;
}

std::optional<Problem> read_transaction(Request const& request, ListRequest& out) {
    if (!has_parameter(request, "hash")) return std::nullopt;
    auto const hash = base::array_from_hex<32>(request.parameter("hash"));
    if (!hash) return horizon::invalid_field("tx_id", hash.error().message);
    out.transaction = *hash;
    return std::nullopt;
}

std::optional<Problem> read_failed(Request const& request, ListRequest& out) {
    auto const value = parameter(request, "include_failed").value_or("false");
    if (value != "true" && value != "false")
        return horizon::invalid_field("include_failed", "true or false is expected");
    out.include_failed = value == "true";
    if (out.include_failed) out.filters.push_back("include_failed=true");
    return std::nullopt;
}

std::optional<Problem> read_join(Request const& request, ListRequest& out) {
    auto const value = parameter(request, "join").value_or("");
    if (!value.empty() && value != "transactions")
        return horizon::invalid_field("join", "only transactions can be joined");
    out.join_transactions = !value.empty();
    if (out.join_transactions) out.filters.push_back("join=transactions");
    return std::nullopt;
}

/// The rows that the request is about, or nothing when there is no such account or ledger.
std::optional<store::HistoryFilter> filter_of(store::Transaction& transaction,
                                              ListRequest const& request) {
    store::LedgerRepository ledger(transaction);
    store::HistoryFilter filter{.account = request.account,
                                .ledger = request.ledger,
                                .include_failed = request.include_failed,
                                .payments_only = request.kind == ListKind::payments};
    if (request.transaction) {
        filter.transaction = ledger.find_transaction(*request.transaction);
        // Who asks for one transaction's operations knows whether it failed.
        filter.include_failed = true;
        if (!filter.transaction) return std::nullopt;
    }
    if (request.ledger && !ledger.find_ledger(*request.ledger)) return std::nullopt;
    if (request.account && !ledger.find_account(*request.account) &&
        !store::LedgerHistory(transaction).knows(*request.account))
        return std::nullopt;
    return filter;
}

Records ledgers(HorizonApi const& api, store::Transaction& transaction, ListRequest const& request,
                std::int64_t after) {
    bool const descending = request.page.order == horizon::Order::descending;
    // Going down, a cursor inside a ledger still has that ledger before it.
    auto const behind = (after >> 32) + (descending && (after & 0xffffffff) != 0 ? 1 : 0);
    Records out;
    for (auto const& ledger :
         store::LedgerRepository(transaction)
             .list_ledgers(
                 {.after = behind, .descending = descending, .limit = request.page.limit}))
        out.push_back(horizon::to_json(to_record(ledger), api.base_url));
    return out;
}

Records history(HorizonApi const& api, store::Transaction& transaction, ListRequest const& request,
                store::HistoryFilter const& filter, std::int64_t after) {
    store::LedgerHistory rows(transaction);
    store::HistoryPage const page{.after = after,
                                  .descending = request.page.order == horizon::Order::descending,
                                  .limit = request.page.limit};
    Records out;
    if (request.kind == ListKind::transactions) {
        for (auto const& found : rows.transactions(filter, page))
            out.push_back(horizon::to_json(to_record(found, found.hash), api.base_url));
        return out;
    }
    for (auto const& found : rows.operations(filter, page))
        out.push_back(operation_json(found, request.join_transactions, api.base_url));
    return out;
}

Response page_response(HorizonApi const& api, ListRequest const& request, Records records) {
    return hal(horizon::to_json(horizon::Page{.path = request.path,
                                              .query = request.page,
                                              .filters = request.filters,
                                              .records = std::move(records)},
                                api.base_url));
}

LedgerQuery show_list(HorizonApi const& api, ListKind kind) {
    return [&api, kind](Request const& request, store::Transaction& transaction,
                        sandbox::LedgerHeader const& latest) {
        auto parsed = parse_list_request(kind, request);
        if (auto const* problem = std::get_if<Problem>(&parsed)) return problem_response(*problem);
        auto& list = std::get<ListRequest>(parsed);
        auto const start = start_of(list.page, latest.sequence);
        auto read = read_list(api, transaction, list, start);
        if (auto const* problem = std::get_if<Problem>(&read)) return problem_response(*problem);
        if (wants_stream(request)) return stream_list(api, std::move(list), start);
        return page_response(api, list, std::get<Records>(std::move(read)));
    };
}

}  // namespace

bool wants_stream(Request const& request) {
    auto const accept = request.field("Accept").value_or("");
    return accept.find("text/event-stream") != accept.npos;
}

std::variant<ListRequest, Problem> parse_list_request(ListKind kind, Request const& request) {
    auto const page = horizon::parse_page_query({.cursor = cursor_of(request),
                                                 .order = parameter(request, "order"),
                                                 .limit = parameter(request, "limit")});
    if (auto const* problem = std::get_if<Problem>(&page)) return *problem;
    auto path = request.path;
    if (path.ends_with('/')) path.remove_suffix(1);
    ListRequest out{
        .kind = kind, .path = std::string(path), .page = std::get<horizon::PageQuery>(page)};
    for (auto const read : {read_account, read_ledger, read_transaction, read_failed, read_join})
        if (auto problem = read(request, out)) return std::move(*problem);
    return out;
}

RecordsOrProblem read_list(HorizonApi const& api, store::Transaction& transaction,
                           ListRequest const& request, std::int64_t after) {
    if (request.kind == ListKind::ledgers) return ledgers(api, transaction, request, after);
    auto const filter = filter_of(transaction, request);
    if (!filter) return horizon::not_found();
    return history(api, transaction, request, *filter, after);
}

std::int64_t start_of(horizon::PageQuery const& page, std::uint32_t latest_ledger) {
    bool const descending = page.order == horizon::Order::descending;
    auto const end = (std::int64_t{latest_ledger} + 1) << 32;
    return horizon::cursor_number(page, latest_ledger).value_or(descending ? end : 0);
}

void add_horizon_lists(http::Router& router, HorizonApi const& api) {
    auto const add = [&](std::string pattern, ListKind kind) {
        router.add(
            {.method = http::Method::get,
             .pattern = std::move(pattern),
             .handler = with_faults(api, FaultPlace::read, on_ledger(api, show_list(api, kind))),
             .cross_origin = true});
    };
    add("/ledgers", ListKind::ledgers);
    for (std::string const owner : {"", "/accounts/{account}", "/ledgers/{ledger}"})
        add(owner + "/transactions", ListKind::transactions);
    for (std::string const owner :
         {"", "/accounts/{account}", "/ledgers/{ledger}", "/transactions/{hash}"}) {
        add(owner + "/operations", ListKind::operations);
        add(owner + "/payments", ListKind::payments);
    }
}

}  // namespace farthing::api
