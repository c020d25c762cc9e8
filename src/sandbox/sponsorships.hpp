#pragma once

#include <map>
#include <optional>

#include "stellar/keys.hpp"

namespace farthing::sandbox {

/// Who pays, within one transaction, for what others come to own: what begin sponsoring opens and
/// end sponsoring closes (CAP-33).
class Sponsorships {
public:
    /// Who pays for new entries of this account, or for the account itself when it is new.
    std::optional<stellar::PublicKey> sponsor_of(stellar::PublicKey const& account) const;
    bool is_sponsor(stellar::PublicKey const& account) const;
    bool none_open() const { return sponsors_.empty(); }

    /// The account must not have a sponsor.
    void begin(stellar::PublicKey const& sponsor, stellar::PublicKey const& account);
    void end(stellar::PublicKey const& account) { sponsors_.erase(account); }

private:
    std::map<stellar::PublicKey, stellar::PublicKey> sponsors_;  ///< By who is sponsored.
};

}  // namespace farthing::sandbox
