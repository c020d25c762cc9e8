#pragma once

#include "payments/testing.hpp"
#include "payments/wallet_transaction.hpp"

namespace farthing::payments {

/// Somebody with a wallet of his own beside the shop.
class WalletTransactionTest : public ShopTest {
protected:
    std::uint64_t seconds_from_now(std::int64_t seconds) const {
        return static_cast<std::uint64_t>(clock.now().seconds() + seconds);
    }

    /// What a wallet builds for the order.
    stellar::Transaction payment_for(Order const& order) const {
        return {.source = {payer.public_key()},
                .fee = 100,
                .sequence = 12'345,
                .preconditions = stellar::TimeBounds{.max_time = seconds_from_now(120)},
                .memo = stellar::MemoText{order.id.text()},
                .operations = {{.body = stellar::Payment{.destination = {merchant.public_key()},
                                                         .asset = stellar::NativeAsset{},
                                                         .amount = 4'000}}}};
    }

    stellar::SignedTransaction sign(stellar::Transaction const& transaction,
                                    stellar::KeyPair const& key) const {
        return {transaction, {stellar::sign(stellar::hash_of(transaction, network.id), key)}};
    }

    base::Result<CheckedTransaction> check(OrderId const& id, std::string const& envelope) {
        return check_wallet_transaction(repository, clock, keys, network, id, envelope);
    }
    base::Result<CheckedTransaction> check(Order const& order, stellar::Envelope const& envelope) {
        return check(order.id, stellar::encode_envelope_base64(envelope));
    }

    WalletSubmission checked(Order const& order, stellar::Transaction const& transaction) {
        return std::get<WalletSubmission>(*check(order, sign(transaction, payer)));
    }

    base::Result<Recorded> pay(Order const& order, stellar::Transaction const& transaction) {
        auto const result = check(order, sign(transaction, payer));
        if (!result) return result.error();
        if (auto const* again = std::get_if<Repeated>(&*result))
            return Recorded{.order = again->order, .repeated = true};
        return record_wallet_submission(repository, clock, std::get<WalletSubmission>(*result));
    }

    Order stored(Order const& order) { return *repository.find_order(order.id); }

    stellar::KeyPair payer = stellar::KeyPair::generate(random);
};

}  // namespace farthing::payments
