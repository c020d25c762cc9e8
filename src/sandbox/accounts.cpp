#include "sandbox/accounts.hpp"

#include <algorithm>

#include "base/ensure.hpp"
#include "stellar/reserve.hpp"

namespace farthing::sandbox {

std::int64_t available(Account const& account) {
    auto const minimum = stellar::minimum_balance({.subentries = account.subentries,
                                                   .sponsoring = account.sponsoring,
                                                   .sponsored = account.sponsored});
    return std::max<std::int64_t>(account.balance - minimum.value(), 0);
}

std::optional<Account> Accounts::find(stellar::PublicKey const& id) {
    auto const changed = changed_.find(id);
    if (changed != changed_.end()) return changed->second;
    if (below_ != nullptr) return below_->find(id);
    auto const read = read_.find(id);
    if (read != read_.end()) return read->second;
    return read_.emplace(id, repository_->find_account(id)).first->second;
}

void Accounts::keep() {
    base::ensure(below_ != nullptr);
    for (auto const& [id, account] : changed_) below_->put(account);
    changed_.clear();
}

void Accounts::write(std::uint32_t ledger) {
    base::ensure(repository_ != nullptr);
    for (auto& [id, account] : changed_) {
        account.last_modified_ledger = ledger;
        repository_->put_account(account);
    }
    read_.clear();
    changed_.clear();
}

}  // namespace farthing::sandbox
