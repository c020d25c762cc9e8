#include "sandbox/sponsorships.hpp"

#include <algorithm>

#include "base/ensure.hpp"

namespace farthing::sandbox {

using stellar::PublicKey;

std::optional<PublicKey> Sponsorships::sponsor_of(PublicKey const& account) const {
    auto const found = sponsors_.find(account);
    return found == sponsors_.end() ? std::nullopt : std::optional(found->second);
}

bool Sponsorships::is_sponsor(PublicKey const& account) const {
    return std::ranges::any_of(sponsors_, [&](auto const& each) { return each.second == account; });
}

void Sponsorships::begin(PublicKey const& sponsor, PublicKey const& account) {
    base::ensure(sponsors_.emplace(account, sponsor).second);
}

}  // namespace farthing::sandbox
