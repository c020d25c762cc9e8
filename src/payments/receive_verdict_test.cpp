#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <ostream>

#include "payments/receive_testing.hpp"

namespace farthing::payments {
namespace {

struct Verdict {
    UnassignedReason reason;
    OrderState state;
    std::function<void(RemotePayment&)> alter;
};

void PrintTo(Verdict const& verdict, std::ostream* out) {
    *out << to_text(verdict.reason);
}

class EachReason : public ReceiveTest, public testing::WithParamInterface<Verdict> {};

INSTANTIATE_TEST_SUITE_P(
    Payments, EachReason,
    testing::Values(
        Verdict{UnassignedReason::no_memo, OrderState::offered,
                [](RemotePayment& p) { p.memo.reset(); }},
        Verdict{UnassignedReason::unknown_order, OrderState::offered,
                [](RemotePayment& p) { p.memo = ""; }},
        Verdict{UnassignedReason::unknown_order, OrderState::offered,
                [](RemotePayment& p) { p.memo = "see http://example.com"; }},
        Verdict{UnassignedReason::unknown_order, OrderState::offered,
                [](RemotePayment& p) { p.memo->pop_back(); }},
        Verdict{UnassignedReason::unknown_order, OrderState::offered,
                [](RemotePayment& p) { p.memo->append("0"); }},
        Verdict{UnassignedReason::unknown_order, OrderState::offered,
                [](RemotePayment& p) { p.memo->back() = p.memo->back() == '0' ? '1' : '0'; }},
        Verdict{UnassignedReason::unknown_order, OrderState::offered,
                [](RemotePayment& p) {
                    std::ranges::transform(*p.memo, p.memo->begin(), [](unsigned char c) {
                        return static_cast<char>(std::tolower(c));
                    });
                }},
        Verdict{UnassignedReason::wrong_asset, OrderState::offered,
                [](RemotePayment& p) {
                    p.incoming->asset = stellar::CreditAsset{.code = "XLM", .issuer = issuer()};
                }},
        Verdict{
            UnassignedReason::amount_too_small, OrderState::offered,
            [](RemotePayment& p) { p.incoming->amount = base::Stroops::of(kPrice.value() - 1); }},
        Verdict{UnassignedReason::amount_too_small, OrderState::offered,
                [](RemotePayment& p) { p.incoming->amount.reset(); }},
        Verdict{UnassignedReason::order_under_way, OrderState::submitted, [](RemotePayment&) {}},
        Verdict{UnassignedReason::order_already_settled, OrderState::settled,
                [](RemotePayment&) {}},
        Verdict{UnassignedReason::order_ended, OrderState::failed, [](RemotePayment&) {}},
        Verdict{UnassignedReason::account_created, OrderState::offered,
                [](RemotePayment& p) { p.incoming->kind = Incoming::Kind::account_created; }},
        Verdict{UnassignedReason::account_merged, OrderState::offered,
                [](RemotePayment& p) {
                    p.incoming->kind = Incoming::Kind::account_merged;
                    p.incoming->amount.reset();
                }},
        Verdict{UnassignedReason::contract_transfer, OrderState::offered,
                [](RemotePayment& p) { p.incoming->kind = Incoming::Kind::contract; }}));

TEST_P(EachReason, IsRecordedWithTheMoneyAndChangesNoOrder) {
    auto const order = in_state(GetParam().state);
    auto const before = state(order);
    auto odd = payment_for(order);
    GetParam().alter(odd);
    EXPECT_EQ(reason(odd), GetParam().reason);
    EXPECT_EQ(state(order), before);
    EXPECT_EQ(cursor(), odd.position.to_number());
    ASSERT_EQ(unassigned().size(), 1U);
    auto const row = unassigned()[0];
    EXPECT_EQ(std::get<UnassignedReason>(row.verdict), GetParam().reason);
    EXPECT_EQ(row.operation, odd.position);
    EXPECT_EQ(row.amount, odd.incoming->amount);
    EXPECT_EQ(row.memo, odd.memo);
    EXPECT_EQ(row.from, stranger.public_key());
    EXPECT_EQ(row.hash, odd.hash);
    EXPECT_EQ(row.created_at, clock.now());
}

}  // namespace
}  // namespace farthing::payments
