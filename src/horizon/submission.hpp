#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "horizon/remote.hpp"
#include "stellar/result_xdr.hpp"

/// What a client decides from the answer to a submission. Pure.
///
/// The rule behind all of it: whatever is not proven is unknown, and unknown means to keep the same
/// signed bytes, to look their hash up, and to submit the same bytes again, until the time bound
/// has passed in the ledger's own time. A new envelope for the same purchase is made only when the
/// old one is proven dead. Anything else pays twice.
namespace farthing::horizon {

enum class SubmissionState {
    accepted,  ///< In the network's queue (or, from POST /transactions, in a ledger). Look the hash
               ///< up.
    try_later,    ///< Not taken this time. Submit the same bytes again after `retry_after`.
    unknown,      ///< Nobody knows. Look the hash up and submit the same bytes again.
    rejected,     ///< `result` says why. is_definite() says whether that is the last word.
    unsupported,  ///< This Horizon has no POST /transactions_async: submit to POST /transactions.
};

struct Submission {
    SubmissionState state;
    std::chrono::milliseconds retry_after = {};             ///< For try_later and unknown.
    std::optional<stellar::TransactionResult> result = {};  ///< For rejected.
    std::optional<RemoteTransaction> transaction = {};      ///< It is in a ledger already.
    std::string reason = {};                                ///< For the log.
};

/// A complete HTTP answer, as far as it counts here.
struct HttpAnswer {
    int status;
    std::string_view body;
    std::string_view retry_after = {};       ///< The header of that name, if any.
    std::string_view rate_limit_reset = {};  ///< X-RateLimit-Reset, if any: seconds.
};

/// A server that asks to be left alone for a while, and for how long if it said so.
struct Overload {
    std::optional<std::chrono::seconds> told = {};
};

/// 429, and 503 unless it speaks of one transaction only (TRY_AGAIN_LATER).
std::optional<Overload> overload_of(HttpAnswer const& answer);

/// From the answer of POST /transactions_async, or from the failure to get one. `hash` is what was
/// submitted: an answer about another hash comes from another network and proves nothing.
Submission classify_async(base::Result<HttpAnswer> const& answer,
                          stellar::TransactionHash const& hash);

/// As classify_async, for POST /transactions.
Submission classify_sync(base::Result<HttpAnswer> const& answer,
                         stellar::TransactionHash const& hash);

/// True when a rejection proves that the submitted bytes are in no ledger and in no queue, so that
/// their purpose has failed.
///
/// False for tx_bad_seq, and for codes that the network gives before it has looked at the sequence
/// number (tx_too_early, tx_too_late, tx_no_source_account, tx_insufficient_fee): a transaction
/// that was applied earlier gets them too. Then the hash must be looked up, and counts as failed
/// only when the ledger's time is past the time bound.
bool is_definite(stellar::TransactionCode code);

/// As above; of a fee-bump both the outer and the inner code count.
bool is_definite(stellar::TransactionResult const& result);

}  // namespace farthing::horizon
