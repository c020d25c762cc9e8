#include "payments/settlement.hpp"

#include <gtest/gtest.h>

namespace farthing::payments {
namespace {

using stellar::OperationCode;
using stellar::OperationResult;
using stellar::PaymentCode;
using stellar::TransactionCode;
using stellar::TransactionResult;

stellar::PublicKey const kNobody(base::ByteArray<32>{});
constexpr auto kMaxTime = base::Timestamp::from_seconds(1'790'000'060);

Settlement settlement(Settlement::Bytes bytes = Settlement::Bytes::never_sent) {
    Order const order{.id = *OrderId::parse("01ARYZ6S410000000000000000"),
                      .network = "testnet",
                      .good = *goods::GoodId::parse("558bcdbb1309c59725bdb559"),
                      .store = *stores::StoreId::parse("558bcdbb1309c59725bdb559"),
                      .title = "",
                      .buyer = kNobody,
                      .destination = kNobody,
                      .price = base::Stroops::of(1),
                      .purchase_validity = {},
                      .channel = 1,
                      .sequence = 101,
                      .hash = {},
                      .unsigned_envelope = {},
                      .created_at = {},
                      .expires_at = kMaxTime};
    return {order, bytes};
}

template <class T>
bool is(Step const& step) {
    return std::holds_alternative<T>(step);
}

TransactionResult payment_result(PaymentCode code) {
    return {
        .fee_charged = 100,
        .code = code == PaymentCode::success ? TransactionCode::success : TransactionCode::failed,
        .operations = {{.type = stellar::kPaymentType, .inner = static_cast<std::int32_t>(code)}}};
}

InLedger in_ledger(PaymentCode code) {
    return {.ledger = 7, .result = payment_result(code)};
}

Failed failure(Step const& step) {
    return std::get<Failed>(std::get<Finish>(step));
}

TEST(Settlement, APaymentInALedgerSettlesTheOrder) {
    auto s = settlement();
    EXPECT_TRUE(is<Submit>(s.start()));
    EXPECT_TRUE(is<Wait>(s.on_submitted(Accepted{})));
    EXPECT_TRUE(is<LookUp>(s.on_waited()));
    EXPECT_TRUE(is<Wait>(s.on_looked_up(NotInLedger{})));
    EXPECT_TRUE(is<LookUp>(s.on_waited()));
    auto const end = s.on_looked_up(in_ledger(PaymentCode::success));
    EXPECT_EQ(std::get<Settled>(std::get<Finish>(end)).ledger, 7);
}

TEST(Settlement, AFailureInALedgerUsesTheSequenceNumberAndSaysWhy) {
    struct Case {
        PaymentCode code;
        FailureReason reason;
    };
    for (auto const& c : {Case{PaymentCode::underfunded, FailureReason::insufficient_balance},
                          Case{PaymentCode::no_destination, FailureReason::payee_missing},
                          Case{PaymentCode::malformed, FailureReason::rejected}}) {
        auto s = settlement();
        (void)s.on_submitted(Accepted{});
        auto const failed = failure(s.on_looked_up(in_ledger(c.code)));
        EXPECT_EQ(failed.reason, c.reason);
        EXPECT_EQ(failed.channel_sequence, 101);
    }
}

TEST(Settlement, NoAnswerIsNoFailureTheSameBytesAreSentAgain) {
    auto s = settlement();
    EXPECT_TRUE(is<Wait>(s.on_submitted(NoAnswer{})));
    EXPECT_TRUE(is<LookUp>(s.on_waited()));
    EXPECT_TRUE(is<Submit>(s.on_looked_up(NotInLedger{})));
    EXPECT_TRUE(is<Wait>(s.on_submitted(TryLater{std::chrono::seconds(3)})));
    EXPECT_TRUE(is<Submit>(s.on_looked_up(NotInLedger{})) ||
                is<ReadLedgerTime>(s.on_looked_up(NotInLedger{})));
}

TEST(Settlement, WaitsAsLongAsTheNetworkAsks) {
    auto s = settlement();
    EXPECT_EQ(std::get<Wait>(s.on_submitted(TryLater{std::chrono::seconds(30)})).time,
              std::chrono::seconds(30));
}

TEST(Settlement, ABadSequenceIsNotBelievedBeforeTheHashIsLookedUp) {
    auto s = settlement();
    auto const bad = TransactionResult{.code = TransactionCode::bad_sequence};
    EXPECT_TRUE(is<LookUp>(s.on_submitted(Refused{bad})));
    auto const end = s.on_looked_up(in_ledger(PaymentCode::success));
    EXPECT_TRUE(std::holds_alternative<Settled>(std::get<Finish>(end)));
}

TEST(Settlement, ABadSequenceThatIsNotFoundEndsOnlyInLedgerTime) {
    auto s = settlement();
    (void)s.on_submitted(Refused{{.code = TransactionCode::bad_sequence}});
    for (int i = 0; i < 200; ++i) {
        auto const step = s.on_looked_up(NotInLedger{});
        ASSERT_FALSE(is<Finish>(step) || is<ReadChannelSequence>(step));
        if (is<ReadLedgerTime>(step)) {
            ASSERT_TRUE(is<Wait>(s.on_ledger_time(kMaxTime)));
        }
    }
}

TEST(Settlement, IsOverWhenLedgerTimeHasPassedAndTheHashIsNotThere) {
    auto s = settlement();
    (void)s.on_submitted(Accepted{});
    EXPECT_TRUE(is<LookUp>(s.on_ledger_time(kMaxTime + std::chrono::seconds(1))));
    EXPECT_TRUE(is<Wait>(s.on_looked_up(NoAnswer{})));
    EXPECT_TRUE(is<ReadChannelSequence>(s.on_looked_up(NotInLedger{})));
    EXPECT_TRUE(is<Wait>(s.on_channel_sequence(std::nullopt)));
    EXPECT_TRUE(is<ReadChannelSequence>(s.on_looked_up(NotInLedger{})));
    auto const failed = failure(s.on_channel_sequence(100));
    EXPECT_EQ(failed.reason, FailureReason::expired);
    EXPECT_EQ(failed.channel_sequence, 100);
}

TEST(Settlement, MaxTimeItselfIsStillInTime) {
    auto s = settlement();
    EXPECT_TRUE(is<Wait>(s.on_ledger_time(kMaxTime)));
    EXPECT_TRUE(is<Wait>(s.on_ledger_time(std::nullopt)));
}

TEST(Settlement, ARefusalThatProvesItWasNeverAppliedEndsTheOrderAtOnce) {
    auto s = settlement();
    EXPECT_TRUE(is<LookUp>(s.on_submitted(Refused{{.code = TransactionCode::bad_auth}})));
    EXPECT_TRUE(is<ReadChannelSequence>(s.on_looked_up(NotInLedger{})));
    EXPECT_EQ(failure(s.on_channel_sequence(100)).reason, FailureReason::rejected);
}

TEST(Settlement, NoRefusalIsTheLastWordOnceSomebodyMayHoldTheBytes) {
    auto const refused = Refused{{.code = TransactionCode::bad_auth}};
    auto resumed = settlement(Settlement::Bytes::may_be_out);
    (void)resumed.on_submitted(refused);
    EXPECT_FALSE(is<ReadChannelSequence>(resumed.on_looked_up(NotInLedger{})));

    auto unanswered = settlement();
    (void)unanswered.on_submitted(NoAnswer{});
    (void)unanswered.on_submitted(refused);
    EXPECT_FALSE(is<ReadChannelSequence>(unanswered.on_looked_up(NotInLedger{})));

    (void)unanswered.on_ledger_time(kMaxTime + std::chrono::seconds(1));
    EXPECT_TRUE(is<ReadChannelSequence>(unanswered.on_looked_up(NotInLedger{})));
    EXPECT_EQ(failure(unanswered.on_channel_sequence(100)).reason, FailureReason::rejected);
}

TEST(Settlement, SubmitsAgainNowAndThenInCaseTheNetworkForgot) {
    auto s = settlement();
    Step step = s.on_submitted(Accepted{});
    int submissions = 0;
    for (int i = 0; i < 200; ++i) {
        if (is<Submit>(step)) {
            ++submissions;
            step = s.on_submitted(Accepted{});
        } else if (is<ReadLedgerTime>(step)) {
            step = s.on_ledger_time(kMaxTime);
        } else {
            step = s.on_looked_up(NotInLedger{});
        }
    }
    EXPECT_GT(submissions, 3);
    EXPECT_LT(submissions, 40);
}

TEST(Settlement, AMissingAccountIsToldApartFromAnEmptyOne) {
    TransactionResult const result{.code = TransactionCode::failed,
                                   .operations = {{.code = OperationCode::no_account}}};
    EXPECT_EQ(reason_of(result), FailureReason::account_missing);
    EXPECT_EQ(reason_of({.code = TransactionCode::too_late}), FailureReason::expired);
}

}  // namespace
}  // namespace farthing::payments
