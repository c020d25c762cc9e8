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
constexpr std::size_t kWaitsBeforePatience = 40;

constexpr seconds kSubmitAgainAfter(5);
constexpr seconds kReadLedgerTimeAfter(2);

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
    if (result.code == stellar::TransactionCode::too_late) return FailureReason::expired;
    for (auto const& operation : result.operations)
        if (operation.code != stellar::OperationCode::inner || operation.inner != 0)
            return reason_of_operation(operation);
    return FailureReason::rejected;
}

Step Settlement::start() {
    return Submit{};
}

Step Settlement::wait(milliseconds at_least) {
    auto const time = std::max(delay_number(waits_++), at_least);
    since_submitted_ += time;
    since_ledger_time_ += time;
    return Wait{time};
}

Step Settlement::on_submitted(SubmitAnswer const& answer) {
    since_submitted_ = milliseconds(0);
    submit_again_ =
        std::holds_alternative<TryLater>(answer) || std::holds_alternative<NoAnswer>(answer);
    if (auto const* refused = std::get_if<Refused>(&answer)) {
        refusal_ = refused->result;
        return LookUp{};
    }
    may_be_out_ = true;
    if (auto const* later = std::get_if<TryLater>(&answer)) return wait(later->delay);
    return wait();
}

Step Settlement::on_waited() {
    return LookUp{};
}

Step Settlement::on_looked_up(LookUpAnswer const& answer) {
    if (std::holds_alternative<NoAnswer>(answer)) return wait();
    if (std::holds_alternative<NotInLedger>(answer)) return on_not_in_ledger();
    auto const& found = std::get<InLedger>(answer);
    if (stellar::succeeded(found.result)) return Finish(Settled{.ledger = found.ledger});
    return Finish(Failed{.reason = reason_of(found.result), .channel_sequence = sequence_});
}

Step Settlement::on_not_in_ledger() {
    bool const proven = refusal_ && !may_be_out_ && horizon::is_definite(*refusal_);
    if (proven || (too_late_ && refusal_)) return give_up(reason_of(*refusal_));
    if (too_late_) return give_up(FailureReason::expired);
    if (since_ledger_time_ >= kReadLedgerTimeAfter) return ReadLedgerTime{};
    if (submit_again_ || since_submitted_ >= kSubmitAgainAfter) return Submit{};
    return wait();
}

Step Settlement::on_ledger_time(std::optional<base::Timestamp> close_time) {
    since_ledger_time_ = milliseconds(0);
    // Ledgers up to this one are known, so a look-up from now on sees all that could hold the
    // bytes.
    if (close_time && *close_time > max_time_) too_late_ = true;
    return too_late_ ? Step(LookUp{}) : wait();
}

Step Settlement::give_up(FailureReason reason) {
    failure_ = reason;
    return ReadChannelSequence{};
}

Step Settlement::on_channel_sequence(std::optional<stellar::SequenceNumber> sequence) {
    // Without the true number the channel's next order would be refused, so there is no end before
    // it is known.
    if (!sequence) return wait();
    return Finish(Failed{.reason = *failure_, .channel_sequence = *sequence});
}

}  // namespace farthing::payments
