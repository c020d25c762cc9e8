#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "sandbox/memory_repository.hpp"
#include "sandbox/rules.hpp"

namespace farthing::sandbox {

/// Counts everything that has a reserve anew, from the entries that there are.
class ReserveCount {
public:
    explicit ReserveCount(MemoryRepository const& repository) : accounts_(repository.accounts()) {
        for (auto const& [id, account] : accounts_) count(account);
    }

    /// What an account's counters, signers or data entries have wrong, or nothing.
    std::string fault_of(Account const& account) const {
        auto const& options = account.options;
        if (account.subentries != options.signers.size() + options.data.size()) return "subentries";
        if (account.sponsoring != value_of(sponsoring_, account.id)) return "sponsoring";
        if (account.sponsored != value_of(sponsored_, account.id)) return "sponsored";
        if (options.signers.size() > kMaxSigners ||
            !are_in_order(options.signers, &AccountSigner::key))
            return "signers";
        return are_in_order(options.data, &DataEntry::name) ? "" : "data entries";
    }

    /// Every sponsor is an account, and not that of what it pays for.
    bool has_strange_sponsors() const { return strange_sponsor_; }

private:
    using Counts = std::map<stellar::PublicKey, std::uint32_t>;

    void count(Account const& account) {
        add(account, account.options.sponsor, 2);
        for (auto const& signer : account.options.signers) add(account, signer.sponsor, 1);
        for (auto const& entry : account.options.data) add(account, entry.sponsor, 1);
    }

    void add(Account const& account, std::optional<stellar::PublicKey> const& sponsor,
             std::uint32_t reserves) {
        if (!sponsor) return;
        if (*sponsor == account.id || !accounts_.contains(*sponsor)) strange_sponsor_ = true;
        sponsoring_[*sponsor] += reserves;
        sponsored_[account.id] += reserves;
    }

    static std::uint32_t value_of(Counts const& counts, stellar::PublicKey const& id) {
        auto const found = counts.find(id);
        return found == counts.end() ? 0 : found->second;
    }

    template <class Entries, class Key>
    static bool are_in_order(Entries const& entries, Key key) {
        return std::ranges::adjacent_find(entries, std::ranges::greater_equal(), key) ==
               entries.end();
    }

    std::map<stellar::PublicKey, Account> const& accounts_;
    Counts sponsoring_;
    Counts sponsored_;
    bool strange_sponsor_ = false;
};

/// Whether all reserves are counted right: nothing when they are.
inline std::string find_inconsistency(MemoryRepository const& repository) {
    ReserveCount const count(repository);
    if (count.has_strange_sponsors()) return "a sponsor does not exist or pays for itself";
    for (auto const& [id, account] : repository.accounts()) {
        auto const fault = count.fault_of(account);
        if (!fault.empty()) return fault + " of " + id.address();
    }
    return "";
}

}  // namespace farthing::sandbox
