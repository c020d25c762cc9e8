#include "sandbox/reserves.hpp"

#include <algorithm>
#include <limits>

#include "base/ensure.hpp"
#include "sandbox/rules.hpp"

namespace farthing::sandbox {
namespace {

using stellar::OperationCode;
using stellar::PublicKey;
using Sponsor = std::optional<PublicKey>;

/// Two reserves belong to an account itself.
constexpr std::uint32_t kAccountReserves = 2;

/// What an account pays for must stay countable, whatever it is rich enough for.
bool is_countable(Account const& account, std::uint32_t more) {
    return std::uint64_t{account.sponsoring} + account.subentries + more <=
           std::numeric_limits<std::uint32_t>::max();
}

bool can_pay(Account const& account, std::uint32_t reserves) {
    return available(account) >= reserves * kBaseReserve;
}

Reserve sponsor_reserves(PublicKey const& sponsor, std::uint32_t reserves, Accounts& accounts) {
    // A sponsor stays until its sponsorship is closed.
    auto const* payer = accounts.find(sponsor);
    base::ensure(payer != nullptr);
    if (!can_pay(*payer, reserves)) return Reserve::low;
    if (!is_countable(*payer, reserves)) return Reserve::too_many_sponsoring;
    accounts.change(sponsor).sponsoring += reserves;
    return Reserve::taken;
}

void release_reserves(PublicKey const& sponsor, std::uint32_t reserves, Accounts& accounts) {
    auto& payer = accounts.change(sponsor);
    base::ensure(payer.sponsoring >= reserves);
    payer.sponsoring -= reserves;
}

}  // namespace

Reserve reserve_entry(PublicKey const& owner, Sponsor& sponsor, Accounts& accounts,
                      Sponsorships const& sponsorships) {
    auto const& account = *accounts.find(owner);
    if (account.subentries >= kMaxSubentries || !is_countable(account, 1))
        return Reserve::too_many_subentries;
    sponsor = sponsorships.sponsor_of(owner);
    if (sponsor) {
        auto const outcome = sponsor_reserves(*sponsor, 1, accounts);
        if (outcome != Reserve::taken) return outcome;
    } else if (!can_pay(account, 1)) {
        return Reserve::low;
    }
    auto& changed = accounts.change(owner);
    changed.subentries += 1;
    changed.sponsored += sponsor ? 1 : 0;
    return Reserve::taken;
}

void release_entry(PublicKey const& owner, Sponsor const& sponsor, Accounts& accounts) {
    auto& account = accounts.change(owner);
    base::ensure(account.subentries > 0);
    account.subentries -= 1;
    if (!sponsor) return;
    base::ensure(account.sponsored > 0);
    account.sponsored -= 1;
    release_reserves(*sponsor, 1, accounts);
}

Reserve reserve_account(Account& fresh, Accounts& accounts, Sponsorships const& sponsorships) {
    auto const sponsor = sponsorships.sponsor_of(fresh.id);
    if (!sponsor)
        return fresh.balance < kAccountReserves * kBaseReserve ? Reserve::low : Reserve::taken;
    auto const outcome = sponsor_reserves(*sponsor, kAccountReserves, accounts);
    if (outcome != Reserve::taken) return outcome;
    fresh.sponsored = kAccountReserves;
    fresh.options.sponsor = sponsor;
    return Reserve::taken;
}

void release_account(Account const& account, Accounts& accounts) {
    for (auto const& signer : account.options.signers)
        if (signer.sponsor) release_reserves(*signer.sponsor, 1, accounts);
    if (account.options.sponsor)
        release_reserves(*account.options.sponsor, kAccountReserves, accounts);
}

void remove_signer(PublicKey const& owner, stellar::SignerKey const& key, Accounts& accounts) {
    auto const& signers = accounts.find(owner)->options.signers;
    auto const found = std::ranges::find(signers, key, &AccountSigner::key);
    if (found == signers.end()) return;
    auto const sponsor = found->sponsor;
    release_entry(owner, sponsor, accounts);
    std::erase_if(accounts.change(owner).options.signers,
                  [&](AccountSigner const& signer) { return signer.key == key; });
}

stellar::OperationResult refusal(Reserve reserve, stellar::OperationResult const& low) {
    switch (reserve) {
        case Reserve::too_many_subentries:
            return {.code = OperationCode::too_many_subentries};
        case Reserve::too_many_sponsoring:
            return {.code = OperationCode::too_many_sponsoring};
        case Reserve::low:
            return low;
        case Reserve::taken:
            break;
    }
    base::ensure(false);
    return low;
}

}  // namespace farthing::sandbox
