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
/// has passed in ledger time and look-ups in two different closed ledgers after it do not find
/// them.
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

/// The newest closed ledger.
struct LatestLedger {
    std::int64_t number;
    base::Timestamp closed_at;
};

/// What the network says of the channel account: its sequence number, or that it does not exist.
struct ChannelMissing {};
using ChannelAnswer = std::variant<stellar::SequenceNumber, ChannelMissing, NoAnswer>;

/// What to do next.
struct Submit {};
struct LookUp {};
struct ReadLatestLedger {};
struct ReadChannel {};
struct Wait {
    std::chrono::milliseconds time;
};
using Finish = std::variant<Settled, Failed>;
using Step = std::variant<Submit, LookUp, ReadLatestLedger, ReadChannel, Wait, Finish>;

class Settlement {
public:
    enum class Bytes {
        never_sent,
        may_be_out,  ///< Submitted before, by this process or an earlier one.
    };
    Settlement(Order const& order, Bytes bytes);

    Step start();
    Step on_submitted(SubmitAnswer const& answer);
    Step on_looked_up(LookUpAnswer const& answer);
    /// Nothing when there was no answer.
    Step on_latest_ledger(std::optional<LatestLedger> const& ledger);
    Step on_channel(ChannelAnswer const& answer);
    Step on_waited();

private:
    Step wait(std::chrono::milliseconds at_least = {});
    Step on_not_in_ledger();
    void note_absence();
    Step give_up();
    void remember(stellar::TransactionResult const& refusal);
    FailureReason failure() const;
    bool is_last_word(stellar::TransactionResult const& result) const;

    bool wallet_built_;
    stellar::SequenceNumber sequence_after_payment_;
    base::Timestamp max_time_;
    std::size_t waits_ = 0;
    std::chrono::milliseconds since_submitted_{0};
    std::chrono::milliseconds since_ledger_read_{0};
    bool submit_again_ = false;
    /// Some node may hold the bytes. Then no other node's refusal is the last word.
    bool may_be_out_;
    std::optional<stellar::TransactionResult> refusal_;
    /// A ledger past max_time that was read before the look-up that is due.
    std::optional<std::int64_t> late_ledger_;
    /// Such a ledger after which a look-up did not find the hash.
    std::optional<std::int64_t> absent_after_;
    bool dead_ = false;  ///< Absent after two of them.
};

/// What a result means for the reader.
FailureReason reason_of(stellar::TransactionResult const& result);

}  // namespace farthing::payments
