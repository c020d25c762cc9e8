#include "payments/settlement.hpp"

#include <algorithm>
#include <array>

#include "horizon/submission.hpp"

namespace farthing::payments {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Short at first, because a sandbox closes at once; then often enough for a reader who waits; then
/// patient.
constexpr std::array<milliseconds, 7> kDelays{
    milliseconds(10),  milliseconds(20),  milliseconds(40), milliseconds(80),
    milliseconds(120), milliseconds(200), milliseconds(250)};
constexpr milliseconds kPatientDelay(1'000);
constexpr milliseconds kLastWordDelay(10'000);
constexpr std::size_t kWaitsBeforePatience = 40;

constexpr seconds kSubmitAgainAfter(5);
constexpr seconds kReadLedgerAfter(2);

milliseconds delay_number(std::size_t n) {
    return n > kWaitsBeforePatience ? kPatientDelay : kDelays[std::min(n, kDelays.size() - 1)];
}

FailureReason reason_of_operation(stellar::OperationResult const& operation) {
    if (operation.code == stellar::OperationCode::no_account) return FailureReason::account_missing;
    if (operation.code != stellar::OperationCode::inner || operation.type != stellar::kPaymentType)
        return FailureReason::rejected;
    if (operation.inner == static_cast<std::int32_t>(stellar::PaymentCode::underfunded))
        return FailureReason::insufficient_balance;
    if (operation.inner == static_cast<std::int32_t>(stellar::PaymentCode::no_destination))
        return FailureReason::payee_missing;
    return FailureReason::rejected;
}

}  // namespace

FailureReason reason_of(stellar::TransactionResult const& result) {
    using stellar::TransactionCode;
    auto const code = result.inner ? result.inner->code : result.code;
    if (code == TransactionCode::too_late) return FailureReason::expired;
    // Of an inner transaction it is the payer's account that is missing, otherwise one of ours.
    if (code == TransactionCode::no_account)
        return result.inner ? FailureReason::account_missing : FailureReason::expired;
    for (auto const& operation : result.operations)
        if (operation.code != stellar::OperationCode::inner || operation.inner != 0)
            return reason_of_operation(operation);
    return FailureReason::rejected;
}

Settlement::Settlement(Order const& order, Bytes bytes)
    : wallet_built_(order.wallet_payment.has_value()),
      sequence_after_payment_(sequence_after_payment(order)),
      max_time_(order.expires_at),
      // Its payer holds what his wallet built, and may hand it to the network himself.
      may_be_out_(wallet_built_ || bytes == Bytes::may_be_out) {}

Step Settlement::start() {
    return Submit{};
}

Step Settlement::wait(milliseconds at_least) {
    auto const time = std::max(delay_number(waits_++), at_least);
    since_submitted_ += time;
    since_ledger_read_ += time;
    return Wait{time};
}

Step Settlement::on_submitted(SubmitAnswer const& answer) {
    since_submitted_ = milliseconds(0);
    submit_again_ =
        std::holds_alternative<TryLater>(answer) || std::holds_alternative<NoAnswer>(answer);
    if (auto const* refused = std::get_if<Refused>(&answer)) {
        remember(refused->result);
        return LookUp{};
    }
    may_be_out_ = true;
    if (auto const* later = std::get_if<TryLater>(&answer)) return wait(later->delay);
    return wait();
}

/// That it is too late is true in the end of all that were refused before; the reason is the
/// earlier one.
void Settlement::remember(stellar::TransactionResult const& refusal) {
    if (!refusal_ || reason_of(refusal) != FailureReason::expired) refusal_ = refusal;
}

Step Settlement::on_waited() {
    return LookUp{};
}

Step Settlement::on_looked_up(LookUpAnswer const& answer) {
    if (std::holds_alternative<NoAnswer>(answer)) return wait();
    if (std::holds_alternative<NotInLedger>(answer)) return on_not_in_ledger();
    auto const& found = std::get<InLedger>(answer);
    if (stellar::succeeded(found.result)) return Finish(Settled{.ledger = found.ledger});
    if (is_last_word(found.result))
        return Finish(
            Failed{.reason = reason_of(found.result), .channel_sequence = sequence_after_payment_});
    remember(found.result);
    return on_not_in_ledger();
}

/// A fee-bump may stand in a ledger while the transaction in it was not even tried, say because of
/// its sequence number; whoever holds that one can still submit it.
bool Settlement::is_last_word(stellar::TransactionResult const& result) const {
    return !wallet_built_ || horizon::is_definite(result);
}

Step Settlement::on_not_in_ledger() {
    note_absence();
    bool const proven = refusal_ && !may_be_out_ && horizon::is_definite(*refusal_);
    if (proven || dead_) return give_up();
    // Only the time bound can end what a wallet built and the network has refused; no hurry then.
    bool const patient = wallet_built_ && refusal_ && waits_ > kWaitsBeforePatience;
    auto const pause = patient ? kLastWordDelay : milliseconds(0);
    if (since_ledger_read_ >= std::max<milliseconds>(pause, kReadLedgerAfter))
        return ReadLatestLedger{};
    if (submit_again_ || since_submitted_ >= std::max<milliseconds>(3 * pause, kSubmitAgainAfter))
        return Submit{};
    return wait(pause);
}

/// Two ledgers, because the first look-up may have been answered by a database that had only
/// begun to take its ledger in. A lower number than before is another history (or another server
/// that lags): the count begins anew.
void Settlement::note_absence() {
    if (!late_ledger_) return;
    dead_ = dead_ || (absent_after_ && *absent_after_ < *late_ledger_);
    absent_after_ = late_ledger_;
    late_ledger_.reset();
}

Step Settlement::on_latest_ledger(std::optional<LatestLedger> const& ledger) {
    since_ledger_read_ = milliseconds(0);
    if (!ledger || ledger->closed_at <= max_time_) return wait();
    // Ledgers up to this one are known, so a look-up from now on sees all that could hold the
    // bytes.
    late_ledger_ = ledger->number;
    return LookUp{};
}

FailureReason Settlement::failure() const {
    return refusal_ ? reason_of(*refusal_) : FailureReason::expired;
}

Step Settlement::give_up() {
    // What a wallet built does not touch the channel account's sequence number.
    if (wallet_built_)
        return Finish(Failed{.reason = failure(), .channel_sequence = sequence_after_payment_});
    return ReadChannel{};
}

Step Settlement::on_channel(ChannelAnswer const& answer) {
    // Without the true number the channel's next order would be refused, so there is no end before
    // it is known.
    if (std::holds_alternative<NoAnswer>(answer)) return wait();
    Failed failed{.reason = failure(), .channel_sequence = std::nullopt};
    if (auto const* sequence = std::get_if<stellar::SequenceNumber>(&answer))
        failed.channel_sequence = *sequence;
    return Finish(failed);
}

}  // namespace farthing::payments
