#include "payments/wallet_transaction.hpp"

#include <algorithm>

#include "stellar/envelope_xdr.hpp"

namespace farthing::payments {
namespace {

using base::Errc;
using base::fail;
using base::Result;

/// A fee-bump counts as one operation more than what is in it.
constexpr std::int64_t kOperationsWithFeeBump = 2;

base::Error wrong(std::string message) {
    return fail(Errc::invalid_request, std::move(message));
}

/// An envelope that came in, with the hash of its transaction.
struct Received {
    stellar::SignedTransaction envelope;
    stellar::TransactionHash hash;
};

Result<Received> read_envelope(std::string_view envelope_base64, Network const& network) {
    auto const envelope = stellar::decode_envelope_base64(envelope_base64);
    if (!envelope)
        return wrong("the envelope cannot be read (base64 of a TransactionEnvelope expected): " +
                     envelope.error().message);
    auto const* plain = std::get_if<stellar::SignedTransaction>(&*envelope);
    if (plain == nullptr)
        return wrong(
            "the envelope is a fee-bump; send the transaction inside, the server adds its "
            "own fee-bump");
    return Received{.envelope = *plain, .hash = stellar::hash_of(plain->transaction, network.id)};
}

/// Checks one transaction against the order that it is to pay for.
class TransactionCheck {
public:
    TransactionCheck(Order const& order, Received const& received, Network const& network)
        : order_(order),
          transaction_(received.envelope.transaction),
          received_(received),
          network_(network) {}

    /// The transaction's max_time, or the first fault.
    Result<base::Timestamp> run(base::Timestamp now) const;

private:
    Result<void> check_operation() const;
    Result<void> check_payment(stellar::Payment const& payment) const;
    Result<void> check_source() const;
    Result<void> check_memo() const;
    Result<stellar::TimeBounds> only_time_bounds() const;
    Result<base::Timestamp> check_time(base::Timestamp now) const;
    Result<void> check_signatures() const;

    Order const& order_;
    stellar::Transaction const& transaction_;
    Received const& received_;
    Network const& network_;
};

Result<base::Timestamp> TransactionCheck::run(base::Timestamp now) const {
    for (auto const check : {&TransactionCheck::check_operation, &TransactionCheck::check_source,
                             &TransactionCheck::check_memo})
        if (auto const passed = (this->*check)(); !passed) return passed.error();
    auto max_time = check_time(now);
    if (!max_time) return max_time;
    if (auto const passed = check_signatures(); !passed) return passed.error();
    return max_time;
}

Result<void> TransactionCheck::check_operation() const {
    auto const& operations = transaction_.operations;
    if (operations.size() != 1)
        return wrong("the transaction has " + std::to_string(operations.size()) +
                     " operations; it must have exactly one, the payment");
    auto const* payment = std::get_if<stellar::Payment>(&operations[0].body);
    if (payment == nullptr) return wrong("the transaction's one operation must be a payment");
    auto const& source = operations[0].source;
    if (source && source->account != transaction_.source.account)
        return wrong("the payment must come from the transaction's own source account");
    return check_payment(*payment);
}

Result<void> TransactionCheck::check_payment(stellar::Payment const& payment) const {
    if (!std::holds_alternative<stellar::NativeAsset>(payment.asset))
        return wrong("the payment must be of lumens, the native asset, not of an issuer's credit");
    auto const destination = order_.destination.address();
    if (payment.destination.id)
        return wrong("the destination is a muxed address; it must be " + destination);
    if (payment.destination.account != order_.destination)
        return wrong("the destination must be " + destination);
    if (payment.amount != order_.price.value())
        return wrong("the amount must be exactly " + base::to_lumens(order_.price) + " XLM (" +
                     std::to_string(order_.price.value()) + " stroops)");
    return {};
}

Result<void> TransactionCheck::check_source() const {
    if (transaction_.source.account == order_.destination)
        return wrong("the source is the publisher's own payout address; pay from another account");
    if (transaction_.soroban_data)
        return wrong("the transaction holds data of a contract; it must be a plain payment");
    return {};
}

Result<void> TransactionCheck::check_memo() const {
    auto const* memo = std::get_if<stellar::MemoText>(&transaction_.memo);
    if (memo != nullptr && memo->text == order_.id.text()) return {};
    return wrong("the memo must be the text " + order_.id.text() + ", the order's id");
}

Result<stellar::TimeBounds> TransactionCheck::only_time_bounds() const {
    auto const bounds = stellar::time_bounds(transaction_);
    if (!bounds || bounds->max_time == 0)
        return wrong("the transaction has no max_time; it must end within " +
                     std::to_string(kLongestLife.count()) + " seconds from now");
    auto const* v2 = std::get_if<stellar::PreconditionsV2>(&transaction_.preconditions);
    if (v2 != nullptr && *v2 != stellar::PreconditionsV2{.time_bounds = bounds})
        return wrong("the transaction has preconditions besides its time bounds; remove them");
    return *bounds;
}

Result<base::Timestamp> TransactionCheck::check_time(base::Timestamp now) const {
    auto const bounds = only_time_bounds();
    if (!bounds) return bounds.error();
    auto const present = static_cast<std::uint64_t>(now.seconds());
    auto const latest = present + static_cast<std::uint64_t>(kLongestLife.count());
    if (bounds->max_time <= present)
        return wrong("the transaction's max_time has passed; it must lie after " +
                     std::to_string(present));
    if (bounds->max_time > latest)
        return wrong("the transaction's max_time is too far ahead; it must be at most " +
                     std::to_string(latest) + ", which is " + std::to_string(kLongestLife.count()) +
                     " seconds from now");
    if (bounds->min_time > present)
        return wrong("the transaction's min_time lies ahead; it must be at most " +
                     std::to_string(present));
    return base::Timestamp::from_seconds(static_cast<std::int64_t>(bounds->max_time));
}

/// Accounts may have other signers, which the network knows and we do not. But where the source's
/// own key claims to have signed, it must have.
Result<void> TransactionCheck::check_signatures() const {
    auto const& signatures = received_.envelope.signatures;
    if (signatures.empty()) return wrong("the transaction is not signed");
    auto const& source = transaction_.source.account;
    bool claimed = false;
    for (auto const& candidate : signatures) {
        if (candidate.hint != source.hint()) continue;
        claimed = true;
        stellar::Signature signature{};
        if (candidate.signature.size() != signature.size()) continue;
        std::copy(candidate.signature.begin(), candidate.signature.end(), signature.begin());
        if (stellar::verify(source, received_.hash, signature)) return {};
    }
    if (!claimed) return {};
    return wrong(
        "the signature is not the source account's over this transaction; sign for the "
        "network \"" +
        network_.passphrase + "\"");
}

/// The fee-bump's bid: ours for two operations, but at least the rate that the transaction bids
/// itself, as CAP-15 demands.
std::int64_t bid_for(stellar::Transaction const& transaction, Network const& network) {
    return kOperationsWithFeeBump * std::max(network.fee, transaction.fee);
}

bool pays_for_itself(stellar::Transaction const& transaction) {
    return kOperationsWithFeeBump * transaction.fee > kMaxFeeBump;
}

stellar::Envelope wrap(Order const& order, Received const& received, ChannelKeys const& keys,
                       Network const& network) {
    auto const& transaction = received.envelope.transaction;
    if (pays_for_itself(transaction)) return received.envelope;
    auto const channel = keys.key(order.channel);
    stellar::FeeBump bump{.fee_source = {channel.public_key()},
                          .fee = bid_for(transaction, network),
                          .inner = received.envelope};
    bump.signatures = {stellar::sign(stellar::hash_of(bump, network.id), channel)};
    return bump;
}

bool is_paid_with(Order const& order, stellar::TransactionHash const& hash) {
    return order.wallet_payment && order.hash == hash && order.state != OrderState::failed;
}

base::Error unknown() {
    return fail(Errc::not_found, "there is no order with this id");
}

/// Each costs requests to the network until its time bound has passed, and its sender nothing.
constexpr std::int64_t kMaxUnderWay = 200;

}  // namespace

Result<CheckedTransaction> check_wallet_transaction(Repository& repository,
                                                    base::Clock const& clock,
                                                    ChannelKeys const& keys, Network const& network,
                                                    OrderId const& id,
                                                    std::string_view envelope_base64) {
    auto order = repository.find_order(id);
    if (!order || order->network != network.name) return unknown();
    auto const received = read_envelope(envelope_base64, network);
    if (!received) return received.error();
    if (is_paid_with(*order, received->hash))
        return CheckedTransaction(Repeated{std::move(*order)});

    auto const now = clock.now();
    if (auto const open = expect_open(*order, now); !open) return open.error();
    auto const& payer = received->envelope.transaction.source.account;
    if (repository.is_channel(network.name, payer))
        return wrong("the source is an account of this server; pay from an account of your own");
    auto const max_time = TransactionCheck(*order, *received, network).run(now);
    if (!max_time) return max_time.error();
    auto const envelope = wrap(*order, *received, keys, network);
    return CheckedTransaction(WalletSubmission{
        .order = id,
        .hash = received->hash,
        .envelope = stellar::encode_envelope(envelope),
        .expires_at = *max_time,
        .payment = {.payer = payer, .submitted_hash = stellar::hash_of(envelope, network.id)}});
}

Result<Recorded> record_wallet_submission(Repository& repository, base::Clock const& clock,
                                          WalletSubmission const& submission) {
    auto order = repository.find_order(submission.order);
    if (!order) return unknown();
    // The bytes that were stored first are the ones, also where the same transaction comes again
    // with other signatures.
    if (is_paid_with(*order, submission.hash))
        return Recorded{.order = std::move(*order), .repeated = true};

    auto const now = clock.now();
    if (auto const open = expect_open(*order, now); !open) return open.error();
    if (repository.count_wallet_submissions(order->network) >= kMaxUnderWay)
        return fail(Errc::too_many_requests,
                    "too many transactions of wallets are under way; try again in a moment");
    if (!repository.mark_submitted_by_wallet(submission, now))
        return fail(Errc::conflict, "this transaction pays for another order already");
    // A fee-bump does not use the channel account's sequence number, so the next order may have it:
    // transactions that never come to anything must not keep others from paying.
    repository.return_channel(order->id, order->sequence - 1);
    repository.append_event("order.submitted", order->id, now);
    return Recorded{.order = *repository.find_order(submission.order)};
}

}  // namespace farthing::payments
