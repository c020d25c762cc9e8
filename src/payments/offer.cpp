#include "payments/offer.hpp"

#include "payments/outcome.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::payments {
namespace {

/// An offer that ends sooner than this is not worth signing; it is ended and made anew.
constexpr std::chrono::seconds kShortestOffer(10);

/// So long an unsigned offer keeps its channel even when others wait for one.
constexpr std::chrono::seconds kUndisturbed(5);

stellar::Transaction build_transaction(Network const& network, Channel const& channel,
                                       Order const& order) {
    stellar::Payment const payment{.destination = {order.destination},
                                   .asset = stellar::NativeAsset{},
                                   .amount = order.price.value()};
    stellar::TimeBounds const bounds{
        .min_time = 0, .max_time = static_cast<std::uint64_t>(order.expires_at.seconds())};
    return {.source = {channel.address},
            .fee = network.fee,
            .sequence = order.sequence,
            .preconditions = bounds,
            .memo = stellar::MemoText{order.id.text()},
            .operations = {{.source = stellar::MuxedAccount{order.buyer}, .body = payment}}};
}

/// A channel for the order. When all are taken, the oldest offer that nobody has signed for a while
/// gives its own up: a wallet signs within a second or asks its reader, and who leaves offers lying
/// must not shut the shop. Ending an offer costs nobody anything.
std::optional<Channel> find_channel(Repository& payments, Network const& network, OrderId const& id,
                                    base::Timestamp now) {
    if (auto channel = payments.lease_channel(network.name, id)) return channel;
    auto const stale = payments.oldest_offer_before(network.name, now - kUndisturbed);
    if (!stale) return std::nullopt;
    end_offer(payments, *stale, FailureReason::expired, now);
    return payments.lease_channel(network.name, id);
}

base::Result<Offer> new_offer(OfferRepositories const& repositories, OrderId const& id,
                              base::Timestamp now, Network const& network, goods::Good const& good,
                              stellar::PublicKey const& buyer) {
    auto const store = repositories.stores.find_store(good.store);
    base::ensure(store.has_value());
    if (store->payout_address == buyer)
        return base::fail(base::Errc::forbidden,
                          "this wallet is the publisher's own payout address");
    auto const channel = find_channel(repositories.payments, network, id, now);
    if (!channel)
        return base::fail(base::Errc::unavailable,
                          "too many payments are under way at present; try again in a moment");

    Order order{
        .id = id,
        .network = network.name,
        .good = good.id,
        .store = store->id,
        .title = good.description.title,
        .buyer = buyer,
        .destination = store->payout_address,
        .price = good.description.price,
        .purchase_validity = good.description.purchase_validity,
        .channel = channel->number,
        .sequence = channel->sequence + 1,
        .hash = {},
        .unsigned_envelope = {},
        .created_at = now,
        .expires_at = base::Timestamp::from_seconds(now.seconds()) + network.offer_lifetime};
    auto const transaction = build_transaction(network, *channel, order);
    order.hash = stellar::hash_of(transaction, network.id);
    order.unsigned_envelope = stellar::encode_envelope(stellar::SignedTransaction{transaction});
    base::ensure(repositories.payments.insert_order(order));
    repositories.payments.append_event("order.offered", order.id, now);
    return Offer(Offered{order});
}

}  // namespace

base::Result<Offer> make_offer(OfferRepositories const& repositories, base::Clock const& clock,
                               base::Random& random, Network const& network,
                               OfferRequest const& request) {
    auto const now = clock.now();
    // Who has paid is served even when the good is no longer for sale.
    auto purchase = repositories.payments.find_valid_purchase(request.buyer, request.good, now);
    if (purchase) return Offer(Bought{std::move(*purchase)});
    auto open = repositories.payments.find_open_order(request.buyer, request.good);
    if (open && open->state == OrderState::submitted) return Offer(UnderWay{std::move(*open)});

    auto const good = repositories.goods.find_on_network(network.name, request.good);
    if (!good)
        return base::fail(base::Errc::not_found, "there is no good with this id for sale here");
    if (open && now + kShortestOffer < open->expires_at) return Offer(Offered{std::move(*open)});
    if (open) end_offer(repositories.payments, *open, FailureReason::expired, now);

    return new_offer(repositories, OrderId::make(clock, random), now, network, *good,
                     request.buyer);
}

}  // namespace farthing::payments
