#pragma once

#include <chrono>
#include <optional>
#include <variant>

#include "base/clock.hpp"
#include "payments/order.hpp"
#include "payments/outcome.hpp"
#include "stellar/result_xdr.hpp"

/// Carrying one submitted order to its end, as a state machine without network, clock or store: it
/// says what to do next, is told what came of it, and in the end says how the order ended. Who
/// drives it does the asking.
///
/// A time-out says nothing of the outcome. The same bytes are submitted again and looked up by
/// their hash until they are in a closed ledger, or until it is certain that they never will be:
/// the network refused them for a reason that no earlier submission can have overcome, or max_time
/// has passed in ledger time and a look-up after that does not find them.
namespace farthing::payments {

/// What the network said to the bytes.
struct Accepted {};
struct TryLater {
    std::chrono::milliseconds delay;
};
struct Refused {
    stellar::TransactionResult result;
};
struct NoAnswer {};
using SubmitAnswer = std::variant<Accepted, TryLater, Refused, NoAnswer>;

/// What closed ledgers say of the hash.
struct InLedger {
    std::int64_t ledger;
    stellar::TransactionResult result;
};
struct NotInLedger {};
using LookUpAnswer = std::variant<InLedger, NotInLedger, NoAnswer>;

/// What to do next.
struct Submit {};
struct LookUp {};
/// Ask for the close time of the newest closed ledger.
struct ReadLedgerTime {};
/// Ask for the channel account's sequence number.
struct ReadChannelSequence {};
struct Wait {
    std::chrono::milliseconds time;
};
using Finish = std::variant<Settled, Failed>;
using Step = std::variant<Submit, LookUp, ReadLedgerTime, ReadChannelSequence, Wait, Finish>;

class Settlement {
public:
    enum class Bytes {
        never_sent,
        may_be_out,  ///< Submitted before, by this process or an earlier one.
    };
    Settlement(Order const& order, Bytes bytes)
        : sequence_(order.sequence),
          max_time_(order.expires_at),
          may_be_out_(bytes == Bytes::may_be_out) {}

    Step start();
    Step on_submitted(SubmitAnswer const& answer);
    Step on_looked_up(LookUpAnswer const& answer);
    /// Nothing when there was no answer; likewise below.
    Step on_ledger_time(std::optional<base::Timestamp> close_time);
    Step on_channel_sequence(std::optional<stellar::SequenceNumber> sequence);
    Step on_waited();

private:
    Step wait(std::chrono::milliseconds at_least = {});
    Step on_not_in_ledger();
    Step give_up(FailureReason reason);

    stellar::SequenceNumber sequence_;
    base::Timestamp max_time_;
    std::size_t waits_ = 0;
    std::chrono::milliseconds since_submitted_{0};
    std::chrono::milliseconds since_ledger_time_{0};
    bool submit_again_ = false;
    /// Some node may hold the bytes. Then no other node's refusal is the last word.
    bool may_be_out_;
    bool too_late_ = false;  ///< Ledger time is past max_time.
    std::optional<stellar::TransactionResult> refusal_;
    std::optional<FailureReason> failure_;
};

/// What a result means for the reader.
FailureReason reason_of(stellar::TransactionResult const& result);

}  // namespace farthing::payments
