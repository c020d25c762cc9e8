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

Order submitted_order() {
    return {.id = *OrderId::parse("01ARYZ6S410000000000000000"),
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
}

Settlement settlement(Settlement::Bytes bytes = Settlement::Bytes::never_sent) {
    return {submitted_order(), bytes};
}

/// Of an order that a wallet's own transaction pays.
Settlement wallet_settlement() {
    auto order = submitted_order();
    order.wallet_payment = {.payer = kNobody, .submitted_hash = {}};
    return {order, Settlement::Bytes::never_sent};
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

LatestLedger late(std::int64_t number) {
    return {.number = number, .closed_at = kMaxTime + std::chrono::seconds(number)};
}

/// Shows that so many ledgers past max_time do not hold the hash.
Step die(Settlement& settlement, std::int64_t ledgers = 2) {
    Step step = Submit{};
    for (std::int64_t i = 1; i <= ledgers; ++i) {
        EXPECT_TRUE(is<LookUp>(settlement.on_latest_ledger(late(i))));
        step = settlement.on_looked_up(NotInLedger{});
    }
    return step;
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
                is<ReadLatestLedger>(s.on_looked_up(NotInLedger{})));
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
        ASSERT_FALSE(is<Finish>(step) || is<ReadChannel>(step));
        if (is<ReadLatestLedger>(step)) {
            ASSERT_TRUE(is<Wait>(s.on_latest_ledger(LatestLedger{i, kMaxTime})));
        }
    }
}

TEST(Settlement, IsOverWhenTwoLedgersPastMaxTimeDoNotHoldTheHash) {
    auto s = settlement();
    (void)s.on_submitted(Accepted{});
    EXPECT_TRUE(is<LookUp>(s.on_latest_ledger(late(7))));
    EXPECT_TRUE(is<Wait>(s.on_looked_up(NoAnswer{})));
    EXPECT_TRUE(is<Wait>(s.on_looked_up(NotInLedger{})));
    EXPECT_TRUE(is<LookUp>(s.on_latest_ledger(late(8))));
    EXPECT_TRUE(is<ReadChannel>(s.on_looked_up(NotInLedger{})));
    EXPECT_TRUE(is<Wait>(s.on_channel(NoAnswer{})));
    EXPECT_TRUE(is<ReadChannel>(s.on_looked_up(NotInLedger{})));
    auto const failed = failure(s.on_channel(stellar::SequenceNumber{100}));
    EXPECT_EQ(failed.reason, FailureReason::expired);
    EXPECT_EQ(failed.channel_sequence, 100);
}

TEST(Settlement, OneLedgerReadTwiceIsNotTwo) {
    auto s = settlement();
    (void)s.on_submitted(Accepted{});
    for (int i = 0; i < 10; ++i) {
        (void)s.on_latest_ledger(late(7));
        ASSERT_FALSE(is<ReadChannel>(s.on_looked_up(NotInLedger{})));
        // A look-up without a ledger read before it proves nothing either.
        ASSERT_FALSE(is<ReadChannel>(s.on_looked_up(NotInLedger{})));
    }
    // Another history, or a server that lags: its first ledger is a first one again.
    (void)s.on_latest_ledger(late(3));
    EXPECT_FALSE(is<ReadChannel>(s.on_looked_up(NotInLedger{})));
    (void)s.on_latest_ledger(late(4));
    EXPECT_TRUE(is<ReadChannel>(s.on_looked_up(NotInLedger{})));
}

TEST(Settlement, APaymentThatTurnsUpAtTheSecondLookIsSettled) {
    auto s = settlement();
    (void)s.on_submitted(NoAnswer{});
    die(s, 1);
    (void)s.on_latest_ledger(late(8));
    auto const end = s.on_looked_up(in_ledger(PaymentCode::success));
    EXPECT_TRUE(std::holds_alternative<Settled>(std::get<Finish>(end)));
}

TEST(Settlement, MaxTimeItselfIsStillInTime) {
    auto s = settlement();
    EXPECT_TRUE(is<Wait>(s.on_latest_ledger(LatestLedger{7, kMaxTime})));
    EXPECT_TRUE(is<Wait>(s.on_latest_ledger(std::nullopt)));
}

TEST(Settlement, AChannelAccountThatIsGoneDoesNotKeepItsOrderFromEnding) {
    auto s = settlement();
    (void)s.on_submitted(Refused{{.code = TransactionCode::no_account}});
    EXPECT_TRUE(is<ReadChannel>(die(s)));
    auto const failed = failure(s.on_channel(ChannelMissing{}));
    EXPECT_EQ(failed.reason, FailureReason::expired);
    EXPECT_FALSE(failed.channel_sequence);
}

TEST(Settlement, ARefusalThatProvesItWasNeverAppliedEndsTheOrderAtOnce) {
    auto s = settlement();
    EXPECT_TRUE(is<LookUp>(s.on_submitted(Refused{{.code = TransactionCode::bad_auth}})));
    EXPECT_TRUE(is<ReadChannel>(s.on_looked_up(NotInLedger{})));
    EXPECT_EQ(failure(s.on_channel(stellar::SequenceNumber{100})).reason, FailureReason::rejected);
}

TEST(Settlement, NoRefusalIsTheLastWordOnceSomebodyMayHoldTheBytes) {
    auto const refused = Refused{{.code = TransactionCode::bad_auth}};
    auto resumed = settlement(Settlement::Bytes::may_be_out);
    (void)resumed.on_submitted(refused);
    EXPECT_FALSE(is<ReadChannel>(resumed.on_looked_up(NotInLedger{})));

    auto unanswered = settlement();
    (void)unanswered.on_submitted(NoAnswer{});
    (void)unanswered.on_submitted(refused);
    EXPECT_FALSE(is<ReadChannel>(unanswered.on_looked_up(NotInLedger{})));

    EXPECT_TRUE(is<ReadChannel>(die(unanswered)));
    (void)unanswered.on_submitted(Refused{{.code = TransactionCode::too_late}});
    EXPECT_EQ(failure(unanswered.on_channel(stellar::SequenceNumber{100})).reason,
              FailureReason::rejected);
}

TEST(Settlement, SubmitsAgainNowAndThenInCaseTheNetworkForgot) {
    auto s = settlement();
    Step step = s.on_submitted(Accepted{});
    int submissions = 0;
    for (int i = 0; i < 200; ++i) {
        if (is<Submit>(step)) {
            ++submissions;
            step = s.on_submitted(Accepted{});
        } else if (is<ReadLatestLedger>(step)) {
            step = s.on_latest_ledger(LatestLedger{i, kMaxTime});
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

TransactionResult fee_bump_result(TransactionCode inner, std::vector<OperationResult> operations) {
    return {.code = TransactionCode::fee_bump_inner_failed,
            .operations = std::move(operations),
            .inner = TransactionResult::Inner{.hash = {}, .code = inner}};
}

TEST(Settlement, OfAFeeBumpTheInnerResultSaysWhy) {
    auto const underfunded =
        OperationResult{.type = stellar::kPaymentType,
                        .inner = static_cast<std::int32_t>(PaymentCode::underfunded)};
    EXPECT_EQ(reason_of(fee_bump_result(TransactionCode::failed, {underfunded})),
              FailureReason::insufficient_balance);
    EXPECT_EQ(reason_of(fee_bump_result(TransactionCode::no_account, {})),
              FailureReason::account_missing);
    EXPECT_EQ(reason_of(fee_bump_result(TransactionCode::too_late, {})), FailureReason::expired);
    EXPECT_EQ(reason_of(fee_bump_result(TransactionCode::bad_auth, {})), FailureReason::rejected);
}

TEST(Settlement, NoRefusalOfAWalletsOwnTransactionIsTheLastWord) {
    // Its payer holds the transaction, and may submit it himself at any time until max_time.
    for (auto const code : {TransactionCode::bad_auth, TransactionCode::bad_sequence,
                            TransactionCode::failed, TransactionCode::malformed}) {
        auto s = wallet_settlement();
        (void)s.on_submitted(Refused{fee_bump_result(code, {})});
        EXPECT_FALSE(is<Finish>(s.on_looked_up(NotInLedger{})));
        auto const failed = failure(die(s));
        EXPECT_EQ(failed.reason, FailureReason::rejected);
        EXPECT_EQ(failed.channel_sequence, 100);
    }
}

TEST(Settlement, AWalletsOwnTransactionLeavesTheChannelsSequenceNumberUnused) {
    auto s = wallet_settlement();
    auto const failed = failure(s.on_looked_up(in_ledger(PaymentCode::underfunded)));
    EXPECT_EQ(failed.reason, FailureReason::insufficient_balance);
    EXPECT_EQ(failed.channel_sequence, 100);
}

TEST(Settlement, AFeeBumpInALedgerWhoseInnerTransactionWasNotTriedIsNoEnd) {
    auto s = wallet_settlement();
    InLedger const untried{.ledger = 7,
                           .result = fee_bump_result(TransactionCode::bad_sequence, {})};
    EXPECT_FALSE(is<Finish>(s.on_looked_up(untried)));
    // Somebody submitted the inner transaction itself when its sequence number had come.
    auto const end = s.on_looked_up(in_ledger(PaymentCode::success));
    EXPECT_TRUE(std::holds_alternative<Settled>(std::get<Finish>(end)));

    InLedger const tried{.ledger = 7, .result = fee_bump_result(TransactionCode::failed, {})};
    EXPECT_TRUE(is<Finish>(wallet_settlement().on_looked_up(tried)));
}

}  // namespace
}  // namespace farthing::payments
