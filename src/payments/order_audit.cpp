#include "payments/order_audit.hpp"

#include "base/encoding.hpp"
#include "receipts/receipt.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::payments {
namespace {

using Fault = std::optional<std::string>;
using stellar::SignedTransaction;

/// Nothing when the bytes are not an envelope of this kind.
template <class Kind>
std::optional<Kind> read(base::Bytes const& bytes) {
    auto envelope = stellar::decode_envelope(bytes);
    if (!envelope) return std::nullopt;
    auto* kind = std::get_if<Kind>(&*envelope);
    return kind == nullptr ? std::nullopt : std::optional(std::move(*kind));
}

/// What both the offered and a wallet's own transaction must be.
Fault fault_of_payment(stellar::Transaction const& transaction, Order const& order) {
    auto const* memo = std::get_if<stellar::MemoText>(&transaction.memo);
    if (memo == nullptr || memo->text != order.id.text()) return "its memo is not the order's id";
    auto const* payment = transaction.operations.size() == 1
                              ? std::get_if<stellar::Payment>(&transaction.operations[0].body)
                              : nullptr;
    if (payment == nullptr) return "it is not one payment";
    if (!std::holds_alternative<stellar::NativeAsset>(payment->asset))
        return "it does not pay lumens";
    if (payment->destination != stellar::MuxedAccount{order.destination})
        return "it pays another destination";
    if (payment->amount != order.price.value()) return "it pays another amount";
    return {};
}

bool ends_with(stellar::Transaction const& transaction, base::Timestamp max_time) {
    auto const bounds = stellar::time_bounds(transaction);
    return bounds && bounds->max_time == static_cast<std::uint64_t>(max_time.seconds());
}

Fault fault_of_offered(SignedTransaction const& offered, Order const& order,
                       stellar::PublicKey const& channel) {
    auto const& transaction = offered.transaction;
    if (!offered.signatures.empty()) return "it is signed";
    if (auto fault = fault_of_payment(transaction, order)) return fault;
    if (transaction.source != stellar::MuxedAccount{channel})
        return "its source is not the order's channel account";
    if (transaction.operations[0].source != stellar::MuxedAccount{order.buyer})
        return "its payer is not the order's buyer";
    if (transaction.sequence != order.sequence) return "its sequence number is not the order's";
    if (!order.wallet_payment && !ends_with(transaction, order.expires_at))
        return "its max_time is not the order's";
    return {};
}

/// What was submitted is what was offered, with the two signatures that it takes.
Fault fault_of_submitted(Order const& order, SignedTransaction const& offered) {
    auto const submitted = read<SignedTransaction>(order.signed_envelope);
    if (!submitted) return "it is not a transaction";
    if (submitted->transaction != offered.transaction) return "it is not what was offered";
    if (submitted->signatures.size() != 2) return "it does not have two signatures";
    return {};
}

/// What pays, inside a fee-bump or not; nothing when the bytes are no envelope.
std::optional<SignedTransaction> paying_of(base::Bytes const& bytes) {
    auto bump = read<stellar::FeeBump>(bytes);
    return bump ? std::optional(std::move(bump->inner)) : read<SignedTransaction>(bytes);
}

Fault fault_of_fee(Order const& order, stellar::PublicKey const& channel) {
    auto const bump = read<stellar::FeeBump>(order.signed_envelope);
    if (!bump || bump->fee_source == stellar::MuxedAccount{channel}) return {};
    return "its fee is not paid by the order's channel account";
}

Fault fault_of_wallet_submission(Order const& order, stellar::Transaction const& paying,
                                 stellar::PublicKey const& channel,
                                 stellar::NetworkId const& network) {
    auto const envelope = stellar::decode_envelope(order.signed_envelope);
    base::ensure(envelope.has_value());
    if (stellar::hash_of(*envelope, network) != order.wallet_payment->submitted_hash)
        return "its hash is not the one that it was submitted with";
    if (auto fault = fault_of_fee(order, channel)) return fault;
    if (auto fault = fault_of_payment(paying, order)) return fault;
    if (paying.source != stellar::MuxedAccount{order.wallet_payment->payer})
        return "its source is not the order's payer";
    if (!ends_with(paying, order.expires_at)) return "its max_time is not the order's";
    if (stellar::hash_of(paying, network) != order.hash) return "its hash is not the order's";
    return {};
}

/// What was submitted failed, and a payment from elsewhere took its place: who paid, and under
/// which hash, is then said of that one.
Fault fault_of_superseded(Order const& order, SignedTransaction const& offered,
                          stellar::Transaction const& paying, stellar::PublicKey const& channel) {
    if (paying == offered.transaction) return fault_of_submitted(order, offered);
    if (auto fault = fault_of_fee(order, channel)) return fault;
    if (auto fault = fault_of_payment(paying, order)) return fault;
    if (!ends_with(paying, order.expires_at)) return "its max_time is not the order's";
    return {};
}

Fault fault_of_bytes(Order const& order, SignedTransaction const& offered,
                     stellar::PublicKey const& channel, stellar::NetworkId const& network) {
    if (!order.wallet_payment) return fault_of_submitted(order, offered);
    auto const paying = paying_of(order.signed_envelope);
    if (!paying) return "it is not an envelope";
    auto const& transaction = paying->transaction;
    bool const superseded =
        order.state == OrderState::settled && stellar::hash_of(transaction, network) != order.hash;
    return superseded ? fault_of_superseded(order, offered, transaction, channel)
                      : fault_of_wallet_submission(order, transaction, channel, network);
}

std::string in(std::string_view envelope, Fault const& fault) {
    return std::string(envelope) + *fault;
}

}  // namespace

std::optional<stellar::PublicKey> OrderAudit::channel(ChannelNumber number) {
    if (!keys_) return std::nullopt;
    auto const known = channels_.find(number);
    if (known != channels_.end()) return known->second;
    return channels_.emplace(number, keys_->key(number).public_key()).first->second;
}

Fault OrderAudit::fault_of(Order const& order) {
    auto const offered = read<SignedTransaction>(order.unsigned_envelope);
    if (!offered) return "what was offered: it is not a transaction";
    auto const from = channel(order.channel).value_or(offered->transaction.source.account);
    if (auto fault = fault_of_offered(*offered, order, from))
        return in("what was offered: ", fault);
    bool const has_its_hash = stellar::hash_of(offered->transaction, network_) == order.hash;
    if (!has_its_hash && !order.wallet_payment)
        return "what was offered: its hash is not the order's";
    if (order.signed_envelope.empty()) {
        // Otherwise it ended as an offer, or was paid from elsewhere.
        bool const paid_elsewhere = order.wallet_payment && order.state == OrderState::settled;
        bool const needs_bytes = order.state == OrderState::submitted ||
                                 order.state == OrderState::settled || order.wallet_payment;
        return needs_bytes && !paid_elsewhere ? Fault("what was submitted: there are no bytes")
                                              : std::nullopt;
    }
    auto fault = fault_of_bytes(order, *offered, from, network_);
    return fault ? Fault(in("what was submitted: ", fault)) : std::nullopt;
}

bool OrderAudit::is_paid_elsewhere(Order const& order) const {
    if (order.state != OrderState::settled) return false;
    if (order.signed_envelope.empty()) return true;
    auto const paying = paying_of(order.signed_envelope);
    base::ensure(paying.has_value());
    return stellar::hash_of(paying->transaction, network_) != order.hash;
}

Fault fault_of_receipt(Purchase const& purchase, base::Secret const& shared_secret,
                       base::Timestamp now) {
    if (!purchase.valid_at(now)) return {};
    if (shared_secret.empty()) return "its good has no shared secret";
    auto const receipt = issue_receipt(purchase, shared_secret, now);
    if (receipts::verify(receipt.text, shared_secret, now) != receipts::Verdict::valid)
        return "its receipt does not open the good";
    if (receipts::verify(receipt.text, shared_secret, receipt.expires_at) !=
        receipts::Verdict::expired)
        return "its receipt does not end";
    auto const payload = receipts::read(receipt.text);
    if (!payload || payload->id != purchase.id.text() ||
        payload->issued_to != base::to_hex(purchase.buyer.bytes()))
        return "its receipt names another purchase or buyer";
    return {};
}

}  // namespace farthing::payments
