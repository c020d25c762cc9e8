#include "horizon/root_record.hpp"

#include "horizon/hal.hpp"

namespace farthing::horizon {
namespace {

struct NamedPath {
    std::string_view name;
    std::string_view path;
};

/// Horizon's links, also those to lists that are always empty here: SDKs look them up by name.
constexpr NamedPath kLinks[] = {
    {"account", "/accounts/{account_id}"},
    {"accounts", "/accounts{?signer,sponsor,asset,liquidity_pool,cursor,limit,order}"},
    {"account_transactions", "/accounts/{account_id}/transactions{?cursor,limit,order}"},
    {"claimable_balances", "/claimable_balances{?asset,sponsor,claimant,cursor,limit,order}"},
    {"assets", "/assets{?asset_code,asset_issuer,cursor,limit,order}"},
    {"effects", "/effects{?cursor,limit,order}"},
    {"fee_stats", "/fee_stats"},
    {"ledger", "/ledgers/{sequence}"},
    {"ledgers", "/ledgers{?cursor,limit,order}"},
    {"liquidity_pools", "/liquidity_pools{?reserves,account,cursor,limit,order}"},
    {"offer", "/offers/{offer_id}"},
    {"offers", "/offers{?selling,buying,seller,sponsor,cursor,limit,order}"},
    {"operation", "/operations/{id}"},
    {"operations", "/operations{?cursor,limit,order,include_failed}"},
    {"order_book",
     "/order_book{?selling_asset_type,selling_asset_code,selling_asset_issuer,"
     "buying_asset_type,buying_asset_code,buying_asset_issuer,limit}"},
    {"payments", "/payments{?cursor,limit,order,include_failed}"},
    {"self", "/"},
    {"strict_receive_paths",
     "/paths/strict-receive{?source_assets,source_account,"
     "destination_account,destination_asset_type,"
     "destination_asset_issuer,destination_asset_code,"
     "destination_amount}"},
    {"strict_send_paths",
     "/paths/strict-send{?destination_account,destination_assets,"
     "source_asset_type,source_asset_issuer,source_asset_code,"
     "source_amount}"},
    {"trade_aggregations",
     "/trade_aggregations{?base_asset_type,base_asset_code,"
     "base_asset_issuer,counter_asset_type,counter_asset_code,"
     "counter_asset_issuer,resolution,start_time,end_time,cursor,limit,"
     "order}"},
    {"trades",
     "/trades{?base_asset_type,base_asset_code,base_asset_issuer,counter_asset_type,"
     "counter_asset_code,counter_asset_issuer,offer_id,cursor,limit,order}"},
    {"transaction", "/transactions/{hash}"},
    {"transactions", "/transactions{?cursor,limit,order,include_failed}"},
};

}  // namespace

json::object to_json(RootRecord const& root, std::string_view base_url) {
    json::object links;
    for (auto const& [name, path] : kLinks) links[name] = link(base_url, path);
    if (root.has_friendbot) links["friendbot"] = link(base_url, "/friendbot{?addr}");
    return {{"_links", std::move(links)},
            {"horizon_version", root.version},
            {"core_version", root.version},
            {"ingest_latest_ledger", root.latest_ledger},
            {"history_latest_ledger", root.latest_ledger},
            {"history_latest_ledger_closed_at", base::to_rfc3339(root.latest_closed_at)},
            {"history_elder_ledger", root.elder_ledger},
            {"core_latest_ledger", root.latest_ledger},
            {"network_passphrase", root.passphrase},
            {"current_protocol_version", root.protocol_version},
            {"supported_protocol_version", root.protocol_version},
            {"core_supported_protocol_version", root.protocol_version}};
}

}  // namespace farthing::horizon
