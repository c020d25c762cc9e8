#pragma once

#include "payments/repository.hpp"
#include "store/transaction.hpp"

namespace farthing::store {

/// payments::Repository in SQL, within one transaction.
class PaymentsRepository final : public payments::Repository {
public:
    explicit PaymentsRepository(Transaction& transaction) : transaction_(transaction) {}

    std::optional<payments::Channel> lease_channel(std::string_view network,
                                                   payments::OrderId const& order) override;
    void return_channel(payments::OrderId const& order, stellar::SequenceNumber last_used) override;
    bool put_channel(std::string_view network, payments::Channel const& channel) override;
    void forget_channel(std::string_view network, payments::ChannelNumber number) override;
    bool is_channel(std::string_view network, stellar::PublicKey const& address) override;
    payments::ChannelNumber highest_channel(std::string_view network) override;
    std::vector<payments::Channel> free_channels(std::string_view network) override;
    std::int64_t count_channels(std::string_view network) override;
    bool insert_order(payments::Order const& order) override;
    std::optional<payments::Order> find_order(payments::OrderId const& id) override;
    std::optional<payments::Order> find_open_order(std::string_view network,
                                                   stellar::PublicKey const& buyer,
                                                   goods::GoodId const& good) override;
    std::optional<payments::Order> find_order_by_hash(
        std::string_view network, stellar::TransactionHash const& hash) override;
    std::vector<payments::Order> submitted_orders(std::string_view network) override;
    std::int64_t count_wallet_submissions(std::string_view network) override;
    std::vector<payments::Order> offers_ending_before(base::Timestamp time,
                                                      std::size_t limit) override;
    std::optional<payments::Order> oldest_offer_before(std::string_view network,
                                                       base::Timestamp time) override;
    bool mark_submitted(payments::OrderId const& id, base::Bytes const& signed_envelope,
                        base::Timestamp now) override;
    bool mark_submitted_by_wallet(payments::WalletSubmission const& submission,
                                  base::Timestamp now) override;
    bool mark_settled(payments::OrderId const& id, base::Timestamp now) override;
    bool mark_paid_elsewhere(payments::OrderId const& id, payments::OrderState from,
                             payments::PaidElsewhere const& paid, base::Timestamp now) override;
    bool mark_failed(payments::OrderId const& id, payments::OrderState from,
                     payments::FailureReason reason, base::Timestamp now) override;

    void insert_purchase(payments::Purchase const& purchase) override;
    std::optional<payments::Purchase> find_purchase_of(payments::OrderId const& order) override;
    std::optional<payments::Purchase> find_valid_purchase(std::string_view network,
                                                          stellar::PublicKey const& buyer,
                                                          goods::GoodId const& good,
                                                          base::Timestamp now) override;
    std::vector<payments::FollowedAccount> followed_accounts(std::string_view network) override;
    std::int64_t find_cursor(std::string_view network, stellar::PublicKey const& address) override;
    void raise_cursor(std::string_view network, stellar::PublicKey const& address,
                      std::int64_t cursor) override;
    bool insert_received_payment(payments::ReceivedPayment const& payment) override;
    bool has_received_payment(std::string_view network, stellar::PublicKey const& address,
                              horizon::HistoryPosition const& operation) override;
    std::optional<payments::ReceivedPayment> find_waiting_payment(
        payments::OrderId const& order) override;
    void assign_payment(payments::ReceivedPayment const& payment,
                        payments::OrderId const& order) override;
    void close_waiting_payments(payments::OrderId const& order) override;
    std::vector<payments::ReceivedPayment> unassigned_payments(std::string_view network,
                                                               stellar::PublicKey const& address,
                                                               std::int64_t before,
                                                               std::size_t limit) override;

    void append_event(std::string_view kind, payments::OrderId const& order,
                      base::Timestamp now) override;

    /// For going through all of them in the order of their ids, a page after the other: at most
    /// `limit` behind the id, which is empty at the beginning.
    std::vector<payments::Order> orders_behind(std::string_view network, std::string_view id,
                                               std::size_t limit);
    /// The buyer's, newest first: those made before the purchase `before`; without it all.
    std::vector<payments::Purchase> purchases_of(std::string_view network,
                                                 stellar::PublicKey const& buyer,
                                                 std::optional<payments::PurchaseId> const& before,
                                                 std::size_t limit);
    std::optional<payments::Purchase> find_purchase(payments::PurchaseId const& id);
    std::vector<payments::Purchase> purchases_behind(std::string_view network, std::string_view id,
                                                     std::size_t limit);
    std::optional<payments::ReceivedPayment> find_received_payment(
        std::string_view network, stellar::PublicKey const& address,
        horizon::HistoryPosition const& operation);
    std::int64_t count_received_payments(std::string_view network,
                                         stellar::PublicKey const& address);

private:
    Transaction& transaction_;
};

}  // namespace farthing::store
