#pragma once

#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "payments/offer.hpp"
#include "payments/order.hpp"
#include "payments/repository.hpp"

namespace farthing::payments {

/// A wallet's consent to one order, checked: the complete signed bytes that are to be submitted.
struct SignedOrder {
    OrderId order;
    base::Bytes envelope;
};

/// Checks that `signature` is the buyer's over the order's hash, and adds the channel account's
/// own. Pure and slow (an ed25519 verification and a signature), so it belongs on a reader's
/// thread. invalid_request when the signature does not fit. conflict when another transaction has
/// taken the order (one that a wallet built, or one seen on the ledger): the offered one is never
/// signed then.
base::Result<SignedOrder> sign_order(Order const& order, stellar::Signature const& signature,
                                     ChannelKeys const& keys, Network const& network);

/// The buyer's signature out of a whole envelope that must carry the very transaction that was
/// offered. The error names what differs: another operation, amount, destination, memo, time
/// bounds, or no signature of the buyer's. conflict as above.
base::Result<stellar::Signature> signature_in(std::string_view envelope_base64, Order const& order,
                                              Network const& network);

/// conflict unless the order is offered and its time is not over at `now`; the message says how it
/// stands.
base::Result<void> expect_open(Order const& order, base::Timestamp now);

/// An order that is submitted or settled, and whether it was so before.
struct Recorded {
    Order order;
    bool repeated = false;
};

/// Makes the signed bytes durable; from then on the payment is carried to its end. Answers the
/// order as it is then: repeating a submission changes nothing.
///
/// not_found: no such order of this buyer. conflict: the order has ended; the message says how.
base::Result<Recorded> record_submission(Repository& repository, base::Clock const& clock,
                                         std::string_view network, stellar::PublicKey const& buyer,
                                         SignedOrder const& submission);

/// Ends an order that was only offered, because its wallet does not want it. Same errors as
/// record_submission; conflict also when it was submitted already.
base::Result<Order> cancel_order(Repository& repository, base::Clock const& clock,
                                 std::string_view network, stellar::PublicKey const& buyer,
                                 OrderId const& id);

/// Ends offers whose time is over; at most `limit`. Their channels are free at once, because the
/// server never signed for them. Returns the orders that ended.
std::vector<Order> expire_offers(Repository& repository, base::Clock const& clock,
                                 std::size_t limit);

/// The order, if it is this buyer's on this network. Others' orders are as unknown as those that
/// never were, and so are a wallet's own on another network.
base::Result<Order> find_own_order(Repository& repository, std::string_view network,
                                   stellar::PublicKey const& buyer, OrderId const& id);

}  // namespace farthing::payments
