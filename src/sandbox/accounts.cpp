#include "sandbox/accounts.hpp"

#include <algorithm>

#include "base/ensure.hpp"
#include "stellar/reserve.hpp"

namespace farthing::sandbox {
namespace {

Account const* pointer_to(std::optional<Account> const& state) {
    return state ? &*state : nullptr;
}

}  // namespace

std::int64_t available(Account const& account) {
    auto const minimum = stellar::minimum_balance({.subentries = account.subentries,
                                                   .sponsoring = account.sponsoring,
                                                   .sponsored = account.sponsored});
    return std::max<std::int64_t>(account.balance - minimum.value(), 0);
}

Account const* Accounts::find(stellar::PublicKey const& id) {
    auto const changed = changed_.find(id);
    if (changed != changed_.end()) return pointer_to(changed->second);
    if (below_ != nullptr) return below_->find(id);
    auto const read = read_.find(id);
    if (read != read_.end()) return pointer_to(read->second);
    return pointer_to(read_.emplace(id, repository_->find_account(id)).first->second);
}

Account& Accounts::change(stellar::PublicKey const& id) {
    auto changed = changed_.find(id);
    if (changed == changed_.end()) {
        auto const* account = find(id);
        base::ensure(account != nullptr);
        changed = changed_.emplace(id, *account).first;
    }
    base::ensure(changed->second.has_value());
    return *changed->second;
}

void Accounts::put(Account account) {
    auto const id = account.id;
    changed_.insert_or_assign(id, std::move(account));
}

void Accounts::remove(stellar::PublicKey const& id) {
    changed_.insert_or_assign(id, std::nullopt);
}

void Accounts::keep() {
    base::ensure(below_ != nullptr);
    for (auto& [id, state] : changed_) below_->changed_.insert_or_assign(id, std::move(state));
    changed_.clear();
}

void Accounts::write(std::uint32_t ledger) {
    base::ensure(repository_ != nullptr);
    for (auto& [id, state] : changed_) {
        if (!state) {
            repository_->remove_account(id);
            continue;
        }
        state->last_modified_ledger = ledger;
        repository_->put_account(*state);
    }
    read_.clear();
    changed_.clear();
}

}  // namespace farthing::sandbox
