#include "sandbox/friendbot.hpp"

#include <algorithm>
#include <string>

#include "base/digest.hpp"
#include "sandbox/rules.hpp"

namespace farthing::sandbox {
namespace {

/// Half of what there is: five million gifts.
constexpr std::int64_t kBotStroops = kTotalCoins / 2;
/// Enough for a hundred million fees.
constexpr std::int64_t kMinionStroops = 1'001 * base::Stroops::kPerLumen;

/// After this a gift that was in no ledger is gone.
constexpr std::uint64_t kGiftSeconds = 60;

stellar::KeyPair key_of(std::string_view passphrase, std::string_view label) {
    // Labels follow a byte that no passphrase holds.
    return stellar::KeyPair::from_seed(
        base::sha256({base::as_bytes(passphrase), base::as_bytes(std::string_view("\0", 1)),
                      base::as_bytes(label)}));
}

}  // namespace

Friendbot::Friendbot(std::string_view passphrase) : bot_(key_of(passphrase, "friendbot")) {
    for (std::size_t i = 0; i < kFriendbotMinions; ++i)
        minions_.push_back(key_of(passphrase, "friendbot minion " + std::to_string(i)));
}

std::vector<stellar::Operation> Friendbot::founding() const {
    std::vector<stellar::Operation> operations{
        {.body = stellar::CreateAccount{account(), kBotStroops}}};
    for (auto const& minion : minions_)
        operations.push_back({.body = stellar::CreateAccount{minion.public_key(), kMinionStroops}});
    return operations;
}

bool Friendbot::gives_to(stellar::PublicKey const& address,
                         stellar::Transaction const& transaction) const {
    auto const is_gift = [&](stellar::Operation const& operation) {
        if (!operation.source || operation.source->account != account()) return false;
        if (auto const* payment = std::get_if<stellar::Payment>(&operation.body))
            return payment->destination.account == address;
        auto const* creation = std::get_if<stellar::CreateAccount>(&operation.body);
        return creation != nullptr && creation->destination == address;
    };
    return std::ranges::any_of(transaction.operations, is_gift);
}

stellar::Operation Friendbot::gift(std::optional<Account> const& account,
                                   stellar::PublicKey const& address) const {
    stellar::Operation operation{.source = stellar::MuxedAccount{bot_.public_key()},
                                 .body = stellar::CreateAccount{address, kFriendbotStroops}};
    if (account)
        operation.body = stellar::Payment{{address}, stellar::NativeAsset{}, kFriendbotStroops};
    return operation;
}

/// Everybody can sign for a minion, and may have merged it away.
stellar::KeyPair const* Friendbot::find_minion(
    Repository& repository, std::function<bool(stellar::PublicKey const&)> const& is_idle) const {
    auto const found = std::ranges::find_if(minions_, [&](stellar::KeyPair const& minion) {
        return is_idle(minion.public_key()) && repository.find_account(minion.public_key());
    });
    return found == minions_.end() ? nullptr : &*found;
}

base::Result<stellar::Envelope> Friendbot::give(
    Repository& repository, stellar::PublicKey const& address, NextLedger const& ledger,
    stellar::NetworkId const& network,
    std::function<bool(stellar::PublicKey const&)> const& is_idle) const {
    auto const account = repository.find_account(address);
    if (account && account->balance >= kFriendbotStroops)
        return base::fail(base::Errc::invalid_request,
                          "account already funded to starting balance");

    auto const* minion = find_minion(repository, is_idle);
    if (minion == nullptr)
        return base::fail(base::Errc::unavailable,
                          "friendbot has no room in this ledger; try again when it is closed");
    auto const sequence = repository.find_account(minion->public_key())->sequence;

    auto const now = static_cast<std::uint64_t>(ledger.closes_at.seconds());
    stellar::SignedTransaction envelope{
        {.source = {minion->public_key()},
         .fee = kBaseFee,
         .sequence = sequence + 1,
         .preconditions = stellar::TimeBounds{.max_time = now + kGiftSeconds},
         .operations = {gift(account, address)}}};
    auto const hash = stellar::hash_of(envelope.transaction, network);
    envelope.signatures = {stellar::sign(hash, *minion), stellar::sign(hash, bot_)};
    return stellar::Envelope(std::move(envelope));
}

}  // namespace farthing::sandbox
