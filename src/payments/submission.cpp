#include "payments/submission.hpp"

#include <algorithm>

#include "payments/outcome.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::payments {
namespace {

using base::Errc;
using base::fail;

stellar::SignedTransaction unsigned_transaction(Order const& order) {
    auto const envelope = stellar::decode_envelope(order.unsigned_envelope);
    base::ensure(envelope.has_value());
    return std::get<stellar::SignedTransaction>(*envelope);
}

stellar::DecoratedSignature decorate(stellar::PublicKey const& key,
                                     stellar::Signature const& signature) {
    return {.hint = key.hint(), .signature = base::Bytes(signature.begin(), signature.end())};
}

base::Error wrong_envelope(std::string const& what) {
    return fail(Errc::invalid_request, "the envelope is not the offered one: " + what);
}

/// The first thing in which `got` differs from what was offered.
std::string difference(stellar::Transaction const& got, stellar::Transaction const& offered) {
    if (got.operations.size() != 1)
        return "it has " + std::to_string(got.operations.size()) +
               " operations, and the order is exactly one payment";
    if (got.source != offered.source) return "its source is another account";
    if (got.sequence != offered.sequence) return "its sequence number is another one";
    if (got.fee != offered.fee) return "its fee is another one";
    if (got.preconditions != offered.preconditions) return "its time bounds are other ones";
    if (got.memo != offered.memo) return "its memo is not the order's id";
    if (got.operations != offered.operations)
        return "its operation is not the payment of the offered amount to the offered destination";
    return "it is for another network";
}

base::Error order_closed(Order const& order) {
    if (order.state == OrderState::settled)
        return fail(Errc::conflict, "this order is paid already");
    if (order.state == OrderState::submitted)
        return fail(Errc::conflict, "this order's payment is under way already");
    return fail(Errc::conflict, "this order has ended: " + std::string(explain(*order.failure)));
}

}  // namespace

base::Result<void> expect_open(Order const& order, base::Timestamp now) {
    if (order.state != OrderState::offered) return order_closed(order);
    if (now < order.expires_at) return {};
    return fail(Errc::conflict,
                "this order has ended: " + std::string(explain(FailureReason::expired)));
}

base::Result<SignedOrder> sign_order(Order const& order, stellar::Signature const& signature,
                                     ChannelKeys const& keys, Network const& network) {
    if (order.wallet_payment) return order_closed(order);
    if (!stellar::verify(order.buyer, order.hash, signature))
        return fail(Errc::invalid_request,
                    "the signature is not this wallet's over the order's hash");
    auto transaction = unsigned_transaction(order);
    if (stellar::hash_of(transaction.transaction, network.id) != order.hash)
        return fail(Errc::invalid_request, "the order is one of another network");
    transaction.signatures = {stellar::sign(order.hash, keys.key(order.channel)),
                              decorate(order.buyer, signature)};
    return SignedOrder{.order = order.id, .envelope = stellar::encode_envelope(transaction)};
}

base::Result<stellar::Signature> signature_in(std::string_view envelope_base64, Order const& order,
                                              Network const& network) {
    if (order.wallet_payment) return order_closed(order);
    auto const envelope = stellar::decode_envelope_base64(envelope_base64);
    if (!envelope) return wrong_envelope(envelope.error().message);
    auto const* got = std::get_if<stellar::SignedTransaction>(&*envelope);
    if (got == nullptr) return wrong_envelope("it is a fee-bump");
    if (stellar::hash_of(got->transaction, network.id) != order.hash)
        return wrong_envelope(
            difference(got->transaction, unsigned_transaction(order).transaction));

    for (auto const& candidate : got->signatures) {
        stellar::Signature signature{};
        if (candidate.signature.size() != signature.size()) continue;
        std::copy(candidate.signature.begin(), candidate.signature.end(), signature.begin());
        if (stellar::verify(order.buyer, order.hash, signature)) return signature;
    }
    return fail(Errc::invalid_request,
                "no signature in the envelope is this wallet's over the order's hash");
}

base::Result<Order> find_own_order(Repository& repository, std::string_view network,
                                   stellar::PublicKey const& buyer, OrderId const& id) {
    auto order = repository.find_order(id);
    if (!order || order->buyer != buyer || order->network != network)
        return fail(Errc::not_found, "this wallet has no order with this id");
    return std::move(*order);
}

base::Result<Recorded> record_submission(Repository& repository, base::Clock const& clock,
                                         std::string_view network, stellar::PublicKey const& buyer,
                                         SignedOrder const& submission) {
    auto order = find_own_order(repository, network, buyer, submission.order);
    if (!order) return order.error();
    // ed25519 is deterministic for our wallets, but not for all: the first bytes that were stored
    // are the ones.
    bool const is_under_way =
        order->state == OrderState::submitted || order->state == OrderState::settled;
    if (is_under_way && !order->wallet_payment)
        return Recorded{.order = std::move(*order), .repeated = true};

    auto const now = clock.now();
    if (auto const open = expect_open(*order, now); !open) return open.error();
    base::ensure(repository.mark_submitted(order->id, submission.envelope, now));
    repository.append_event("order.submitted", order->id, now);
    order->state = OrderState::submitted;
    order->signed_envelope = submission.envelope;
    return Recorded{.order = std::move(*order)};
}

base::Result<Order> cancel_order(Repository& repository, base::Clock const& clock,
                                 std::string_view network, stellar::PublicKey const& buyer,
                                 OrderId const& id) {
    auto order = find_own_order(repository, network, buyer, id);
    if (!order) return order;
    if (order->state != OrderState::offered) return order_closed(*order);

    return end_offer(repository, std::move(*order), FailureReason::cancelled, clock.now());
}

std::vector<Order> expire_offers(Repository& repository, base::Clock const& clock,
                                 std::size_t limit) {
    auto const now = clock.now();
    auto orders = repository.offers_ending_before(now, limit);
    for (auto& order : orders)
        order = end_offer(repository, std::move(order), FailureReason::expired, now);
    return orders;
}

}  // namespace farthing::payments
