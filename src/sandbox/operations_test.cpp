#include "sandbox/operations.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::CreateAccountCode;
using stellar::PaymentCode;

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();

auto const alice = kAlice.public_key();
auto const bob = kBob.public_key();
auto const nobody = kNobody.public_key();

TEST(CreateAccount, IsMalformedWithANegativeBalanceOrForItself) {
    EXPECT_EQ(check(stellar::CreateAccount{nobody, -1}, alice), CreateAccountCode::malformed);
    EXPECT_EQ(check(stellar::CreateAccount{alice, kLumen}, alice), CreateAccountCode::malformed);
    EXPECT_EQ(check(stellar::CreateAccount{nobody, 0}, alice), CreateAccountCode::success);
}

TEST(CreateAccount, FailsWithTheFirstReasonInTheNetworksOrder) {
    struct Case {
        stellar::CreateAccount operation;
        CreateAccountCode expected;
    };
    for (auto const& c :
         std::initializer_list<Case>{{{bob, 0}, CreateAccountCode::already_exists},
                                     {{bob, 1'000 * kLumen}, CreateAccountCode::already_exists},
                                     {{nobody, 0}, CreateAccountCode::low_reserve},
                                     {{nobody, kLumen - 1}, CreateAccountCode::low_reserve},
                                     {{nobody, kLumen}, CreateAccountCode::success},
                                     {{nobody, 99 * kLumen}, CreateAccountCode::success},
                                     {{nobody, 99 * kLumen + 1}, CreateAccountCode::underfunded},
                                     {{nobody, kMax}, CreateAccountCode::underfunded}}) {
        Stage stage;
        EXPECT_EQ(stage.apply(c.operation, kAlice), result_of(c.expected))
            << c.operation.starting_balance;
    }
}

TEST(CreateAccount, MovesTheMoneyAndStartsTheSequenceWithTheLedger) {
    Stage stage;
    ASSERT_EQ(stage.apply(stellar::CreateAccount{nobody, 5 * kLumen}, kAlice),
              result_of(CreateAccountCode::success));
    EXPECT_EQ(stage.account(kAlice).balance, 95 * kLumen);
    EXPECT_EQ(stage.account(kNobody), (Account{.id = nobody,
                                               .balance = 5 * kLumen,
                                               .sequence = std::int64_t{kTestLedger + 1} << 32}));
}

stellar::Payment native(PublicKey const& to, std::int64_t amount) {
    return {{to}, stellar::NativeAsset{}, amount};
}

stellar::Payment credit(PublicKey const& to, std::string code, PublicKey const& issuer) {
    return {{to}, stellar::CreditAsset{std::move(code), issuer}, 1};
}

TEST(Payment, IsMalformedWithoutAnAmountOrWithABadAsset) {
    EXPECT_EQ(check(native(bob, 0), alice), PaymentCode::malformed);
    EXPECT_EQ(check(native(bob, -1), alice), PaymentCode::malformed);
    EXPECT_EQ(check(native(bob, 1), alice), PaymentCode::success);
    EXPECT_EQ(check(native(alice, kMax), alice), PaymentCode::success);
    for (auto const& code : {std::string(), std::string("A B"), std::string("A\0B", 3),
                             std::string("AB\0\0\0", 5), std::string("\xc3\xa4")})
        EXPECT_EQ(check(credit(bob, code, alice), alice), PaymentCode::malformed) << code;
    EXPECT_EQ(check(credit(bob, "USDC", alice), alice), PaymentCode::success);
    EXPECT_EQ(check(credit(bob, "abcDEF789012", alice), alice), PaymentCode::success);
}

TEST(Payment, OfLumensFailsWithTheFirstReasonInTheNetworksOrder) {
    struct Case {
        stellar::Payment payment;
        PaymentCode expected;
    };
    for (auto const& c :
         std::initializer_list<Case>{{native(bob, 99 * kLumen), PaymentCode::success},
                                     {native(bob, 99 * kLumen + 1), PaymentCode::underfunded},
                                     {native(nobody, 99 * kLumen + 1), PaymentCode::no_destination},
                                     {native(bob, kMax), PaymentCode::line_full},
                                     {native(alice, kMax), PaymentCode::success}}) {
        Stage stage;
        EXPECT_EQ(stage.apply(c.payment, kAlice), result_of(c.expected)) << c.payment.amount;
    }
}

TEST(Payment, OfLumensMovesThem) {
    Stage stage;
    ASSERT_EQ(stage.apply(native(bob, 3), kAlice), result_of(PaymentCode::success));
    EXPECT_EQ(stage.account(kAlice).balance, 100 * kLumen - 3);
    EXPECT_EQ(stage.account(kBob).balance, 100 * kLumen + 3);
}

// In a first draft of many a ledger, paying oneself made money.
TEST(Payment, ToOneselfMovesNothing) {
    Stage stage;
    ASSERT_EQ(stage.apply(native(alice, 7), kAlice), result_of(PaymentCode::success));
    EXPECT_EQ(stage.account(kAlice).balance, 100 * kLumen);
}

TEST(Payment, OfCreditsFailsAsWhereNobodyTrusts) {
    auto const carol = kCarol.public_key();
    struct Case {
        stellar::Payment payment;
        PaymentCode expected;
    };
    for (auto const& c : std::initializer_list<Case>{
             {credit(bob, "USDC", carol), PaymentCode::no_trust},
             {credit(nobody, "USDC", carol), PaymentCode::no_destination},
             {credit(bob, "USDC", alice), PaymentCode::no_trust},    // The issuer pays.
             {credit(bob, "USDC", bob), PaymentCode::src_no_trust},  // The issuer is paid.
             {credit(nobody, "USDC", nobody), PaymentCode::src_no_trust},
             {credit(alice, "USDC", alice), PaymentCode::success}}) {
        Stage stage;
        EXPECT_EQ(stage.apply(c.payment, kAlice), result_of(c.expected));
        EXPECT_EQ(stage.account(kAlice).balance, 100 * kLumen);
    }
}

TEST(Operations, ReadAsTheirOwnSuccessAndNameTheirSource) {
    auto const operation = by(kBob, pay(alice, 1));
    EXPECT_EQ(success_of(operation).type, stellar::kPaymentType);
    EXPECT_EQ(success_of(create(nobody, 1)).type, stellar::kCreateAccountType);
    EXPECT_TRUE(is_success(success_of(operation)));
    EXPECT_FALSE(is_success({.code = stellar::OperationCode::bad_auth}));
    auto const transaction = transaction_of(kAlice, {operation, pay(bob, 1)});
    EXPECT_EQ(source_of(transaction.operations[0], transaction), bob);
    EXPECT_EQ(source_of(transaction.operations[1], transaction), alice);
}

}  // namespace
}  // namespace farthing::sandbox
