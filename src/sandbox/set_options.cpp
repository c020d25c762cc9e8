#include <algorithm>
#include <limits>

#include "sandbox/operations.hpp"
#include "sandbox/reserves.hpp"
#include "sandbox/rules.hpp"

namespace farthing::sandbox {
namespace {

using stellar::SetOptions;
using stellar::SetOptionsCode;

constexpr std::uint32_t kMaxWeight = std::numeric_limits<std::uint8_t>::max();

bool is_in_range(std::optional<std::uint32_t> weight) {
    return weight.value_or(0) <= kMaxWeight;
}

bool is_valid(SetOptions::SignerChange const& change, PublicKey const& source) {
    if (change.key == stellar::SignerKey(source) || change.weight > kMaxWeight) return false;
    auto const* payload = std::get_if<stellar::SignedPayload>(&change.key);
    return payload == nullptr || !payload->payload.empty();
}

SetOptionsCode check_flags(SetOptions const& operation) {
    auto const set = operation.set_flags.value_or(0);
    auto const clear = operation.clear_flags.value_or(0);
    if (((set | clear) & ~kAllAuthFlags) != 0) return SetOptionsCode::unknown_flag;
    return (set & clear) != 0 ? SetOptionsCode::bad_flags : SetOptionsCode::success;
}

SetOptionsCode change_flags(SetOptions const& operation, std::uint32_t& flags) {
    if (!operation.set_flags && !operation.clear_flags) return SetOptionsCode::success;
    auto const set = operation.set_flags.value_or(0);
    auto const clear = operation.clear_flags.value_or(0);
    if ((flags & kAuthImmutable) != 0 && (set | clear) != 0) return SetOptionsCode::cannot_change;
    flags = (flags & ~clear) | set;
    bool const needs_revocable =
        (flags & kAuthClawbackEnabled) != 0 && (flags & kAuthRevocable) == 0;
    return needs_revocable ? SetOptionsCode::auth_revocable_required : SetOptionsCode::success;
}

void change_weight(std::uint8_t& weight, std::optional<std::uint32_t> wanted) {
    if (wanted) weight = static_cast<std::uint8_t>(*wanted);
}

void change_weights(SetOptions const& operation, AccountOptions& options) {
    change_weight(options.master_weight, operation.master_weight);
    change_weight(options.low_threshold, operation.low_threshold);
    change_weight(options.medium_threshold, operation.medium_threshold);
    change_weight(options.high_threshold, operation.high_threshold);
}

OperationResult add_signer(SetOptions::SignerChange const& change, PublicKey const& source,
                           Accounts& accounts, Surroundings const& around) {
    if (accounts.find(source)->options.signers.size() >= kMaxSigners)
        return result_of(SetOptionsCode::too_many_signers);
    AccountSigner signer{.key = change.key, .weight = static_cast<std::uint8_t>(change.weight)};
    auto const reserve = reserve_entry(source, signer.sponsor, accounts, around.sponsorships);
    if (reserve != Reserve::taken) return refusal(reserve, result_of(SetOptionsCode::low_reserve));
    auto& signers = accounts.change(source).options.signers;
    signers.insert(std::ranges::lower_bound(signers, signer.key, {}, &AccountSigner::key), signer);
    return result_of(SetOptionsCode::success);
}

OperationResult change_signer(SetOptions::SignerChange const& change, PublicKey const& source,
                              Accounts& accounts, Surroundings const& around) {
    auto& signers = accounts.change(source).options.signers;
    auto const known = std::ranges::find(signers, change.key, &AccountSigner::key);
    if (change.weight == 0)
        remove_signer(source, change.key, accounts);
    else if (known == signers.end())
        return add_signer(change, source, accounts, around);
    else
        known->weight = static_cast<std::uint8_t>(change.weight);
    return result_of(SetOptionsCode::success);
}

}  // namespace

SetOptionsCode check(SetOptions const& operation, PublicKey const& source) {
    auto const flags = check_flags(operation);
    if (flags != SetOptionsCode::success) return flags;
    for (auto const weight : {operation.master_weight, operation.low_threshold,
                              operation.medium_threshold, operation.high_threshold})
        if (!is_in_range(weight)) return SetOptionsCode::threshold_out_of_range;
    if (operation.signer && !is_valid(*operation.signer, source)) return SetOptionsCode::bad_signer;
    if (operation.home_domain && !is_plain_text(*operation.home_domain))
        return SetOptionsCode::invalid_home_domain;
    return SetOptionsCode::success;
}

OperationResult apply(SetOptions const& operation, PublicKey const& source, Accounts& accounts,
                      Surroundings const& around) {
    auto const& destination = operation.inflation_destination;
    if (destination && !accounts.find(*destination))
        return result_of(SetOptionsCode::invalid_inflation);
    auto& options = accounts.change(source).options;
    if (destination) options.inflation_destination = destination;
    auto const flags = change_flags(operation, options.flags);
    if (flags != SetOptionsCode::success) return result_of(flags);
    if (operation.home_domain) options.home_domain = *operation.home_domain;
    change_weights(operation, options);
    if (operation.signer) return change_signer(*operation.signer, source, accounts, around);
    return result_of(SetOptionsCode::success);
}

}  // namespace farthing::sandbox
