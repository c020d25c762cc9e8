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

/// Makes one offer within its transaction.
class OfferMaker {
public:
    OfferMaker(OfferRepositories const& repositories, Network const& network, base::Timestamp now)
        : repositories_(repositories), network_(network), now_(now) {}

    base::Result<MadeOffer> make(OfferRequest const& request, OrderId const& id);

private:
    base::Result<Order> new_order(OrderId const& id, goods::Good const& good,
                                  stellar::PublicKey const& buyer);
    std::optional<Channel> find_channel(OrderId const& id);
    void end(Order order);

    OfferRepositories const& repositories_;
    Network const& network_;
    base::Timestamp now_;
    std::vector<Order> ended_;
    bool crowded_ = false;
};

base::Result<MadeOffer> OfferMaker::make(OfferRequest const& request, OrderId const& id) {
    auto& payments = repositories_.payments;
    auto const& network = network_.name;
    // Who has paid is served even when the good is no longer for sale.
    auto purchase = payments.find_valid_purchase(network, request.buyer, request.good, now_);
    if (purchase) return MadeOffer{.offer = Bought{std::move(*purchase)}};
    auto open = payments.find_open_order(network, request.buyer, request.good);
    if (open && open->state == OrderState::submitted)
        return MadeOffer{.offer = UnderWay{std::move(*open)}};

    auto const good = repositories_.goods.find_on_network(network, request.good);
    if (!good)
        return base::fail(base::Errc::not_found, "there is no good with this id for sale here");
    if (open && now_ + kShortestOffer < open->expires_at)
        return MadeOffer{.offer = Offered{std::move(*open)}};
    if (open) end(std::move(*open));

    auto order = new_order(id, *good, request.buyer);
    if (!order) return order.error();
    return MadeOffer{
        .offer = Offered{std::move(*order)}, .ended = std::move(ended_), .crowded = crowded_};
}

void OfferMaker::end(Order order) {
    ended_.push_back(
        end_offer(repositories_.payments, std::move(order), FailureReason::expired, now_));
}

/// When all channels are taken, the oldest offer that nobody has signed for a while gives its own
/// up: a wallet signs within a second or asks its reader, and who leaves offers lying must not shut
/// the shop.
std::optional<Channel> OfferMaker::find_channel(OrderId const& id) {
    auto& payments = repositories_.payments;
    if (auto channel = payments.lease_channel(network_.name, id)) return channel;
    crowded_ = true;
    auto stale = payments.oldest_offer_before(network_.name, now_ - kUndisturbed);
    if (!stale) return std::nullopt;
    end(std::move(*stale));
    return payments.lease_channel(network_.name, id);
}

base::Result<Order> OfferMaker::new_order(OrderId const& id, goods::Good const& good,
                                          stellar::PublicKey const& buyer) {
    auto const store = repositories_.stores.find_store(good.store);
    base::ensure(store.has_value());
    if (store->payout_address == buyer)
        return base::fail(base::Errc::forbidden,
                          "this wallet is the publisher's own payout address");
    auto const channel = find_channel(id);
    if (!channel)
        return base::fail(base::Errc::too_many_requests,
                          "too many payments are under way at present; try again in a moment");

    Order order{
        .id = id,
        .network = network_.name,
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
        .created_at = now_,
        .expires_at = base::Timestamp::from_seconds(now_.seconds()) + network_.offer_lifetime};
    auto const transaction = build_transaction(network_, *channel, order);
    order.hash = stellar::hash_of(transaction, network_.id);
    order.unsigned_envelope = stellar::encode_envelope(stellar::SignedTransaction{transaction});
    base::ensure(repositories_.payments.insert_order(order));
    repositories_.payments.append_event("order.offered", order.id, now_);
    return order;
}

}  // namespace

base::Result<MadeOffer> make_offer(OfferRepositories const& repositories, base::Clock const& clock,
                                   base::Random& random, Network const& network,
                                   OfferRequest const& request) {
    return OfferMaker(repositories, network, clock.now())
        .make(request, OrderId::make(clock, random));
}

}  // namespace farthing::payments
