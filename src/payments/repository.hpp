#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "payments/order.hpp"
#include "payments/purchase.hpp"
#include "payments/received_payment.hpp"

namespace farthing::payments {

/// What this room needs of the database. Used within one transaction.
///
/// The changes of state are conditional updates: they answer whether the order was in the state
/// that the change starts from, so that two that race cannot both succeed.
class Repository {
public:
    virtual ~Repository() = default;

    /// Leases a channel that no order holds, for `order`. Nothing when all are taken.
    virtual std::optional<Channel> lease_channel(std::string_view network,
                                                 OrderId const& order) = 0;
    /// Gives the channel of an ended order back; `last_used` is the sequence number that it has on
    /// the ledger.
    virtual void return_channel(OrderId const& order, stellar::SequenceNumber last_used) = 0;
    /// Adds a channel account that exists on the network, or raises the sequence of one that no
    /// order holds. Never lowers it: what was read from the network may be older than what an order
    /// has used meanwhile. False when the channel was forgotten and an order holds it still: put it
    /// again when that order has ended.
    virtual bool put_channel(std::string_view network, Channel const& channel) = 0;
    /// The channel's account is not on the network, or cannot pay a fee: no order gets it from now
    /// on, and its sequence number means nothing any more. An order that holds it keeps it to its
    /// end.
    virtual void forget_channel(std::string_view network, ChannelNumber number) = 0;
    virtual bool is_channel(std::string_view network, stellar::PublicKey const& address) = 0;
    /// 0 when there is none.
    virtual ChannelNumber highest_channel(std::string_view network) = 0;
    virtual std::vector<Channel> free_channels(std::string_view network) = 0;
    virtual std::int64_t count_channels(std::string_view network) = 0;

    /// False when this buyer has an open order (offered or submitted) for the good already.
    virtual bool insert_order(Order const& order) = 0;
    virtual std::optional<Order> find_order(OrderId const& id) = 0;
    virtual std::optional<Order> find_open_order(std::string_view network,
                                                 stellar::PublicKey const& buyer,
                                                 goods::GoodId const& good) = 0;
    /// The order that is paid by the transaction with this hash.
    virtual std::optional<Order> find_order_by_hash(std::string_view network,
                                                    stellar::TransactionHash const& hash) = 0;
    virtual std::vector<Order> submitted_orders(std::string_view network) = 0;
    /// How many orders are submitted with a transaction that a wallet built.
    virtual std::int64_t count_wallet_submissions(std::string_view network) = 0;
    virtual std::vector<Order> offers_ending_before(base::Timestamp time, std::size_t limit) = 0;

    /// The oldest order that is only offered, if it was made at `time` or before.
    virtual std::optional<Order> oldest_offer_before(std::string_view network,
                                                     base::Timestamp time) = 0;

    /// offered -> submitted
    virtual bool mark_submitted(OrderId const& id, base::Bytes const& signed_envelope,
                                base::Timestamp now) = 0;
    /// offered -> submitted, by a transaction that a wallet built: replaces hash, time and bytes.
    /// Also false when the transaction pays for another order.
    virtual bool mark_submitted_by_wallet(WalletSubmission const& submission,
                                          base::Timestamp now) = 0;
    /// submitted -> settled
    virtual bool mark_settled(OrderId const& id, base::Timestamp now) = 0;
    /// `from` -> settled, by a transaction with another hash
    virtual bool mark_paid_elsewhere(OrderId const& id, OrderState from, PaidElsewhere const& paid,
                                     base::Timestamp now) = 0;
    /// `from` -> failed
    virtual bool mark_failed(OrderId const& id, OrderState from, FailureReason reason,
                             base::Timestamp now) = 0;

    virtual void insert_purchase(Purchase const& purchase) = 0;
    virtual std::optional<Purchase> find_purchase_of(OrderId const& order) = 0;
    /// The buyer's newest purchase of the good that is valid at `now`.
    virtual std::optional<Purchase> find_valid_purchase(std::string_view network,
                                                        stellar::PublicKey const& buyer,
                                                        goods::GoodId const& good,
                                                        base::Timestamp now) = 0;

    /// The payout addresses of the network's stores, each once.
    virtual std::vector<FollowedAccount> followed_accounts(std::string_view network) = 0;
    /// 0 when nothing of the account's payments has been read.
    virtual std::int64_t find_cursor(std::string_view network,
                                     stellar::PublicKey const& address) = 0;
    /// Never lowers it.
    virtual void raise_cursor(std::string_view network, stellar::PublicKey const& address,
                              std::int64_t cursor) = 0;
    /// False when it is recorded already.
    virtual bool insert_received_payment(ReceivedPayment const& payment) = 0;
    virtual bool has_received_payment(std::string_view network, stellar::PublicKey const& address,
                                      horizon::HistoryPosition const& operation) = 0;
    /// The first payment that names the order and came while another one was under way.
    virtual std::optional<ReceivedPayment> find_waiting_payment(OrderId const& order) = 0;
    /// The payment that waited is the order's.
    virtual void assign_payment(ReceivedPayment const& payment, OrderId const& order) = 0;
    /// The order is settled; what still waits for it has come in vain.
    virtual void close_waiting_payments(OrderId const& order) = 0;
    /// Newest first: those before the operation `before`.
    virtual std::vector<ReceivedPayment> unassigned_payments(std::string_view network,
                                                             stellar::PublicKey const& address,
                                                             std::int64_t before,
                                                             std::size_t limit) = 0;

    /// Records what happened to an order, in the same transaction as the change itself.
    virtual void append_event(std::string_view kind, OrderId const& order, base::Timestamp now) = 0;
};

}  // namespace farthing::payments
