#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sandbox/candidate.hpp"
#include "sandbox/repository.hpp"
#include "stellar/keys.hpp"

namespace farthing::sandbox {

/// The giver of play money: one account with the money, and others ("minions") whose sequence
/// numbers its transactions use, so that many fit in one ledger.
///
/// Its keys come from the passphrase, which everybody knows. That is no loss: so does the root
/// account's, by the network's own rule, and nothing here is worth anything. So anybody may also
/// spend, lock or merge away friendbot's accounts; then it gives nothing any more.
class Friendbot {
public:
    explicit Friendbot(std::string_view passphrase);

    /// What the root account must do to found it.
    std::vector<stellar::Operation> founding() const;

    stellar::PublicKey const& account() const { return bot_.public_key(); }
    /// True when this is friendbot's gift to that account.
    bool gives_to(stellar::PublicKey const& address, stellar::Transaction const& transaction) const;

    /// A gift of kFriendbotStroops, signed and ready to submit: a new account, or a payment to one
    /// that has less. From the first minion that is idle. invalid_request when the account has
    /// enough; unavailable when no minion is idle, or none is left.
    base::Result<stellar::Envelope> give(
        Repository& repository, stellar::PublicKey const& address, NextLedger const& ledger,
        stellar::NetworkId const& network,
        std::function<bool(stellar::PublicKey const&)> const& is_idle) const;

private:
    stellar::Operation gift(std::optional<Account> const& account,
                            stellar::PublicKey const& address) const;
    stellar::KeyPair const* find_minion(
        Repository& repository,
        std::function<bool(stellar::PublicKey const&)> const& is_idle) const;

    stellar::KeyPair bot_;
    std::vector<stellar::KeyPair> minions_;
};

}  // namespace farthing::sandbox
