#include "horizon/operation_details.hpp"

#include <array>
#include <limits>

#include "base/encoding.hpp"
#include "base/money.hpp"
#include "horizon/account_flags.hpp"
#include "horizon/muxed_fields.hpp"
#include "horizon/utf8.hpp"
#include "stellar/address.hpp"

namespace farthing::horizon {
namespace {

namespace json = base::json;

constexpr std::size_t kShortCode = 4;

/// At the index of their numbers in OperationType.
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

void add_asset(json::object& out, stellar::Asset const& asset) {
    auto const* credit = std::get_if<stellar::CreditAsset>(&asset);
    if (credit == nullptr) {
        out["asset_type"] = "native";
        return;
    }
    out["asset_type"] =
        credit->code.size() <= kShortCode ? "credit_alphanum4" : "credit_alphanum12";
    out["asset_code"] = scrub(credit->code);
    out["asset_issuer"] = credit->issuer.address();
}

template <class Number>
void add_optional(json::object& out, std::string_view field, std::optional<Number> const& value) {
    if (value) out[field] = *value;
}

/// `set_flags` and `set_flags_s`, or the same of the flags to clear; nothing when there are none.
void add_flags(json::object& out, std::string const& field,
               std::optional<std::uint32_t> const& flags) {
    if (flags.value_or(0) == 0) return;
    json::array numbers;
    json::array names;
    for (auto const& flag : kAccountFlags) {
        if ((*flags & flag.mask) == 0) continue;
        numbers.emplace_back(flag.mask);
        names.emplace_back(flag.name);
    }
    out[field] = std::move(numbers);
    out[field + "_s"] = std::move(names);
}

void add_body(json::object& out, OperationDetails const& details,
              stellar::CreateAccount const& body) {
    out["starting_balance"] = signed_amount(body.starting_balance);
    add_account(out, "funder", details.source);
    out["account"] = body.destination.address();
}

void add_body(json::object& out, OperationDetails const& details, stellar::Payment const& body) {
    add_asset(out, body.asset);
    add_account(out, "from", details.source);
    add_account(out, "to", body.destination);
    out["amount"] = signed_amount(body.amount);
}

void add_body(json::object& out, OperationDetails const&, stellar::SetOptions const& body) {
    if (body.home_domain) out["home_domain"] = scrub(*body.home_domain);
    if (body.inflation_destination) out["inflation_dest"] = body.inflation_destination->address();
    add_optional(out, "master_key_weight", body.master_weight);
    if (body.signer) {
        out["signer_key"] = stellar::signer_address(body.signer->key);
        out["signer_weight"] = body.signer->weight;
    }
    add_flags(out, "set_flags", body.set_flags);
    add_flags(out, "clear_flags", body.clear_flags);
    add_optional(out, "low_threshold", body.low_threshold);
    add_optional(out, "med_threshold", body.medium_threshold);
    add_optional(out, "high_threshold", body.high_threshold);
}

void add_body(json::object& out, OperationDetails const& details,
              stellar::AccountMerge const& body) {
    add_account(out, "account", details.source);
    add_account(out, "into", body.destination);
}

/// An entry that is removed has an empty value.
void add_body(json::object& out, OperationDetails const&, stellar::ManageData const& body) {
    out["name"] = scrub(body.name);
    out["value"] = body.value ? base::to_base64(*body.value) : std::string();
}

void add_body(json::object& out, OperationDetails const&, stellar::BumpSequence const& body) {
    out["bump_to"] = std::to_string(body.bump_to);
}

void add_body(json::object& out, OperationDetails const&, stellar::BeginSponsoring const& body) {
    out["sponsored_id"] = body.sponsored.address();
}

void add_body(json::object& out, OperationDetails const& details, stellar::EndSponsoring const&) {
    if (details.sponsor) add_account(out, "begin_sponsor", *details.sponsor);
}

void add_body(json::object&, OperationDetails const&, stellar::OtherOperation const&) {}

}  // namespace

std::string_view operation_type_name(std::int32_t type) {
    base::ensure(type >= 0 && type <= stellar::kLastOperationType);
    return kTypeNames[static_cast<std::size_t>(type)];
}

std::string signed_amount(std::int64_t stroops) {
    if (stroops >= 0) return base::to_horizon_amount(base::Stroops::of(stroops));
    if (stroops == std::numeric_limits<std::int64_t>::min()) return "-922337203685.4775808";
    return "-" + base::to_horizon_amount(base::Stroops::of(-stroops));
}

void add_details(json::object& out, OperationDetails const& operation) {
    std::visit([&](auto const& body) { add_body(out, operation, body); }, operation.body);
    bool const ends = std::holds_alternative<stellar::EndSponsoring>(operation.body);
    if (operation.sponsor && !ends) out["sponsor"] = operation.sponsor->account.address();
}

}  // namespace farthing::horizon
