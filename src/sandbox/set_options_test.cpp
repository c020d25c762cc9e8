#include <gtest/gtest.h>

#include <functional>

#include "sandbox/operations.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::SetOptions;
using stellar::SetOptionsCode;

auto const alice = kAlice.public_key();

SetOptions signer(stellar::SignerKey key, std::uint32_t weight = 1) {
    return {.signer = SetOptions::SignerChange{std::move(key), weight}};
}

stellar::SignerKey lock_number(std::uint8_t number) {
    return stellar::HashLock{{number}};
}

TEST(SetOptions, AreJudgedInTheNetworksOrder) {
    struct Case {
        SetOptions operation;
        SetOptionsCode expected;
    };
    SetOptions const nothing_right{.clear_flags = 2,
                                   .set_flags = 16 + 2,
                                   .master_weight = 256,
                                   .home_domain = "\n",
                                   .signer = SetOptions::SignerChange{alice, 1}};
    auto known_flags = nothing_right;
    known_flags.set_flags = 2;
    auto good_flags = known_flags;
    good_flags.clear_flags = 1;
    auto good_weight = good_flags;
    good_weight.master_weight = 255;
    auto good_signer = good_weight;
    good_signer.signer->key = kBob.public_key();
    auto good = good_signer;
    good.home_domain = "farthing.example ~";
    for (auto const& c : std::initializer_list<Case>{
             {nothing_right, SetOptionsCode::unknown_flag},
             {known_flags, SetOptionsCode::bad_flags},
             {good_flags, SetOptionsCode::threshold_out_of_range},
             {good_weight, SetOptionsCode::bad_signer},
             {good_signer, SetOptionsCode::invalid_home_domain},
             {good, SetOptionsCode::success},
             {{}, SetOptionsCode::success},
             {{.clear_flags = 16}, SetOptionsCode::unknown_flag},
             {{.set_flags = 15}, SetOptionsCode::success},
             {{.low_threshold = 256}, SetOptionsCode::threshold_out_of_range},
             {{.medium_threshold = 256}, SetOptionsCode::threshold_out_of_range},
             {{.high_threshold = 256}, SetOptionsCode::threshold_out_of_range},
             {{.high_threshold = 255}, SetOptionsCode::success},
             {signer(kBob.public_key(), 256), SetOptionsCode::bad_signer},
             {signer(kBob.public_key(), 255), SetOptionsCode::success},
             {signer(alice, 0), SetOptionsCode::bad_signer},
             {signer(stellar::SignedPayload{alice, {}}), SetOptionsCode::bad_signer},
             {signer(stellar::SignedPayload{alice, {1}}), SetOptionsCode::success},
             {{.home_domain = "\x7f"}, SetOptionsCode::invalid_home_domain},
             {{.home_domain = "\xc3\xa4"}, SetOptionsCode::invalid_home_domain},
             {{.home_domain = ""}, SetOptionsCode::success}})
        EXPECT_EQ(check(c.operation, alice), c.expected);
}

TEST(SetOptions, NeedMoreAuthorityToChangeAuthority) {
    EXPECT_EQ(level_of(SetOptions{.set_flags = 1, .home_domain = "a"}), Level::medium);
    EXPECT_EQ(level_of(SetOptions{.inflation_destination = alice}), Level::medium);
    EXPECT_EQ(level_of(SetOptions{.master_weight = 1}), Level::high);
    EXPECT_EQ(level_of(SetOptions{.low_threshold = 1}), Level::high);
    EXPECT_EQ(level_of(SetOptions{.medium_threshold = 1}), Level::high);
    EXPECT_EQ(level_of(SetOptions{.high_threshold = 1}), Level::high);
    EXPECT_EQ(level_of(signer(kBob.public_key())), Level::high);
}

TEST(SetOptions, ChangeWhatTheyNameAndNothingElse) {
    Stage stage;
    auto expected = stage.account(kAlice);
    auto const apply = [&](SetOptions const& operation) {
        EXPECT_EQ(stage.apply(operation, kAlice), result_of(SetOptionsCode::success));
        return stage.account(kAlice);
    };
    expected.options.inflation_destination = kBob.public_key();
    EXPECT_EQ(apply({.inflation_destination = kBob.public_key()}), expected);
    expected.options.flags = 3;
    EXPECT_EQ(apply({.set_flags = 3}), expected);
    expected.options.flags = 2;
    EXPECT_EQ(apply({.clear_flags = 9}), expected);
    expected.options.home_domain = "a.example";
    EXPECT_EQ(apply({.home_domain = "a.example"}), expected);
    expected.options.master_weight = 9;
    EXPECT_EQ(apply({.master_weight = 9}), expected);
    expected.options.low_threshold = 1;
    EXPECT_EQ(apply({.low_threshold = 1}), expected);
    expected.options.medium_threshold = 2;
    EXPECT_EQ(apply({.medium_threshold = 2}), expected);
    expected.options.high_threshold = 255;
    EXPECT_EQ(apply({.high_threshold = 255}), expected);
    expected.options.home_domain = "";
    EXPECT_EQ(apply({.home_domain = ""}), expected);
}

TEST(SetOptions, AddChangeAndRemoveSignersInTheOrderOfTheirKeys) {
    Stage stage;
    auto const weights = [&](SetOptions const& operation) {
        EXPECT_EQ(stage.apply(operation, kAlice), result_of(SetOptionsCode::success));
        auto const& account = stage.account(kAlice);
        EXPECT_EQ(account.subentries, account.options.signers.size());
        std::vector<int> out;
        for (auto const& each : account.options.signers) out.push_back(each.weight);
        return out;
    };
    EXPECT_EQ(weights(signer(lock_number(5), 5)), (std::vector{5}));
    EXPECT_EQ(weights(signer(lock_number(3), 3)), (std::vector{3, 5}));
    EXPECT_EQ(weights(signer(kBob.public_key(), 1)), (std::vector{1, 3, 5}));
    EXPECT_EQ(weights(signer(stellar::PreAuthorizedTransaction{{255}}, 2)),
              (std::vector{1, 2, 3, 5}));
    EXPECT_EQ(weights(signer(lock_number(3), 9)), (std::vector{1, 2, 9, 5}));
    EXPECT_EQ(weights(signer(lock_number(4), 0)), (std::vector{1, 2, 9, 5})) << "not there";
    EXPECT_EQ(weights(signer(lock_number(3), 0)), (std::vector{1, 2, 5}));
}

TEST(SetOptions, PayAReserveForEachSigner) {
    Stage stage;
    stage.change(kAlice).balance = kLumen + kLumen / 2;
    EXPECT_EQ(stage.apply(signer(lock_number(1)), kAlice), result_of(SetOptionsCode::success));
    EXPECT_EQ(stage.apply(signer(lock_number(2)), kAlice), result_of(SetOptionsCode::low_reserve));
    EXPECT_EQ(stage.apply(signer(lock_number(1), 2), kAlice), result_of(SetOptionsCode::success));
    EXPECT_EQ(stage.apply(signer(lock_number(1), 0), kAlice), result_of(SetOptionsCode::success));
    EXPECT_EQ(stage.apply(signer(lock_number(2)), kAlice), result_of(SetOptionsCode::success));
}

TEST(SetOptions, AllowTwentySigners) {
    Stage stage;
    for (std::uint8_t i = 0; i < 20; ++i)
        EXPECT_EQ(stage.apply(signer(lock_number(i)), kAlice), result_of(SetOptionsCode::success));
    stage.change(kAlice).balance = 0;
    EXPECT_EQ(stage.apply(signer(lock_number(20)), kAlice),
              result_of(SetOptionsCode::too_many_signers))
        << "before the reserve is looked at";
    EXPECT_EQ(stage.apply(signer(lock_number(19), 7), kAlice), result_of(SetOptionsCode::success));
}

TEST(SetOptions, CountSignersAmongTheSubentries) {
    Stage stage;
    stage.change(kAlice).subentries = kMaxSubentries;
    EXPECT_EQ(stage.apply(signer(lock_number(1)), kAlice),
              (OperationResult{.code = stellar::OperationCode::too_many_subentries}));
}

TEST(SetOptions, WantAnInflationDestinationThatExists) {
    Stage stage;
    EXPECT_EQ(stage.apply(SetOptions{.inflation_destination = kNobody.public_key()}, kAlice),
              result_of(SetOptionsCode::invalid_inflation));
    EXPECT_EQ(stage.apply(SetOptions{.inflation_destination = alice}, kAlice),
              result_of(SetOptionsCode::success));
}

TEST(SetOptions, ChangeFlagsUnlessTheyAreImmutable) {
    struct Case {
        std::uint32_t flags;
        SetOptions operation;
        SetOptionsCode expected;
    };
    for (auto const& c : std::initializer_list<Case>{
             {0, {.set_flags = kAuthImmutable}, SetOptionsCode::success},
             {kAuthImmutable, {.set_flags = 1}, SetOptionsCode::cannot_change},
             {kAuthImmutable, {.clear_flags = 4}, SetOptionsCode::cannot_change},
             {kAuthImmutable, {.set_flags = 4}, SetOptionsCode::cannot_change},
             {kAuthImmutable, {.clear_flags = 0, .set_flags = 0}, SetOptionsCode::success},
             {kAuthImmutable, {.home_domain = "a"}, SetOptionsCode::success},
             {0, {.set_flags = kAuthClawbackEnabled}, SetOptionsCode::auth_revocable_required},
             {0, {.set_flags = 8 + 2}, SetOptionsCode::success},
             {8 + 2, {.clear_flags = 2}, SetOptionsCode::auth_revocable_required},
             {8 + 2, {.clear_flags = 8 + 2}, SetOptionsCode::success},
             {2, {.clear_flags = 2, .set_flags = 8}, SetOptionsCode::auth_revocable_required}}) {
        Stage stage;
        stage.change(kAlice).options.flags = c.flags;
        EXPECT_EQ(stage.apply(c.operation, kAlice), result_of(c.expected));
    }
}

TEST(SetOptions, FailWithTheFirstReasonInTheNetworksOrder) {
    auto operation = signer(lock_number(1));
    operation.inflation_destination = kNobody.public_key();
    operation.set_flags = 8;
    Stage stage;
    stage.change(kAlice).balance = 0;
    stage.change(kAlice).options.flags = kAuthImmutable;
    auto const code = [&] { return stage.apply(operation, kAlice); };
    EXPECT_EQ(code(), result_of(SetOptionsCode::invalid_inflation));
    operation.inflation_destination = kBob.public_key();
    EXPECT_EQ(code(), result_of(SetOptionsCode::cannot_change));
    stage.change(kAlice).options.flags = 0;
    EXPECT_EQ(code(), result_of(SetOptionsCode::auth_revocable_required));
    operation.set_flags = 8 + 2;
    EXPECT_EQ(code(), result_of(SetOptionsCode::low_reserve));
}

}  // namespace
}  // namespace farthing::sandbox
