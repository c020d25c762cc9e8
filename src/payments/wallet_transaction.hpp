#pragma once

#include <chrono>
#include <string_view>
#include <variant>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "payments/offer.hpp"
#include "payments/order.hpp"
#include "payments/repository.hpp"
#include "payments/submission.hpp"

/// The open path: a payment that somebody built and signed in a Stellar wallet of his own pays for
/// an order that is offered. The server puts a fee-bump around it (CAP-15) and carries it to its
/// end like any other.
///
/// The payment is known by the hash of the wallet's transaction, not by that of the fee-bump:
/// whoever else wraps or submits the same transaction, it is this payment, and it happens once.
namespace farthing::payments {

/// How far ahead the transaction's max_time may lie. Before it has passed nobody can know that the
/// payment will not happen.
constexpr std::chrono::seconds kLongestLife(300);

/// The most that the server bids for one fee-bump, in stroops. A transaction whose own bid asks for
/// more (a fee-bump must bid at least its rate) is submitted as it is and pays for itself.
constexpr std::int64_t kMaxFeeBump = 20'000;

/// What a wallet's envelope turns out to be for an order: ready to be recorded, or the very one
/// that the order is paid with already.
struct Repeated {
    Order order;
};
using CheckedTransaction = std::variant<WalletSubmission, Repeated>;

/// Reads an envelope (base64, v0 or v1) that is meant to pay for the order, checks everything about
/// it that can be known without the network, and signs the fee-bump with the channel account that
/// the order holds. Slow (ed25519), so it belongs on a reader's thread.
///
/// not_found: no such order on this network. conflict: the order is closed, or under way by another
/// transaction. invalid_request: what is wrong with the transaction, and what would be right.
base::Result<CheckedTransaction> check_wallet_transaction(Repository& repository,
                                                          base::Clock const& clock,
                                                          ChannelKeys const& keys,
                                                          Network const& network, OrderId const& id,
                                                          std::string_view envelope_base64);

/// Makes the bytes durable; from then on the payment is carried to its end, and the offered
/// transaction is dead. Repeated with the same transaction it changes nothing. not_found and
/// conflict as above.
base::Result<Recorded> record_wallet_submission(Repository& repository, base::Clock const& clock,
                                                WalletSubmission const& submission);

}  // namespace farthing::payments
