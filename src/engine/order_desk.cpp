#include "engine/order_desk.hpp"

#include "base/failpoint.hpp"
#include "base/limits.hpp"
#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"
#include "store/stores_repository.hpp"

namespace farthing::engine {
namespace {

constexpr std::chrono::milliseconds kExpireEvery(1'000);
constexpr std::size_t kExpireAtOnce = 200;

base::Result<OfferAnswer> answer_for(store::Transaction& transaction, payments::Offer offer,
                                     base::Timestamp now) {
    if (auto* offered = std::get_if<payments::Offered>(&offer))
        return OfferAnswer{.order = std::move(offered->order), .kind = OfferAnswer::Kind::sign};
    if (auto* under_way = std::get_if<payments::UnderWay>(&offer))
        return OfferAnswer{.order = std::move(under_way->order),
                           .kind = OfferAnswer::Kind::under_way};
    auto standing = standing_of(transaction, std::get<payments::Bought>(offer).purchase.order, now);
    if (!standing) return standing.error();
    return OfferAnswer{.order = std::move(standing->order),
                       .kind = OfferAnswer::Kind::ended,
                       .ending = std::move(standing->ending)};
}

}  // namespace

/// The good if it is for sale, or if this buyer has it already: what was sold stays open to its
/// owner.
std::optional<GoodOnSale> OrderDesk::sale_of(payments::Repository& payments,
                                             goods::Repository& goods, goods::GoodId const& id,
                                             std::optional<stellar::PublicKey> const& buyer) {
    auto const now = needs_.clock.now();
    auto const purchase =
        buyer ? payments.find_valid_purchase(network_.name, *buyer, id, now) : std::nullopt;
    auto good = purchase ? goods.find_sold(id) : goods.find_on_network(network_.name, id);
    if (!good) return std::nullopt;
    GoodOnSale sale{.good = std::move(*good), .receipt = {}, .purchase_expires_at = {}};
    if (!purchase || !expect_selling()) return sale;
    sale.receipt = payments::issue_receipt(*purchase, sale.good.description.shared_secret, now);
    sale.purchase_expires_at = purchase->expires_at;
    return sale;
}

void OrderDesk::look_up(std::vector<goods::GoodId> ids, std::optional<stellar::PublicKey> buyer,
                        Done<std::vector<GoodOnSale>> done) {
    needs_.database.read<std::vector<GoodOnSale>>(
        [this, ids = std::move(ids),
         buyer](store::Transaction& transaction) -> base::Result<std::vector<GoodOnSale>> {
            store::GoodsRepository goods(transaction);
            store::PaymentsRepository payments(transaction);
            std::vector<GoodOnSale> found;
            for (auto const& id : ids) {
                auto sale = sale_of(payments, goods, id, buyer);
                if (sale) found.push_back(std::move(*sale));
            }
            return found;
        },
        std::move(done));
}

void OrderDesk::past_purchases(stellar::PublicKey const& buyer,
                               std::optional<payments::PurchaseId> before,
                               Done<std::vector<PastPurchase>> done) {
    needs_.database.read<std::vector<PastPurchase>>(
        [this, buyer, before = std::move(before)](
            store::Transaction& transaction) -> base::Result<std::vector<PastPurchase>> {
            store::GoodsRepository goods(transaction);
            store::PaymentsRepository payments(transaction);
            std::vector<PastPurchase> past;
            for (auto& purchase : payments.purchases_of(network_.name, buyer, before,
                                                        base::limits::kPurchasesPerMessage)) {
                auto const good = goods.find_sold(purchase.good);
                past.push_back({.purchase = std::move(purchase),
                                .title = good ? good->description.title : "",
                                .url = good ? good->description.url : ""});
            }
            return past;
        },
        std::move(done));
}

void OrderDesk::offer(payments::OfferRequest const& request, Done<OfferAnswer> done) {
    if (auto const selling = expect_selling(); !selling) return done(selling.error());
    needs_.database.write<OfferAnswer>(
        [this, request](store::Transaction& transaction) -> base::Result<OfferAnswer> {
            store::PaymentsRepository payments(transaction);
            store::GoodsRepository goods(transaction);
            store::StoresRepository stores(transaction);
            auto made = payments::make_offer({payments, goods, stores}, needs_.clock, needs_.random,
                                             network_, request);
            if (!made) return made.error();
            auto answer = answer_for(transaction, std::move(made->offer), needs_.clock.now());
            if (!answer) return answer;
            answer->ended_offers = std::move(made->ended);
            answer->crowded = made->crowded;
            return answer;
        },
        [this, done = std::move(done)](base::Result<OfferAnswer> answer) {
            base::failpoint("offer.committed");
            bool const crowded =
                answer ? answer->crowded : answer.error().code == base::Errc::too_many_requests;
            if (crowded) needs_.channels.grow();
            if (answer)
                for (auto const& order : answer->ended_offers) log_failed(order);
            done(std::move(answer));
        });
}

base::Result<payments::SignedOrder> OrderDesk::check_consent(payments::Order const& order,
                                                             Consent const& consent) const {
    if (auto const* signature = std::get_if<stellar::Signature>(&consent))
        return payments::sign_order(order, *signature, keys_, network_);
    auto const signature = payments::signature_in(std::get<std::string>(consent), order, network_);
    if (!signature) return signature.error();
    return payments::sign_order(order, *signature, keys_, network_);
}

void OrderDesk::submit(stellar::PublicKey const& buyer, payments::OrderId const& id,
                       Consent consent, Done<payments::Order> submitted, Settler::Listener ended) {
    if (auto const selling = expect_selling(); !selling) return submitted(selling.error());
    // The slow part, ed25519, runs on a reader's thread, so that the writer only writes.
    needs_.database.read<payments::SignedOrder>(
        [this, buyer, id, consent = std::move(consent)](
            store::Transaction& transaction) -> base::Result<payments::SignedOrder> {
            store::PaymentsRepository repository(transaction);
            auto const order = payments::find_own_order(repository, network_.name, buyer, id);
            if (!order) return order.error();
            return check_consent(*order, consent);
        },
        [this, buyer, submitted = std::move(submitted),
         ended = std::move(ended)](base::Result<payments::SignedOrder> checked) {
            if (!checked) return submitted(checked.error());
            record(buyer, std::move(*checked), submitted, ended);
        });
}

void OrderDesk::record(stellar::PublicKey const& buyer, payments::SignedOrder signed_order,
                       Done<payments::Order> submitted, Settler::Listener ended) {
    base::failpoint("submission.checked");
    needs_.database.write<payments::Recorded>(
        [this, buyer, signed_order = std::move(signed_order)](store::Transaction& transaction) {
            store::PaymentsRepository repository(transaction);
            return payments::record_submission(repository, needs_.clock, network_.name, buyer,
                                               signed_order);
        },
        [this, submitted = std::move(submitted),
         ended = std::move(ended)](base::Result<payments::Recorded> recorded) {
            base::failpoint("submission.recorded");
            if (!recorded) return submitted(recorded.error());
            submitted(recorded->order);
            if (recorded->repeated) return watch(recorded->order.id, ended);
            needs_.settler.carry_new(recorded->order, ended);
        });
}

void OrderDesk::submit_wallet_transaction(payments::OrderId const& id, std::string envelope_base64,
                                          Done<payments::Order> submitted) {
    if (auto const selling = expect_selling(); !selling) return submitted(selling.error());
    needs_.database.read<payments::CheckedTransaction>(
        [this, id, envelope = std::move(envelope_base64)](store::Transaction& transaction) {
            store::PaymentsRepository repository(transaction);
            return payments::check_wallet_transaction(repository, needs_.clock, keys_, network_, id,
                                                      envelope);
        },
        [this,
         submitted = std::move(submitted)](base::Result<payments::CheckedTransaction> checked) {
            if (!checked) return submitted(checked.error());
            if (auto* repeated = std::get_if<payments::Repeated>(&*checked))
                return submitted(std::move(repeated->order));
            record(std::move(std::get<payments::WalletSubmission>(*checked)), submitted);
        });
}

void OrderDesk::record(payments::WalletSubmission submission, Done<payments::Order> submitted) {
    base::failpoint("submission.checked");
    needs_.database.write<payments::Recorded>(
        [this, submission = std::move(submission)](store::Transaction& transaction) {
            store::PaymentsRepository repository(transaction);
            return payments::record_wallet_submission(repository, needs_.clock, submission);
        },
        [this, submitted = std::move(submitted)](base::Result<payments::Recorded> recorded) {
            base::failpoint("submission.recorded");
            if (!recorded) return submitted(recorded.error());
            submitted(recorded->order);
            if (!recorded->repeated)
                needs_.settler.carry_new(recorded->order, [](Ending const&) {});
        });
}

void OrderDesk::find(payments::OrderId const& id, Done<payments::Order> done) {
    needs_.database.read<payments::Order>(
        [this, id](store::Transaction& transaction) -> base::Result<payments::Order> {
            auto order = store::PaymentsRepository(transaction).find_order(id);
            if (order && order->network == network_.name) return std::move(*order);
            return base::fail(base::Errc::not_found, "there is no order with this id");
        },
        std::move(done));
}

void OrderDesk::cancel(stellar::PublicKey const& buyer, payments::OrderId const& id,
                       Done<payments::Order> done) {
    needs_.database.write<payments::Order>(
        [this, buyer, id](store::Transaction& transaction) {
            store::PaymentsRepository repository(transaction);
            return payments::cancel_order(repository, needs_.clock, network_.name, buyer, id);
        },
        [this, done = std::move(done)](base::Result<payments::Order> order) {
            if (order) log_failed(*order);
            done(std::move(order));
        });
}

void OrderDesk::keep_expiring() {
    needs_.database.write<std::vector<payments::Order>>(
        [this](store::Transaction& transaction) -> base::Result<std::vector<payments::Order>> {
            store::PaymentsRepository repository(transaction);
            return payments::expire_offers(repository, needs_.clock, kExpireAtOnce);
        },
        [this](base::Result<std::vector<payments::Order>> orders) {
            if (!orders)
                needs_.log.error("offers cannot be ended", {{"error", orders.error().message}});
            if (orders)
                for (auto const& order : *orders) log_failed(order);
            needs_.scheduler.after(kExpireEvery, [this] { keep_expiring(); });
        });
}

void OrderDesk::log_failed(payments::Order const& order) const {
    needs_.log.info("order ended without a sale", {{"order", order.id.text()},
                                                   {"good", order.good.text()},
                                                   {"reason", to_text(*order.failure)}});
}

}  // namespace farthing::engine
