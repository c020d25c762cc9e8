#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "payments/channel.hpp"
#include "payments/order.hpp"
#include "payments/purchase.hpp"
#include "stellar/network.hpp"

/// Do the bytes that an order keeps say what its row says? Looks at what is stored, not at how it
/// came to be, so that it notices what the code that writes does wrong.
namespace farthing::payments {

class OrderAudit {
public:
    /// Without keys any account may be the channel account that a row says.
    OrderAudit(stellar::NetworkId network, std::optional<ChannelKeys> keys)
        : network_(network), keys_(std::move(keys)) {}

    /// The first thing that is wrong with the order's envelopes, in words. What was offered must be
    /// the one payment of the row's price, payee, buyer and id from the channel account; what was
    /// submitted must be that very transaction or the wallet's own; and their hashes the row's.
    ///
    /// A settled order may have the hash of a payment from elsewhere (is_paid_elsewhere).
    std::optional<std::string> fault_of(Order const& order);

    /// The order was settled by another transaction than the one that it was offered or submitted
    /// with. Only for an order without fault.
    bool is_paid_elsewhere(Order const& order) const;

private:
    std::optional<stellar::PublicKey> channel(ChannelNumber number);

    stellar::NetworkId network_;
    std::optional<ChannelKeys> keys_;
    std::map<ChannelNumber, stellar::PublicKey> channels_;  ///< Derived once each.
};

/// Whether the receipt that the purchase gives at `now` opens the good and names purchase and
/// buyer; the first thing that is wrong, in words. Nothing for a purchase that is over.
std::optional<std::string> fault_of_receipt(Purchase const& purchase,
                                            base::Secret const& shared_secret, base::Timestamp now);

}  // namespace farthing::payments
