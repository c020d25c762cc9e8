#pragma once

#include "sandbox/repository.hpp"
#include "store/transaction.hpp"

namespace farthing::store {

/// sandbox::Repository in SQL, within one transaction.
class LedgerRepository final : public sandbox::Repository {
public:
    explicit LedgerRepository(Transaction& transaction) : transaction_(transaction) {}

    std::optional<sandbox::Account> find_account(stellar::PublicKey const& id) override;
    void put_account(sandbox::Account const& account) override;
    void remove_account(stellar::PublicKey const& id) override;
    Totals totals() override;
    std::optional<sandbox::LedgerHeader> latest_ledger() override;
    std::optional<sandbox::LedgerHeader> find_ledger(std::uint32_t sequence) override;
    std::vector<sandbox::LedgerHeader> list_ledgers(LedgerPage const& page) override;
    void append_ledger(sandbox::LedgerHeader const& ledger) override;
    void append_transaction(sandbox::ClosedTransaction const& transaction,
                            sandbox::Participants const& participants) override;
    std::optional<sandbox::ClosedTransaction> find_transaction(
        stellar::TransactionHash const& hash) override;

private:
    Transaction& transaction_;
};

}  // namespace farthing::store
