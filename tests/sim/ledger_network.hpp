#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "http/client.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/memory_repository.hpp"
#include "stellar/network.hpp"
#include "timeline.hpp"

namespace farthing::sim {

/// The transaction itself, also of a fee-bump.
stellar::Transaction const& inner_of(stellar::Envelope const& envelope);

/// Every state that accounts had, so that a node can show an older one.
class RememberingRepository final : public sandbox::MemoryRepository {
public:
    void put_account(sandbox::Account const& account) override {
        MemoryRepository::put_account(account);
        history_[account.id].push_back(account);
    }
    /// As it was when this ledger had closed.
    std::optional<sandbox::Account> account_at(stellar::PublicKey const& id,
                                               std::uint32_t ledger) const;

private:
    std::map<stellar::PublicKey, std::vector<sandbox::Account>> history_;
};

/// The network: one ledger of the real rules, with two Horizon nodes that show it. It takes no part
/// in the server's crashes.
class LedgerNetwork {
public:
    using Respond = std::function<void(http::ClientResponse)>;

    explicit LedgerNetwork(Timeline& timeline);

    static constexpr std::size_t kNodes = 2;
    /// By how many ledgers each node is behind.
    std::array<std::uint32_t, kNodes> lag = {};

    /// What a node makes of a request. `respond` comes now, or when a ledger has closed.
    void ask(std::size_t node, http::ClientRequest const& request, Respond const& respond);

    void close();
    /// Gives accounts that are not there yet friendbot's gift, within the next ledgers.
    void found(std::vector<stellar::PublicKey> const& accounts);
    /// Straight to the validators, past every Horizon.
    sandbox::Submission submit(stellar::Envelope const& envelope);

    std::int64_t balance(stellar::PublicKey const& id) const;
    /// The sequence number that the account's next transaction must have.
    stellar::SequenceNumber next_sequence(stellar::PublicKey const& id) const;
    RememberingRepository& repository() { return repository_; }
    stellar::NetworkId const& id() const { return ledger_.network(); }

    /// Called with every envelope that arrives, before the network sees it.
    std::function<void(stellar::Envelope const&)> on_submission = [](auto const&) {};

private:
    std::uint32_t visible(std::size_t node);
    http::ClientResponse take(std::string const& form);
    http::ClientResponse show_transaction(std::string const& hash, std::uint32_t latest);
    http::ClientResponse show_account(std::string const& address, std::uint32_t latest);
    http::ClientResponse show_payments(std::string const& path, std::uint32_t latest);
    http::ClientResponse show_root(std::uint32_t latest);
    void fund(std::string const& address, Respond const& respond);

    Timeline& timeline_;
    RememberingRepository repository_;
    sandbox::Ledger ledger_{std::string(stellar::kTestnetPassphrase)};
    /// Who waits for the next ledger.
    std::vector<Respond> waiting_;
};

}  // namespace farthing::sim
