#include "payments/outcome.hpp"

namespace farthing::payments {
namespace {

base::Error contradiction(Order const& order, std::string_view outcome) {
    return base::fail(base::Errc::conflict, "order " + order.id.text() + " is " +
                                                std::string(to_text(order.state)) +
                                                ", yet the network says " + std::string(outcome));
}

base::Error unknown(OrderId const& id) {
    return base::fail(base::Errc::not_found, "there is no order " + id.text());
}

Purchase purchase_of(Order const& order, PurchaseId id, base::Timestamp now,
                     Settled const& settled) {
    return {.id = std::move(id),
            .order = order.id,
            .network = order.network,
            .good = order.good,
            .buyer = order.buyer,
            .price = order.price,
            .hash = order.hash,
            .ledger = settled.ledger,
            .purchased_at = now,
            .expires_at = order.purchase_validity ? std::optional(now + *order.purchase_validity)
                                                  : std::nullopt};
}

/// Gives the channel back, or forgets one whose account does not exist.
void free_channel(Repository& repository, Order const& order,
                  std::optional<stellar::SequenceNumber> sequence) {
    if (!sequence) repository.forget_channel(order.network, order.channel);
    repository.return_channel(order.id, sequence.value_or(order.sequence - 1));
}

/// What follows once the order's row says that it is settled.
void record_sale(Repository& repository, Purchase const& purchase) {
    repository.insert_purchase(purchase);
    repository.close_waiting_payments(purchase.order);
    repository.append_event("order.settled", purchase.order, purchase.purchased_at);
}

}  // namespace

Order end_offer(Repository& repository, Order order, FailureReason reason, base::Timestamp now) {
    base::ensure(repository.mark_failed(order.id, OrderState::offered, reason, now));
    repository.return_channel(order.id, order.sequence - 1);
    repository.append_event("order.failed", order.id, now);
    order.state = OrderState::failed;
    order.failure = reason;
    return order;
}

base::Result<Purchase> settle_order(Repository& repository, base::Clock const& clock,
                                    base::Random& random, OrderId const& id,
                                    Settled const& settled) {
    auto const order = repository.find_order(id);
    if (!order) return unknown(id);
    if (auto purchase = repository.find_purchase_of(id)) return std::move(*purchase);

    auto const now = clock.now();
    if (!repository.mark_settled(id, now)) return contradiction(*order, "that it was paid");
    auto purchase = purchase_of(*order, PurchaseId::make(clock, random), now, settled);
    free_channel(repository, *order, sequence_after_payment(*order));
    record_sale(repository, purchase);
    return purchase;
}

Purchase settle_order_by(Repository& repository, base::Clock const& clock, base::Random& random,
                         Order order, PaidElsewhere const& paid,
                         std::optional<stellar::SequenceNumber> channel_sequence) {
    auto const now = clock.now();
    base::ensure(repository.mark_paid_elsewhere(order.id, order.state, paid, now));
    order.hash = paid.hash;
    auto purchase =
        purchase_of(order, PurchaseId::make(clock, random), now, {.ledger = paid.ledger});
    purchase.operation = paid.operation;
    free_channel(repository, order, channel_sequence);
    record_sale(repository, purchase);
    return purchase;
}

base::Result<Order> fail_order(Repository& repository, base::Clock const& clock, OrderId const& id,
                               Failed const& failed) {
    auto order = repository.find_order(id);
    if (!order) return unknown(id);
    if (order->state == OrderState::failed) return std::move(*order);

    auto const now = clock.now();
    if (!repository.mark_failed(id, OrderState::submitted, failed.reason, now))
        return contradiction(*order, "that it was not paid");
    free_channel(repository, *order, failed.channel_sequence);
    repository.append_event("order.failed", id, now);
    order->state = OrderState::failed;
    order->failure = failed.reason;
    return std::move(*order);
}

}  // namespace farthing::payments
