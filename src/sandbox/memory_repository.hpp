#pragma once

#include <algorithm>
#include <map>

#include "base/ensure.hpp"
#include "sandbox/repository.hpp"

namespace farthing::sandbox {

/// A repository for tests. To undo work, keep a copy from before and assign it back.
class MemoryRepository : public Repository {
public:
    std::optional<Account> find_account(stellar::PublicKey const& id) override {
        auto const found = accounts_.find(id);
        return found == accounts_.end() ? std::nullopt : std::optional(found->second);
    }

    void put_account(Account const& account) override {
        accounts_.insert_or_assign(account.id, account);
    }

    void remove_account(stellar::PublicKey const& id) override { accounts_.erase(id); }

    Totals totals() override {
        Totals totals{.accounts = static_cast<std::int64_t>(accounts_.size())};
        for (auto const& [id, account] : accounts_) {
            totals.sum += account.balance;
            bool const is_first = id == accounts_.begin()->first;
            totals.smallest =
                is_first ? account.balance : std::min(totals.smallest, account.balance);
        }
        return totals;
    }

    std::optional<LedgerHeader> latest_ledger() override {
        return ledgers_.empty() ? std::nullopt : std::optional(ledgers_.rbegin()->second);
    }

    std::optional<LedgerHeader> find_ledger(std::uint32_t sequence) override {
        auto const found = ledgers_.find(sequence);
        return found == ledgers_.end() ? std::nullopt : std::optional(found->second);
    }

    std::vector<LedgerHeader> list_ledgers(LedgerPage const& page) override {
        std::vector<LedgerHeader> out;
        for (auto const& [sequence, ledger] : ledgers_)
            if (page.descending ? sequence < page.after : sequence > page.after)
                out.push_back(ledger);
        if (page.descending) std::ranges::reverse(out);
        if (out.size() > page.limit) out.resize(page.limit);
        return out;
    }

    void append_ledger(LedgerHeader const& ledger) override {
        base::ensure(ledgers_.emplace(ledger.sequence, ledger).second);
    }

    void append_transaction(ClosedTransaction const& transaction, Participants const&) override {
        base::ensure(by_hash_.emplace(transaction.hash, transactions_.size()).second);
        if (transaction.inner_hash) by_hash_.emplace(*transaction.inner_hash, transactions_.size());
        transactions_.push_back(transaction);
    }

    std::optional<ClosedTransaction> find_transaction(
        stellar::TransactionHash const& hash) override {
        auto const found = by_hash_.find(hash);
        return found == by_hash_.end() ? std::nullopt : std::optional(transactions_[found->second]);
    }

    std::map<stellar::PublicKey, Account> const& accounts() const { return accounts_; }
    /// In the order of history.
    std::vector<ClosedTransaction> const& transactions() const { return transactions_; }

private:
    std::map<stellar::PublicKey, Account> accounts_;
    std::map<std::uint32_t, LedgerHeader> ledgers_;
    std::vector<ClosedTransaction> transactions_;
    std::map<stellar::TransactionHash, std::size_t> by_hash_;
};

}  // namespace farthing::sandbox
