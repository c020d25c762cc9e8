#include "horizon/operation_record.hpp"

#include <array>
#include <limits>

#include "base/encoding.hpp"
#include "base/money.hpp"
#include "horizon/hal.hpp"
#include "horizon/muxed_fields.hpp"
#include "stellar/result_xdr.hpp"

namespace farthing::horizon {
namespace {

constexpr std::size_t kShortCode = 4;

/// Amounts of failed operations may be negative, and are shown as they are.
std::string amount_text(std::int64_t amount) {
    if (amount >= 0) return base::to_horizon_amount(base::Stroops::of(amount));
    if (amount == std::numeric_limits<std::int64_t>::min()) return "-922337203685.4775808";
    return "-" + base::to_horizon_amount(base::Stroops::of(-amount));
}

void add_asset(json::object& out, stellar::Asset const& asset) {
    auto const* credit = std::get_if<stellar::CreditAsset>(&asset);
    if (credit == nullptr) {
        out["asset_type"] = "native";
        return;
    }
    out["asset_type"] =
        credit->code.size() <= kShortCode ? "credit_alphanum4" : "credit_alphanum12";
    out["asset_code"] = credit->code;
    out["asset_issuer"] = credit->issuer.address();
}

/// Horizon's names of the types, at the index of their numbers in OperationType.
constexpr std::array<std::string_view, stellar::kLastOperationType + 1> kTypeNames{
    "create_account",
    "payment",
    "path_payment_strict_receive",
    "manage_sell_offer",
    "create_passive_sell_offer",
    "set_options",
    "change_trust",
    "allow_trust",
    "account_merge",
    "inflation",
    "manage_data",
    "bump_sequence",
    "manage_buy_offer",
    "path_payment_strict_send",
    "create_claimable_balance",
    "claim_claimable_balance",
    "begin_sponsoring_future_reserves",
    "end_sponsoring_future_reserves",
    "revoke_sponsorship",
    "clawback",
    "clawback_claimable_balance",
    "set_trust_line_flags",
    "liquidity_pool_deposit",
    "liquidity_pool_withdraw",
    "invoke_host_function",
    "extend_footprint_ttl",
    "restore_footprint",
};

void add_body(json::object& out, stellar::MuxedAccount const& source,
              stellar::CreateAccount const& body) {
    out["starting_balance"] = amount_text(body.starting_balance);
    add_account(out, "funder", source);
    out["account"] = body.destination.address();
}

void add_body(json::object& out, stellar::MuxedAccount const& source,
              stellar::Payment const& body) {
    add_asset(out, body.asset);
    add_account(out, "from", source);
    add_account(out, "to", body.destination);
    out["amount"] = amount_text(body.amount);
}

void add_body(json::object& out, stellar::MuxedAccount const& source,
              stellar::AccountMerge const& body) {
    add_account(out, "account", source);
    add_account(out, "into", body.destination);
}

void add_body(json::object& out, stellar::MuxedAccount const&, stellar::BumpSequence const& body) {
    out["bump_to"] = std::to_string(body.bump_to);
}

template <class Other>
void add_body(json::object&, stellar::MuxedAccount const&, Other const&) {}

json::object links_of(std::string_view base_url, std::string const& id, std::string const& hash) {
    auto const self = "/operations/" + id;
    return {{"self", link(base_url, self)},
            {"transaction", link(base_url, "/transactions/" + hash)},
            {"effects", link(base_url, self + "/effects")},
            {"succeeds", link(base_url, "/effects?order=desc&cursor=" + id)},
            {"precedes", link(base_url, "/effects?order=asc&cursor=" + id)}};
}

}  // namespace

json::object to_json(OperationRecord const& operation, std::string_view base_url) {
    auto const id = operation.position.to_text();
    auto const hash = base::to_hex(operation.transaction_hash);
    json::object out{{"_links", links_of(base_url, id, hash)},
                     {"id", id},
                     {"paging_token", id},
                     {"transaction_successful", operation.transaction_successful}};
    add_account(out, "source_account", operation.source);
    auto const type = stellar::type_of(operation.body);
    out["type"] = kTypeNames.at(static_cast<std::size_t>(type));
    out["type_i"] = type;
    out["created_at"] = base::to_rfc3339(operation.created_at);
    out["transaction_hash"] = hash;
    if (operation.transaction) out["transaction"] = *operation.transaction;
    std::visit([&](auto const& body) { add_body(out, operation.source, body); }, operation.body);
    return out;
}

}  // namespace farthing::horizon
