#include "engine/endings.hpp"

#include "payments/receive.hpp"
#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"

namespace farthing::engine {
namespace {

/// The receipt needs the good's secret of today. A good that was removed meanwhile is still
/// delivered to who paid for it.
base::Result<Ending> sold(store::Transaction& transaction, payments::Order order,
                          payments::Purchase purchase, base::Timestamp now) {
    auto const good = store::GoodsRepository(transaction).find_sold(order.good);
    base::ensure(good.has_value());
    auto receipt = payments::issue_receipt(purchase, good->description.shared_secret, now);
    return Ending{
        .order = std::move(order),
        .outcome = Ending::Sold{.purchase = std::move(purchase), .receipt = std::move(receipt)}};
}

}  // namespace

base::Result<Standing> standing_of(store::Transaction& transaction, payments::OrderId const& id,
                                   base::Timestamp now) {
    store::PaymentsRepository repository(transaction);
    auto order = repository.find_order(id);
    if (!order) return base::fail(base::Errc::not_found, "there is no order " + id.text());
    if (order->failure)
        return Standing{.order = *order,
                        .ending = Ending{.order = *order, .outcome = *order->failure}};
    auto purchase = repository.find_purchase_of(id);
    if (!purchase) return Standing{.order = std::move(*order), .ending = std::nullopt};
    auto ending = sold(transaction, *order, std::move(*purchase), now);
    if (!ending) return ending.error();
    return Standing{.order = std::move(*order), .ending = std::move(*ending)};
}

base::Result<Ending> record_finish(store::Transaction& transaction, base::Clock const& clock,
                                   base::Random& random, payments::OrderId const& id,
                                   payments::Finish const& finish) {
    store::PaymentsRepository repository(transaction);
    if (auto const* failed = std::get_if<payments::Failed>(&finish)) {
        auto waited = payments::settle_by_waiting_payment(repository, clock, random, id, *failed);
        if (waited)
            return sold(transaction, *repository.find_order(id), std::move(*waited), clock.now());
        auto order = payments::fail_order(repository, clock, id, *failed);
        if (!order) return order.error();
        auto const reason = *order->failure;
        return Ending{.order = std::move(*order), .outcome = reason};
    }
    auto purchase =
        payments::settle_order(repository, clock, random, id, std::get<payments::Settled>(finish));
    if (!purchase) return purchase.error();
    return sold(transaction, *repository.find_order(id), std::move(*purchase), clock.now());
}

}  // namespace farthing::engine
