#include "payments/receive.hpp"

#include <algorithm>

namespace farthing::payments {
namespace {

using horizon::Incoming;
using horizon::RemotePayment;

/// How far this machine's clock, which dates stores, may be ahead of the network's.
constexpr std::chrono::hours kClockDifference(1);

std::string text_of(stellar::Asset const& asset) {
    auto const* credit = std::get_if<stellar::CreditAsset>(&asset);
    return credit == nullptr ? "XLM" : credit->code + ":" + credit->issuer.address();
}

/// From 0, as in the transaction itself. Positions in history count from 1.
std::uint32_t index_of(horizon::HistoryPosition const& operation) {
    return operation.operation - 1;
}

/// What a payment turns out to be.
struct Judgement {
    std::variant<OrderId, UnassignedReason> verdict;
    /// The order that it is about, as it was before.
    std::optional<Order> order = {};
    /// Set when the order is paid by this payment and has to be settled now.
    bool settles = false;
};

/// Looks at one payment without changing anything.
class Judge {
public:
    Judge(Repository& repository, std::string_view network, stellar::PublicKey const& address)
        : repository_(repository), network_(network), address_(address) {}

    Judgement judge(RemotePayment const& payment);

private:
    std::optional<Order> order_with_hash(RemotePayment const& payment);
    std::optional<Order> order_named_by(std::string_view memo);
    std::optional<UnassignedReason> misfit(Order const& order, Incoming const& incoming) const;
    Judgement judge_own(RemotePayment const& payment, Order order);
    static bool is_in_time(Order const& order, RemotePayment const& payment);
    Judgement judge_named(RemotePayment const& payment, Order order);

    Repository& repository_;
    std::string_view network_;
    stellar::PublicKey const& address_;
};

Judgement unassigned(UnassignedReason reason, std::optional<Order> order = {}) {
    return {.verdict = reason, .order = std::move(order)};
}

Judgement settling(Order order) {
    return {.verdict = order.id, .order = order, .settles = true};
}

Judgement Judge::judge(RemotePayment const& payment) {
    switch (payment.incoming->kind) {
        case Incoming::Kind::account_created:
            return unassigned(UnassignedReason::account_created);
        case Incoming::Kind::account_merged:
            return unassigned(UnassignedReason::account_merged);
        case Incoming::Kind::contract:
            return unassigned(UnassignedReason::contract_transfer);
        case Incoming::Kind::payment:
            break;
    }
    if (auto order = order_with_hash(payment)) return judge_own(payment, std::move(*order));
    if (!payment.memo) return unassigned(UnassignedReason::no_memo);
    auto order = order_named_by(*payment.memo);
    if (!order) return unassigned(UnassignedReason::unknown_order);
    return judge_named(payment, std::move(*order));
}

std::optional<Order> Judge::order_with_hash(RemotePayment const& payment) {
    auto order = repository_.find_order_by_hash(network_, payment.hash);
    if (order || !payment.inner_hash) return order;
    return repository_.find_order_by_hash(network_, *payment.inner_hash);
}

std::optional<Order> Judge::order_named_by(std::string_view memo) {
    auto const id = OrderId::parse(memo);
    if (!id) return std::nullopt;
    auto order = repository_.find_order(*id);
    if (order && order->network != network_) return std::nullopt;
    return order;
}

/// Why the payment cannot be the order's, however the order stands.
std::optional<UnassignedReason> Judge::misfit(Order const& order, Incoming const& incoming) const {
    if (!std::holds_alternative<stellar::NativeAsset>(incoming.asset))
        return UnassignedReason::wrong_asset;
    if (order.destination != address_) return UnassignedReason::other_destination;
    if (!incoming.amount || *incoming.amount < order.price)
        return UnassignedReason::amount_too_small;
    return std::nullopt;
}

/// The transaction is the order's. Of its operations one is the payment, a transaction that was
/// built elsewhere may have more.
Judgement Judge::judge_own(RemotePayment const& payment, Order order) {
    if (auto const reason = misfit(order, *payment.incoming))
        return unassigned(*reason, std::move(order));
    if (auto const purchase = repository_.find_purchase_of(order.id)) {
        bool const is_this = purchase->ledger == payment.position.ledger &&
                             purchase->operation == index_of(payment.position);
        if (is_this) return {.verdict = order.id, .order = std::move(order)};
        return unassigned(UnassignedReason::order_already_settled, std::move(order));
    }
    if (order.state == OrderState::failed)
        return unassigned(UnassignedReason::order_ended, std::move(order));
    return settling(std::move(order));
}

/// An offer that ended while nobody had signed it, although the payment was in a ledger before the
/// time that was promised: news of it came late, or others wanted the channel account.
bool Judge::is_in_time(Order const& order, RemotePayment const& payment) {
    return order.failure == FailureReason::expired && order.signed_envelope.empty() &&
           payment.created_at <= order.expires_at;
}

Judgement Judge::judge_named(RemotePayment const& payment, Order order) {
    if (auto const reason = misfit(order, *payment.incoming))
        return unassigned(*reason, std::move(order));
    switch (order.state) {
        case OrderState::offered:
            return settling(std::move(order));
        case OrderState::submitted:
            return unassigned(UnassignedReason::order_under_way, std::move(order));
        case OrderState::settled:
            return unassigned(UnassignedReason::order_already_settled, std::move(order));
        case OrderState::failed:
            if (is_in_time(order, payment)) return settling(std::move(order));
            return unassigned(UnassignedReason::order_ended, std::move(order));
    }
    base::ensure(false);
    return unassigned(UnassignedReason::order_ended);
}

ReceivedPayment row_of(std::string_view network, stellar::PublicKey const& address,
                       RemotePayment const& payment,
                       std::variant<OrderId, UnassignedReason> verdict) {
    auto const& incoming = *payment.incoming;
    return {.network = std::string(network),
            .operation = payment.position,
            .address = address,
            .from = incoming.from,
            .hash = payment.hash,
            .inner_hash = payment.inner_hash,
            .amount = incoming.amount,
            .asset = text_of(incoming.asset),
            .memo = payment.memo,
            .created_at = payment.created_at,
            .verdict = std::move(verdict)};
}

PaidElsewhere paid_by(ReceivedPayment const& payment) {
    return {.hash = payment.inner_hash.value_or(payment.hash),
            .operation = index_of(payment.operation),
            .ledger = payment.operation.ledger,
            .payment = {.payer = payment.from, .submitted_hash = payment.hash}};
}

/// Deals with one page within its transaction.
class Receiver {
public:
    Receiver(Repository& repository, base::Clock const& clock, base::Random& random,
             std::string_view network, FollowedAccount const& account)
        : repository_(repository),
          clock_(clock),
          random_(random),
          network_(network),
          account_(account) {}

    PageReceived receive(std::vector<RemotePayment> payments);

private:
    void receive(RemotePayment const& payment);
    void settle(Order const& order, RemotePayment const& payment, ReceivedPayment const& row);

    Repository& repository_;
    base::Clock const& clock_;
    base::Random& random_;
    std::string_view network_;
    FollowedAccount const& account_;
    std::int64_t before_ = 0;  ///< The cursor as it was.
    PageReceived page_;
};

PageReceived Receiver::receive(std::vector<RemotePayment> payments) {
    std::ranges::sort(payments, {}, &RemotePayment::position);
    before_ = repository_.find_cursor(network_, account_.address);
    page_.cursor = before_;
    for (auto const& payment : payments) {
        receive(payment);
        page_.cursor = std::max(page_.cursor, payment.position.to_number());
    }
    repository_.raise_cursor(network_, account_.address, page_.cursor);
    return std::move(page_);
}

void Receiver::receive(RemotePayment const& payment) {
    if (!payment.incoming) return;
    if (payment.position.to_number() <= before_) {
        if (!repository_.has_received_payment(network_, account_.address, payment.position))
            ++page_.refused;
        return;
    }
    auto const judgement = Judge(repository_, network_, account_.address).judge(payment);
    bool const older = payment.created_at + kClockDifference < account_.since;
    if (older && !judgement.order) return;
    auto row = row_of(network_, account_.address, payment, judgement.verdict);
    if (!repository_.insert_received_payment(row)) return;
    if (judgement.settles) settle(*judgement.order, payment, row);
    page_.recorded.push_back(std::move(row));
}

void Receiver::settle(Order const& order, RemotePayment const& payment,
                      ReceivedPayment const& row) {
    bool const own = order.hash == payment.hash || order.hash == payment.inner_hash;
    if (own && order.state == OrderState::submitted) {
        auto const purchase = settle_order(repository_, clock_, random_, order.id,
                                           {.ledger = payment.position.ledger});
        base::ensure(purchase.has_value());
        return;
    }
    // What was never signed here has not used up the channel account's number. That the offered
    // transaction itself is in a ledger although the record says that it was not submitted can only
    // be after an old copy of the database was put back: its signed bytes are then not ours.
    (void)settle_order_by(repository_, clock_, random_, order, paid_by(row),
                          own ? order.sequence : order.sequence - 1);
}

}  // namespace

PageReceived receive_payments(Repository& repository, base::Clock const& clock,
                              base::Random& random, std::string_view network,
                              FollowedAccount const& account, std::vector<RemotePayment> payments) {
    return Receiver(repository, clock, random, network, account).receive(std::move(payments));
}

std::optional<Purchase> settle_by_waiting_payment(Repository& repository, base::Clock const& clock,
                                                  base::Random& random, OrderId const& id,
                                                  Failed const& failed) {
    auto const order = repository.find_order(id);
    if (!order || order->state != OrderState::submitted) return std::nullopt;
    auto const payment = repository.find_waiting_payment(id);
    if (!payment) return std::nullopt;
    repository.assign_payment(*payment, id);
    return settle_order_by(repository, clock, random, *order, paid_by(*payment),
                           failed.channel_sequence);
}

}  // namespace farthing::payments
