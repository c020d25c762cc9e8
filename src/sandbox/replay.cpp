#include "sandbox/replay.hpp"

#include <map>

#include "sandbox/closing.hpp"
#include "sandbox/genesis.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/ledger_header.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::sandbox {
namespace {

base::Error differs(std::uint32_t ledger, std::string_view what) {
    return base::fail(base::Errc::conflict,
                      "ledger " + std::to_string(ledger) + ": " + std::string(what));
}

}  // namespace

/// The accounts as they come out, and the headers of the newest ledgers.
class Replay::State final : public Repository {
public:
    std::optional<Account> find_account(stellar::PublicKey const& id) override {
        auto const found = accounts.find(id);
        return found == accounts.end() ? std::nullopt : std::optional(found->second);
    }
    void put_account(Account const& account) override {
        accounts.insert_or_assign(account.id, account);
    }
    void remove_account(stellar::PublicKey const& id) override { accounts.erase(id); }

    Totals totals() override {
        Totals out{.accounts = static_cast<std::int64_t>(accounts.size())};
        for (auto const& [id, account] : accounts) {
            out.sum += account.balance;
            out.smallest = std::min(out.smallest, account.balance);
        }
        return out;
    }

    std::optional<LedgerHeader> latest_ledger() override {
        return headers.empty() ? std::nullopt : std::optional(headers.rbegin()->second);
    }
    std::optional<LedgerHeader> find_ledger(std::uint32_t sequence) override {
        auto const found = headers.find(sequence);
        return found == headers.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<LedgerHeader> list_ledgers(LedgerPage const&) override { return {}; }
    void append_ledger(LedgerHeader const& ledger) override {
        headers.emplace(ledger.sequence, ledger);
        if (headers.size() > kHeadersKept) headers.erase(headers.begin());
    }
    void append_transaction(ClosedTransaction const& transaction, Participants const&) override {
        newest.push_back(transaction);
    }
    std::optional<ClosedTransaction> find_transaction(stellar::TransactionHash const&) override {
        return std::nullopt;
    }

    /// Founding makes two ledgers at once.
    static constexpr std::size_t kHeadersKept = 2;
    std::map<stellar::PublicKey, Account> accounts;
    std::map<std::uint32_t, LedgerHeader> headers;
    std::vector<ClosedTransaction> newest;
};

Replay::Replay(std::string passphrase)
    : passphrase_(std::move(passphrase)), state_(std::make_unique<State>()) {}

Replay::~Replay() = default;

std::int64_t Replay::accounts() const {
    return static_cast<std::int64_t>(state_->accounts.size());
}

base::Result<void> Replay::next(LedgerHeader const& recorded,
                                std::vector<ClosedTransaction> const& transactions) {
    if (hash_of_header(recorded) != recorded.hash)
        return differs(recorded.sequence, "its hash does not cover its header");
    if (recorded.sequence == 1) return found(recorded);
    if (recorded.sequence > 2)
        if (auto const closed = close(recorded, transactions); !closed) return closed;
    auto const again = state_->find_ledger(recorded.sequence);
    if (state_->newest != transactions)
        return differs(recorded.sequence, "its transactions come out differently");
    if (!again || *again != recorded)
        return differs(recorded.sequence, "its header comes out differently");
    transactions_ += static_cast<std::int64_t>(transactions.size());
    return check_conservation(*state_);
}

base::Result<void> Replay::found(LedgerHeader const& recorded) {
    found_network(*state_, stellar::network_id(passphrase_), Friendbot(passphrase_),
                  recorded.closed_at);
    if (state_->find_ledger(1) != recorded) return differs(1, "the network was founded otherwise");
    return {};
}

base::Result<void> Replay::close(LedgerHeader const& recorded,
                                 std::vector<ClosedTransaction> const& transactions) {
    auto const previous = state_->latest_ledger();
    if (!previous || previous->sequence + 1 != recorded.sequence)
        return differs(recorded.sequence, "the ledger before it is missing");
    std::vector<Candidate> candidates;
    for (auto const& transaction : transactions) {
        auto envelope = stellar::decode_envelope(transaction.envelope);
        if (!envelope) return differs(recorded.sequence, envelope.error().message);
        candidates.push_back(
            make_candidate(std::move(*envelope), stellar::network_id(passphrase_)));
    }
    std::vector<Candidate const*> pointers;
    for (auto const& candidate : candidates) pointers.push_back(&candidate);
    state_->newest.clear();
    close_ledger(*state_, *previous, pointers, recorded.closed_at);
    return {};
}

base::Result<void> Replay::compare_accounts(Repository& recorded) const {
    for (auto const& [id, account] : state_->accounts)
        if (recorded.find_account(id) != account)
            return base::fail(base::Errc::conflict,
                              "account " + id.address() + " is not what its history makes it");
    auto const more = recorded.totals().accounts - accounts();
    if (more != 0)
        return base::fail(base::Errc::conflict, std::to_string(more) + " accounts have no history");
    return {};
}

}  // namespace farthing::sandbox
