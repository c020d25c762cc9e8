#include "horizon/submission.hpp"

#include <algorithm>

#include "base/numbers.hpp"

namespace farthing::horizon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kDefaultRetry = seconds(2);
constexpr milliseconds kShortestRetry = seconds(1);
/// Longer than any time bound in use would only make sure that the transaction fails.
constexpr milliseconds kLongestRetry = seconds(30);

/// The delay that a header names, at most an hour.
std::optional<seconds> told_delay(HttpAnswer const& answer) {
    constexpr seconds kLongest(3'600);
    for (auto const text : {answer.retry_after, answer.rate_limit_reset}) {
        auto const value = base::parse_int<std::int64_t>(text);
        if (value && *value >= 0) return seconds(std::min<std::int64_t>(*value, kLongest.count()));
    }
    return std::nullopt;
}

milliseconds retry_delay(HttpAnswer const& answer) {
    auto const told = told_delay(answer);
    return told ? std::clamp<milliseconds>(*told, kShortestRetry, kLongestRetry) : kDefaultRetry;
}

Submission unknown(std::string reason) {
    return {.state = SubmissionState::unknown,
            .retry_after = kDefaultRetry,
            .reason = std::move(reason)};
}

Submission try_later(HttpAnswer const& answer, std::string reason) {
    return {.state = SubmissionState::try_later,
            .retry_after = retry_delay(answer),
            .reason = std::move(reason)};
}

Submission rejected(stellar::TransactionResult const& result) {
    return {.state = SubmissionState::rejected,
            .result = result,
            .reason = std::string(stellar::horizon_name(result.code))};
}

std::string status_text(HttpAnswer const& answer) {
    return "HTTP status " + std::to_string(answer.status);
}

bool is_overload(int status) {
    return status == 429 || status == 503;
}

bool is_success(int status) {
    return status >= 200 && status < 300;
}

Submission from_async(AsyncSubmission const& answer, HttpAnswer const& http) {
    switch (answer.status) {
        case AsyncStatus::pending:
        case AsyncStatus::duplicate:
            return {.state = SubmissionState::accepted,
                    .reason = std::string(to_text(answer.status))};
        case AsyncStatus::try_again_later:
            return try_later(http, "TRY_AGAIN_LATER");
        case AsyncStatus::error:
            return rejected(*answer.error);
    }
    base::ensure(false);
    return unknown({});
}

}  // namespace

std::optional<Overload> overload_of(HttpAnswer const& answer) {
    if (!is_overload(answer.status)) return std::nullopt;
    if (answer.status == 503 && parse_async_submission(answer.body)) return std::nullopt;
    return Overload{told_delay(answer)};
}

Submission classify_async(base::Result<HttpAnswer> const& answer,
                          stellar::TransactionHash const& hash) {
    if (!answer) return unknown(answer.error().message);
    if (auto const read = parse_async_submission(answer->body)) {
        if (read->hash != hash) return unknown("the answer is about another hash");
        if (http_status(read->status) == answer->status) return from_async(*read, *answer);
        return unknown(std::string(to_text(read->status)) + " with " + status_text(*answer));
    }
    if (is_overload(answer->status)) return try_later(*answer, status_text(*answer));
    if (answer->status == 404 || answer->status == 405 || answer->status == 501)
        return {.state = SubmissionState::unsupported, .reason = status_text(*answer)};
    return unknown(status_text(*answer) + " without an answer that can be read");
}

Submission classify_sync(base::Result<HttpAnswer> const& answer,
                         stellar::TransactionHash const& hash) {
    if (!answer) return unknown(answer.error().message);
    if (is_overload(answer->status)) return try_later(*answer, status_text(*answer));
    if (is_success(answer->status)) {
        auto const transaction = parse_transaction(answer->body);
        if (!transaction) return unknown(transaction.error().message);
        if (transaction->hash != hash) return unknown("the answer is about another hash");
        return {.state = SubmissionState::accepted,
                .transaction = *transaction,
                .reason = "in a ledger"};
    }
    if (answer->status == 400) {
        auto const problem = parse_problem(answer->body);
        if (problem && problem->slug == "transaction_failed" && problem->result)
            return rejected(*problem->result);
    }
    return unknown(status_text(*answer));
}

bool is_definite(stellar::TransactionCode code) {
    using stellar::TransactionCode;
    switch (code) {
        // Properties of the bytes: they were never valid.
        case TransactionCode::missing_operation:
        case TransactionCode::not_supported:
        case TransactionCode::malformed:
        case TransactionCode::soroban_invalid:
        // Found after the sequence number was seen to be unused, or in a ledger, with nothing
        // applied.
        case TransactionCode::bad_min_seq_age_or_gap:
        case TransactionCode::bad_auth:
        case TransactionCode::bad_auth_extra:
        case TransactionCode::insufficient_balance:
        case TransactionCode::bad_sponsorship:
        case TransactionCode::failed:
            return true;

        case TransactionCode::bad_sequence:
        case TransactionCode::too_early:
        case TransactionCode::too_late:
        case TransactionCode::no_account:
        case TransactionCode::insufficient_fee:
        case TransactionCode::internal_error:
        // What they say of the inner transaction counts.
        case TransactionCode::fee_bump_inner_failed:
        case TransactionCode::fee_bump_inner_success:
        case TransactionCode::success:
            return false;
    }
    base::ensure(false);
    return false;
}

bool is_definite(stellar::TransactionResult const& result) {
    if (result.code == stellar::TransactionCode::fee_bump_inner_failed && result.inner)
        return is_definite(result.inner->code);
    return is_definite(result.code);
}

}  // namespace farthing::horizon
