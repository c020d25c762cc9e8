#pragma once

#include <functional>

#include "api/horizon.hpp"
#include "horizon/account_record.hpp"
#include "horizon/ledger_record.hpp"
#include "horizon/operation_record.hpp"
#include "horizon/paging.hpp"
#include "horizon/problem.hpp"
#include "horizon/transaction_record.hpp"
#include "store/ledger_history.hpp"
#include "store/ledger_repository.hpp"

/// What the Horizon face's routes have in common: the ledger's rows as Horizon's records, and
/// answers in its two media types.
namespace farthing::api {

http::Response hal(base::json::object const& body, int status = 200);
http::Response problem_response(horizon::Problem const& problem);
http::Response unavailable(base::Error const& error);

horizon::LedgerRecord to_record(sandbox::LedgerHeader const& ledger);
/// `asked`: the hash that it was looked for by, which of a fee-bump may be the inner one.
horizon::TransactionRecord to_record(sandbox::ClosedTransaction const& transaction,
                                     stellar::TransactionHash const& asked);
/// With the transaction's own record in it when `join` says so.
base::json::object operation_json(store::FoundOperation const& found, bool join,
                                  std::string_view base_url);
base::json::object account_json(sandbox::Account const& account,
                                store::LedgerRepository& repository, std::string_view base_url);

/// Reads the ledger for one request, at its latest close.
using LedgerQuery = std::function<http::Response(http::Request const&, store::Transaction&,
                                                 sandbox::LedgerHeader const& latest)>;

/// On a reader's thread; adds the number of the latest ledger to the answer, as Horizon does.
http::Handler on_ledger(HorizonApi const& api, LedgerQuery look);

/// A form's field, decoded; nothing unless it is there exactly once.
std::optional<std::string> form_field(std::string_view form, std::string_view name);

}  // namespace farthing::api
