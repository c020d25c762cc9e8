#include "horizon/submission.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "base/encoding.hpp"
#include "horizon/problem.hpp"

namespace farthing::horizon {
namespace {

using std::chrono::seconds;
using stellar::TransactionCode;
using stellar::TransactionResult;
using State = SubmissionState;

stellar::TransactionHash const kHash{1, 2, 3};
TransactionResult const kBadSequence{.code = TransactionCode::bad_sequence};

std::string async_body(AsyncStatus status, std::optional<TransactionResult> error = {},
                       stellar::TransactionHash hash = kHash) {
    return json::serialize(to_json(AsyncSubmission{status, hash, std::move(error)}));
}

TEST(Submission, IsClassifiedFromEveryAnswerOfTheAsyncEndpoint) {
    auto const pending = async_body(AsyncStatus::pending);
    auto const duplicate = async_body(AsyncStatus::duplicate);
    auto const later = async_body(AsyncStatus::try_again_later);
    auto const error = async_body(AsyncStatus::error, kBadSequence);
    auto const bare_error = async_body(AsyncStatus::error);
    auto const foreign = async_body(AsyncStatus::pending, {}, {9});
    auto const malformed = json::serialize(to_json(transaction_malformed("AAAA", "why")));
    struct Case {
        int status;
        std::string body;
        State expected;
    };
    for (auto const& c : std::initializer_list<Case>{
             {201, pending, State::accepted},
             {409, duplicate, State::accepted},
             {503, later, State::try_later},
             {400, error, State::rejected},
             {400, bare_error, State::unknown},  // Rejected, but nobody knows why.
             {201, foreign, State::unknown},     // Another network.
             {200, pending, State::unknown},     // Word and status do not fit.
             {201, error, State::unknown},
             {500, pending, State::unknown},
             {201, "", State::unknown},
             {201, "<html>", State::unknown},
             {201, "{}", State::unknown},
             {201, R"({"tx_status":"NEW","hash":"00"})", State::unknown},
             {400, malformed, State::unknown},  // Our bytes are well-formed: the way there is not.
             {400, "", State::unknown},
             {429, "slow down", State::try_later},
             {503, "<html>", State::try_later},
             {404, "", State::unsupported},
             {405, "", State::unsupported},
             {501, "", State::unsupported},
             {403, "", State::unknown},
             {408, "", State::unknown},
             {413, "", State::unknown},
             {500, "", State::unknown},
             {502, "<html>", State::unknown},
             {504, "", State::unknown},
             {302, "", State::unknown},
         }) {
        auto const submission = classify_async(HttpAnswer{c.status, c.body}, kHash);
        EXPECT_EQ(submission.state, c.expected) << c.status << " " << c.body;
        EXPECT_FALSE(submission.reason.empty());
        EXPECT_EQ(submission.result.has_value(), c.expected == State::rejected);
    }
}

std::string record_body(bool successful, stellar::TransactionHash hash = kHash) {
    return json::serialize(
        json::object{{"hash", base::to_hex(hash)},
                     {"successful", successful},
                     {"ledger", 9},
                     {"created_at", "2026-11-22T04:00:00Z"},
                     {"fee_charged", "100"},
                     {"result_xdr", "AAAAAAAAAGQAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAA="}});
}

TEST(Submission, IsClassifiedFromEveryAnswerOfTheWaitingEndpoint) {
    auto const failed = json::serialize(to_json(transaction_failed("AAAA", kBadSequence)));
    auto const timeout = json::serialize(to_json(transaction_timeout("AAAA", kHash)));
    auto const malformed = json::serialize(to_json(transaction_malformed("AAAA", "why")));
    struct Case {
        int status;
        std::string body;
        State expected;
    };
    for (auto const& c : std::initializer_list<Case>{
             {200, record_body(true), State::accepted},
             {200, record_body(true, {9}), State::unknown},
             {200, record_body(false), State::unknown},  // Contradicts its result.
             {200, "{}", State::unknown},
             {400, failed, State::rejected},
             {400, malformed, State::unknown},
             {400, "", State::unknown},
             {500, failed, State::unknown},
             {504, timeout, State::unknown},
             {504, "<html>", State::unknown},
             {429, "", State::try_later},
             {503, "", State::try_later},
             {404, "", State::unknown},
         }) {
        auto const submission = classify_sync(HttpAnswer{c.status, c.body}, kHash);
        EXPECT_EQ(submission.state, c.expected) << c.status << " " << c.body;
        EXPECT_EQ(submission.transaction.has_value(), c.expected == State::accepted);
    }
}

TEST(Submission, IsUnknownWhenThereIsNoAnswer) {
    for (auto const code : {base::Errc::timed_out, base::Errc::unavailable}) {
        auto const failure = base::fail(code, "horizon.example: no answer");
        for (auto const& submission :
             {classify_async(failure, kHash), classify_sync(failure, kHash)}) {
            EXPECT_EQ(submission.state, State::unknown);
            EXPECT_GT(submission.retry_after, seconds(0));
            EXPECT_EQ(submission.reason, "horizon.example: no answer");
        }
    }
}

TEST(Submission, WaitsAsLongAsItIsToldWithinReason) {
    auto const delay = [](std::string_view retry_after, std::string_view reset) {
        return classify_async(HttpAnswer{429, "", retry_after, reset}, kHash).retry_after;
    };
    EXPECT_EQ(delay("7", ""), seconds(7));
    EXPECT_EQ(delay("", "8"), seconds(8));
    EXPECT_EQ(delay("7", "8"), seconds(7));
    EXPECT_EQ(delay("0", ""), seconds(1));
    EXPECT_EQ(delay("999999999999", ""), seconds(30));
    for (auto const* odd : {"", "-5", "soon", "Sun, 06 Nov 1994 08:49:37 GMT"})
        EXPECT_EQ(delay(odd, ""), seconds(2)) << odd;
}

TEST(Submission, AnAnswerAboutOneTransactionIsNoOverload) {
    auto const later = async_body(AsyncStatus::try_again_later);
    EXPECT_FALSE(overload_of({200, "{}"}));
    EXPECT_FALSE(overload_of({500, "", "7"}));
    EXPECT_FALSE(overload_of({503, later, "7"}));
    EXPECT_EQ(overload_of({503, "<html>", "7"})->told, seconds(7));
    EXPECT_EQ(overload_of({429, "", "", "8"})->told, seconds(8));
    EXPECT_EQ(overload_of({429, later})->told, std::nullopt);
    EXPECT_EQ(overload_of({429, "", "999999999999"})->told, std::chrono::hours(1));
}

TEST(Submission, IsDefinitelyRejectedOnlyByCodesThatProveIt) {
    struct Case {
        TransactionCode code;
        bool definite;
    };
    for (auto const& c :
         std::initializer_list<Case>{{TransactionCode::success, false},
                                     {TransactionCode::fee_bump_inner_success, false},
                                     {TransactionCode::failed, true},
                                     {TransactionCode::too_early, false},
                                     {TransactionCode::too_late, false},
                                     {TransactionCode::missing_operation, true},
                                     {TransactionCode::bad_sequence, false},
                                     {TransactionCode::bad_auth, true},
                                     {TransactionCode::insufficient_balance, true},
                                     {TransactionCode::no_account, false},
                                     {TransactionCode::insufficient_fee, false},
                                     {TransactionCode::bad_auth_extra, true},
                                     {TransactionCode::internal_error, false},
                                     {TransactionCode::not_supported, true},
                                     {TransactionCode::fee_bump_inner_failed, false},
                                     {TransactionCode::bad_sponsorship, true},
                                     {TransactionCode::bad_min_seq_age_or_gap, true},
                                     {TransactionCode::malformed, true},
                                     {TransactionCode::soroban_invalid, true}})
        EXPECT_EQ(is_definite(c.code), c.definite) << stellar::horizon_name(c.code);
}

TEST(Submission, OfAFeeBumpIsJudgedByItsInnerCode) {
    TransactionResult result{.code = TransactionCode::fee_bump_inner_failed};
    result.inner = {.hash = kHash, .code = TransactionCode::bad_sequence};
    EXPECT_FALSE(is_definite(result));
    result.inner->code = TransactionCode::failed;
    EXPECT_TRUE(is_definite(result));
    EXPECT_FALSE(is_definite(kBadSequence));
}

}  // namespace
}  // namespace farthing::horizon
