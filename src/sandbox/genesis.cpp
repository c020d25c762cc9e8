#include "sandbox/genesis.hpp"

#include "base/ensure.hpp"
#include "sandbox/closing.hpp"
#include "sandbox/ledger_header.hpp"
#include "sandbox/rules.hpp"

namespace farthing::sandbox {
namespace {

LedgerHeader write_first_ledger(Repository& repository, stellar::PublicKey const& root,
                                base::Timestamp now) {
    repository.put_account({.id = root, .balance = kTotalCoins, .last_modified_ledger = 1});
    LedgerHeader header{.sequence = 1,
                        .closed_at = base::Timestamp::from_seconds(now.seconds()),
                        .total_coins = kTotalCoins};
    header.transaction_set_hash = hash_of_transactions(header.previous_hash, {});
    header.result_set_hash = hash_of_results({});
    header.hash = hash_of_header(header);
    repository.append_ledger(header);
    return header;
}

stellar::SignedTransaction founding_envelope(stellar::NetworkId const& network,
                                             Friendbot const& friendbot) {
    auto const root = root_key(network);
    auto const operations = friendbot.founding();
    stellar::SignedTransaction envelope{
        {.source = {root.public_key()},
         .fee = kBaseFee * static_cast<std::uint32_t>(operations.size()),
         .sequence = 1,
         .operations = operations}};
    envelope.signatures = {stellar::sign(stellar::hash_of(envelope.transaction, network), root)};
    return envelope;
}

}  // namespace

stellar::KeyPair root_key(stellar::NetworkId const& network) {
    return stellar::KeyPair::from_seed(network);
}

void found_network(Repository& repository, stellar::NetworkId const& network,
                   Friendbot const& friendbot, base::Timestamp now) {
    auto const first = write_first_ledger(repository, root_key(network).public_key(), now);
    auto const candidate = make_candidate(founding_envelope(network, friendbot), network);
    auto const closing = close_ledger(repository, first, {&candidate}, now);
    base::ensure(closing.header.successful_transactions == 1);
}

bool is_founded(Repository& repository, stellar::NetworkId const& network,
                Friendbot const& friendbot) {
    if (repository.find_account(root_key(network).public_key())) return true;
    auto const founding = founding_envelope(network, friendbot);
    return repository.find_transaction(stellar::hash_of(founding.transaction, network)).has_value();
}

}  // namespace farthing::sandbox
