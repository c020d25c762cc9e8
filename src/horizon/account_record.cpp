#include "horizon/account_record.hpp"

#include "base/encoding.hpp"
#include "horizon/account_flags.hpp"
#include "horizon/hal.hpp"

namespace farthing::horizon {
namespace {

json::object links_of(AccountRecord const& account, std::string_view base_url) {
    auto const path = "/accounts/" + account.id.address();
    json::object out{{"self", link(base_url, path)}};
    for (auto const* list :
         {"transactions", "operations", "payments", "effects", "offers", "trades"})
        out[list] = list_link(base_url, path + "/" + list);
    out["data"] = link(base_url, path + "/data/{key}");
    return out;
}

json::object to_json(AccountRecord::Signer const& signer) {
    json::object out{{"weight", signer.weight}, {"key", signer.key}, {"type", signer.type}};
    if (signer.sponsor) out["sponsor"] = signer.sponsor->address();
    return out;
}

json::array signers_of(AccountRecord const& account) {
    if (account.signers.empty())
        return {to_json(AccountRecord::Signer{
            .key = account.id.address(), .type = "ed25519_public_key", .weight = 1})};
    json::array out;
    for (auto const& signer : account.signers) out.push_back(to_json(signer));
    return out;
}

json::object flags_of(AccountRecord const& account) {
    json::object out;
    for (auto const& flag : kAccountFlags) out[flag.name] = (account.flags & flag.mask) != 0;
    return out;
}

json::object thresholds_of(AccountRecord const& account) {
    return {{"low_threshold", account.thresholds.low},
            {"med_threshold", account.thresholds.medium},
            {"high_threshold", account.thresholds.high}};
}

json::object data_of(AccountRecord const& account) {
    json::object out;
    for (auto const& [name, value] : account.data) out[name] = base::to_base64(value);
    return out;
}

/// Lumens stand last in Horizon's list of balances; here they are the whole of it.
json::array balances_of(AccountRecord const& account) {
    auto const nothing = base::to_horizon_amount(base::Stroops());
    return {json::object{{"balance", base::to_horizon_amount(account.balance)},
                         {"buying_liabilities", nothing},
                         {"selling_liabilities", nothing},
                         {"asset_type", "native"}}};
}

}  // namespace

json::object to_json(AccountRecord const& account, std::string_view base_url) {
    auto const address = account.id.address();
    json::object out{{"_links", links_of(account, base_url)},
                     {"id", address},
                     {"account_id", address},
                     {"sequence", std::to_string(account.sequence)}};
    if (account.sequence_ledger) out["sequence_ledger"] = *account.sequence_ledger;
    if (account.sequence_time) out["sequence_time"] = std::to_string(*account.sequence_time);
    out["subentry_count"] = account.subentry_count;
    if (account.inflation_destination)
        out["inflation_destination"] = account.inflation_destination->address();
    if (account.home_domain) out["home_domain"] = *account.home_domain;
    out["last_modified_ledger"] = account.last_modified_ledger;
    out["last_modified_time"] = base::to_rfc3339(account.last_modified_time);
    out["thresholds"] = thresholds_of(account);
    out["flags"] = flags_of(account);
    out["balances"] = balances_of(account);
    out["signers"] = signers_of(account);
    out["data"] = data_of(account);
    out["num_sponsoring"] = account.num_sponsoring;
    out["num_sponsored"] = account.num_sponsored;
    if (account.sponsor) out["sponsor"] = account.sponsor->address();
    out["paging_token"] = address;
    return out;
}

}  // namespace farthing::horizon
