#pragma once

#include <map>
#include <optional>

#include "sandbox/repository.hpp"

namespace farthing::sandbox {

/// What an account can pay: its balance without the reserve; nothing when it is below.
std::int64_t available(Account const& account);

/// The accounts as a step of the work sees them: its own changes, over those of the step around it,
/// over the repository.
///
/// A step whose changes are not kept leaves no trace. Uses references to what is below it, which
/// must outlive it and must not change meanwhile.
class Accounts {
public:
    explicit Accounts(Repository& repository) : repository_(&repository) {}
    static Accounts above(Accounts& step) { return Accounts(&step); }
    Accounts(Accounts const&) = delete;
    Accounts& operator=(Accounts const&) = delete;

    /// Null when there is none. Valid until this account is changed or the step around this one is.
    Account const* find(stellar::PublicKey const& id);
    /// To be changed in place; there must be one. Valid until it is removed or the step is kept.
    Account& change(stellar::PublicKey const& id);
    /// A new account, or another one in the place of the one with its id.
    void put(Account account);
    void remove(stellar::PublicKey const& id);

    /// Hands the changes to the step around this one. Not for the lowest.
    void keep();
    /// Writes the changes to the repository, marked as made in this ledger. For the lowest only.
    void write(std::uint32_t ledger);

private:
    /// Nothing where an account was removed, or never was.
    using States = std::map<stellar::PublicKey, std::optional<Account>>;

    explicit Accounts(Accounts* below) : below_(below) {}

    Repository* repository_ = nullptr;
    Accounts* below_ = nullptr;
    States changed_;
    /// What the repository said, so that it is asked once.
    States read_;
};

}  // namespace farthing::sandbox
