#include "payments/order.hpp"

#include <array>

#include "stellar/envelope_xdr.hpp"

namespace farthing::payments {
namespace {

template <class Enum>
struct Name {
    Enum value;
    std::string_view text;
};

constexpr std::array<Name<OrderState>, 4> kStates{{{OrderState::offered, "offered"},
                                                   {OrderState::submitted, "submitted"},
                                                   {OrderState::settled, "settled"},
                                                   {OrderState::failed, "failed"}}};

constexpr std::array<Name<FailureReason>, 6> kReasons{
    {{FailureReason::cancelled, "cancelled"},
     {FailureReason::expired, "expired"},
     {FailureReason::insufficient_balance, "insufficient_balance"},
     {FailureReason::account_missing, "account_missing"},
     {FailureReason::payee_missing, "payee_missing"},
     {FailureReason::rejected, "rejected"}}};

template <class Table, class Enum>
std::string_view text_in(Table const& table, Enum value) {
    for (auto const& name : table)
        if (name.value == value) return name.text;
    base::ensure(false);
    return {};
}

template <class Enum, std::size_t N>
std::optional<Enum> value_in(std::array<Name<Enum>, N> const& table, std::string_view text) {
    for (auto const& name : table)
        if (name.text == text) return name.value;
    return std::nullopt;
}

}  // namespace

std::string_view to_text(OrderState state) {
    return text_in(kStates, state);
}

std::string_view to_text(FailureReason reason) {
    return text_in(kReasons, reason);
}

std::optional<OrderState> parse_order_state(std::string_view text) {
    return value_in(kStates, text);
}

std::optional<FailureReason> parse_failure_reason(std::string_view text) {
    return value_in(kReasons, text);
}

std::string_view explain(FailureReason reason) {
    switch (reason) {
        case FailureReason::cancelled:
            return "You did not pay, and nothing was taken.";
        case FailureReason::expired:
            return "The payment was not made in time, and nothing was taken. Please try again.";
        case FailureReason::insufficient_balance:
            return "Your wallet does not hold enough lumens for this. Top it up and try again.";
        case FailureReason::account_missing:
            return "Your wallet has no lumens yet. Top it up and try again.";
        case FailureReason::payee_missing:
            return "The publisher cannot receive payments at present. Nothing was taken.";
        case FailureReason::rejected:
            return "The network refused the payment, and nothing was taken. Please try again.";
    }
    base::ensure(false);
    return {};
}

stellar::TransactionHash const& submitted_hash(Order const& order) {
    return order.wallet_payment ? order.wallet_payment->submitted_hash : order.hash;
}

stellar::SequenceNumber sequence_after_payment(Order const& order) {
    return order.wallet_payment ? order.sequence - 1 : order.sequence;
}

stellar::PublicKey channel_of(Order const& order) {
    auto const envelope = stellar::decode_envelope(order.unsigned_envelope);
    base::ensure(envelope.has_value());
    return std::get<stellar::SignedTransaction>(*envelope).transaction.source.account;
}

}  // namespace farthing::payments
