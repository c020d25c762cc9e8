#pragma once

#include <initializer_list>

#include "sandbox/candidate.hpp"
#include "sandbox/closing.hpp"
#include "sandbox/consistency_testing.hpp"
#include "sandbox/memory_repository.hpp"
#include "sandbox/operations.hpp"
#include "sandbox/rules.hpp"
#include "stellar/transaction.hpp"

/// What the tests of this room have in common: some people, short ways to sign, a small ledger.
namespace farthing::sandbox {

inline stellar::NetworkId const kTestNetwork = stellar::network_id("a network for tests");

inline stellar::KeyPair key_number(std::uint8_t number) {
    return stellar::KeyPair::from_seed({number, 1, 2, 3});
}

inline stellar::KeyPair const kAlice = key_number(1);
inline stellar::KeyPair const kBob = key_number(2);
inline stellar::KeyPair const kCarol = key_number(3);
inline stellar::KeyPair const kNobody = key_number(4);  ///< Has no account.

constexpr std::uint32_t kTestLedger = 10;
constexpr auto kTestTime = base::Timestamp::from_seconds(1'790'000'000);
constexpr std::int64_t kLumen = base::Stroops::kPerLumen;

inline stellar::Operation pay(stellar::PublicKey const& to, std::int64_t amount) {
    return {.body = stellar::Payment{{to}, stellar::NativeAsset{}, amount}};
}

inline stellar::Operation create(stellar::PublicKey const& account, std::int64_t amount) {
    return {.body = stellar::CreateAccount{account, amount}};
}

inline stellar::Operation by(stellar::KeyPair const& source, stellar::Operation operation) {
    operation.source = stellar::MuxedAccount{source.public_key()};
    return operation;
}

/// A transaction whose sequence number fits an account that has not done anything since ledger 1.
inline stellar::Transaction transaction_of(stellar::KeyPair const& source,
                                           std::vector<stellar::Operation> operations) {
    auto const count = static_cast<std::uint32_t>(operations.size());
    return {.source = {source.public_key()},
            .fee = kBaseFee * count,
            .sequence = stellar::starting_sequence(1) + 1,
            .operations = std::move(operations)};
}

inline stellar::SignedTransaction signed_by(stellar::Transaction transaction,
                                            std::initializer_list<stellar::KeyPair> keys,
                                            stellar::NetworkId const& network = kTestNetwork) {
    stellar::SignedTransaction out{.transaction = std::move(transaction)};
    auto const hash = stellar::hash_of(out.transaction, network);
    for (auto const& key : keys) out.signatures.push_back(stellar::sign(hash, key));
    return out;
}

inline stellar::FeeBump bumped(stellar::SignedTransaction inner, stellar::KeyPair const& payer,
                               std::int64_t fee, stellar::NetworkId const& network = kTestNetwork) {
    stellar::FeeBump out{.fee_source = {payer.public_key()}, .fee = fee, .inner = std::move(inner)};
    out.signatures = {stellar::sign(stellar::hash_of(out, network), payer)};
    return out;
}

inline Candidate candidate_of(stellar::Envelope envelope) {
    return make_candidate(std::move(envelope), kTestNetwork);
}

inline Account account_of(stellar::KeyPair const& key, std::int64_t balance) {
    return {.id = key.public_key(),
            .balance = balance,
            .sequence = stellar::starting_sequence(1),
            .last_modified_ledger = 1};
}

/// Remembers which transactions each ledger has.
class RecordingRepository final : public MemoryRepository {
public:
    void append_transaction(ClosedTransaction const& transaction,
                            Participants const& participants) override {
        MemoryRepository::append_transaction(transaction, participants);
        by_ledger[transaction.ledger].push_back(transaction);
    }
    std::map<std::uint32_t, std::vector<ClosedTransaction>> by_ledger;
};

/// Alice, Bob and Carol with 100 lumens each, in a ledger that has been going on for a while.
inline MemoryRepository small_ledger() {
    MemoryRepository repository;
    for (auto const& key : {kAlice, kBob, kCarol})
        repository.put_account(account_of(key, 100 * kLumen));
    repository.append_ledger({.sequence = kTestLedger,
                              .hash = {7},
                              .closed_at = kTestTime,
                              .total_coins = 300 * kLumen});
    return repository;
}

/// Closes the next ledger with these.
inline Closing close_with(MemoryRepository& repository, std::vector<stellar::Envelope> envelopes,
                          base::Timestamp now = kTestTime) {
    std::vector<Candidate> candidates;
    for (auto& envelope : envelopes) candidates.push_back(candidate_of(std::move(envelope)));
    std::vector<Candidate const*> pointers;
    for (auto const& candidate : candidates) pointers.push_back(&candidate);
    auto closing = close_ledger(repository, *repository.latest_ledger(), pointers, now);
    base::ensure(find_inconsistency(repository).empty());
    return closing;
}

inline stellar::TransactionResult result_in(Closing const& closing, std::size_t index) {
    return *stellar::decode_result(closing.transactions.at(index).result);
}

/// The small ledger while its next one is applied, for operations one by one.
struct Stage {
    /// What it leads to; its changes stay also when it fails.
    template <class Body>
    OperationResult apply(Body const& body, stellar::KeyPair const& source) {
        return sandbox::apply(
            body, source.public_key(), accounts,
            {.ledger = ledger, .transactions = transactions, .sponsorships = sponsorships});
    }
    Account const& account(stellar::KeyPair const& key) { return *accounts.find(key.public_key()); }
    Account& change(stellar::KeyPair const& key) { return accounts.change(key.public_key()); }

    MemoryRepository repository = small_ledger();
    Accounts accounts{repository};
    Sponsorships sponsorships = {};
    NextLedger ledger{kTestLedger + 1, kTestTime};
    std::vector<Candidate const*> transactions = {};
};

}  // namespace farthing::sandbox
