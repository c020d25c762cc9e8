#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api/horizon.hpp"
#include "base/json.hpp"
#include "horizon/paging.hpp"
#include "http/request.hpp"
#include "stellar/transaction.hpp"
#include "store/transaction.hpp"

/// Horizon's lists of ledgers, transactions, operations and payments: a page of them by an ordinary
/// request, or all that come as a stream of server-sent events.
namespace farthing::api {

enum class ListKind { ledgers, transactions, operations, payments };

/// A list that somebody wants to read, checked.
struct ListRequest {
    ListKind kind;
    std::string path;  ///< From the root, without query.
    horizon::PageQuery page;
    /// Whose list it is; at most one is set.
    std::optional<stellar::PublicKey> account = {};
    std::optional<std::uint32_t> ledger = {};
    std::optional<stellar::TransactionHash> transaction = {};
    bool include_failed = false;
    bool join_transactions = false;
    std::vector<std::string> filters = {};  ///< What of the query its neighbours keep.
};

std::variant<ListRequest, horizon::Problem> parse_list_request(ListKind kind,
                                                               http::Request const& request);

/// The records behind `after`, in the order that the request asks for; or the problem: there is no
/// such account, ledger or transaction.
std::variant<std::vector<base::json::object>, horizon::Problem> read_list(
    HorizonApi const& api, store::Transaction& transaction, ListRequest const& request,
    std::int64_t after);

/// Where the list begins that a request asks for: its cursor, or the end where its order starts.
std::int64_t start_of(horizon::PageQuery const& page, std::uint32_t latest_ledger);

/// True when the client asks for server-sent events.
bool wants_stream(http::Request const& request);

void add_horizon_lists(http::Router& router, HorizonApi const& api);

}  // namespace farthing::api
