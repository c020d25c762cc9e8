#include "sandbox/reserves.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "sandbox/operations.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::BeginSponsoring;
using stellar::BeginSponsoringCode;
using stellar::CreateAccount;
using stellar::CreateAccountCode;
using stellar::EndSponsoring;
using stellar::EndSponsoringCode;
using stellar::ManageData;
using stellar::ManageDataCode;
using stellar::SetOptions;
using stellar::SetOptionsCode;

constexpr std::int64_t kReserve = kLumen / 2;
auto const alice = kAlice.public_key();
auto const bob = kBob.public_key();
auto const carol = kCarol.public_key();
auto const nobody = kNobody.public_key();

SetOptions signer(std::uint32_t weight) {
    return {.signer = SetOptions::SignerChange{stellar::HashLock{}, weight}};
}

TEST(Sponsoring, CannotBeOfOneself) {
    EXPECT_EQ(check(BeginSponsoring{alice}, alice), BeginSponsoringCode::malformed);
    EXPECT_EQ(check(BeginSponsoring{bob}, alice), BeginSponsoringCode::success);
}

TEST(Sponsoring, HasOneSponsorAndNoChains) {
    Stage stage;
    auto const begin = [&](PublicKey const& account, stellar::KeyPair const& sponsor) {
        return stage.apply(BeginSponsoring{account}, sponsor);
    };
    EXPECT_TRUE(is_success(begin(bob, kAlice)));
    EXPECT_TRUE(is_success(begin(nobody, kAlice))) << "one may sponsor several";
    EXPECT_EQ(begin(bob, kCarol), result_of(BeginSponsoringCode::already_sponsored));
    EXPECT_EQ(begin(bob, kAlice), result_of(BeginSponsoringCode::already_sponsored));
    EXPECT_EQ(begin(carol, kBob), result_of(BeginSponsoringCode::recursive));
    EXPECT_EQ(begin(alice, kCarol), result_of(BeginSponsoringCode::recursive));
    EXPECT_EQ(begin(nobody, kBob), result_of(BeginSponsoringCode::already_sponsored))
        << "asked first";
}

TEST(Sponsoring, IsEndedByTheOneWhoIsSponsored) {
    Stage stage;
    auto const end = [&](stellar::KeyPair const& key) { return stage.apply(EndSponsoring{}, key); };
    EXPECT_EQ(end(kBob), result_of(EndSponsoringCode::not_sponsored));
    ASSERT_TRUE(is_success(stage.apply(BeginSponsoring{bob}, kAlice)));
    EXPECT_EQ(end(kAlice), result_of(EndSponsoringCode::not_sponsored));
    EXPECT_FALSE(stage.sponsorships.none_open());
    EXPECT_EQ(end(kBob), result_of(EndSponsoringCode::success));
    EXPECT_EQ(end(kBob), result_of(EndSponsoringCode::not_sponsored));
    EXPECT_TRUE(stage.sponsorships.none_open());
}

TEST(Reserves, OfANewAccountMayBeTheSponsors) {
    Stage stage;
    stage.sponsorships.begin(alice, nobody);
    ASSERT_TRUE(is_success(stage.apply(CreateAccount{nobody, 0}, kBob)));
    EXPECT_EQ(stage.account(kNobody).sponsored, 2U);
    EXPECT_EQ(stage.account(kNobody).options.sponsor, alice);
    EXPECT_EQ(stage.account(kNobody).subentries, 0U);
    EXPECT_EQ(available(stage.account(kNobody)), 0);
    EXPECT_EQ(stage.account(kAlice).sponsoring, 2U);
    EXPECT_EQ(available(stage.account(kAlice)), 98 * kLumen);
}

TEST(Reserves, OfANewAccountAreTakenBeforeItIsFunded) {
    struct Case {
        std::int64_t sponsor_has;
        std::int64_t given;
        CreateAccountCode expected;
    };
    for (auto const& c :
         std::initializer_list<Case>{{4 * kReserve - 1, 0, CreateAccountCode::low_reserve},
                                     {4 * kReserve, 0, CreateAccountCode::success},
                                     {4 * kReserve, 1, CreateAccountCode::underfunded},
                                     {4 * kReserve + 1, 1, CreateAccountCode::success}}) {
        Stage stage;
        stage.change(kAlice).balance = c.sponsor_has;
        stage.sponsorships.begin(alice, nobody);
        EXPECT_EQ(stage.apply(CreateAccount{nobody, c.given}, kAlice), result_of(c.expected));
    }
}

TEST(Reserves, OfEntriesMayBeTheSponsors) {
    Stage stage;
    stage.change(kBob).balance = 2 * kReserve;
    stage.sponsorships.begin(alice, bob);
    ASSERT_TRUE(is_success(stage.apply(signer(1), kBob)));
    ASSERT_TRUE(is_success(stage.apply(ManageData{.name = "a", .value = base::Bytes{}}, kBob)));
    EXPECT_EQ(stage.account(kBob).subentries, 2U);
    EXPECT_EQ(stage.account(kBob).sponsored, 2U);
    EXPECT_EQ(stage.account(kBob).options.signers[0].sponsor, alice);
    EXPECT_EQ(stage.account(kBob).options.data[0].sponsor, alice);
    EXPECT_EQ(stage.account(kAlice).sponsoring, 2U);

    stage.sponsorships.end(bob);
    ASSERT_TRUE(is_success(stage.apply(signer(0), kBob)));
    EXPECT_EQ(stage.account(kAlice).sponsoring, 1U);
    ASSERT_TRUE(is_success(stage.apply(ManageData{.name = "a"}, kBob)));
    EXPECT_EQ(stage.account(kAlice).sponsoring, 0U);
    EXPECT_EQ(stage.account(kBob).sponsored, 0U);
    EXPECT_EQ(stage.account(kBob).subentries, 0U);
}

TEST(Reserves, AreRefusedWhenTheSponsorHasNotEnough) {
    Stage stage;
    stage.change(kAlice).balance = 3 * kReserve - 1;
    stage.sponsorships.begin(alice, bob);
    EXPECT_EQ(stage.apply(signer(1), kBob), result_of(SetOptionsCode::low_reserve));
    EXPECT_EQ(stage.apply(ManageData{.name = "a", .value = base::Bytes{}}, kBob),
              result_of(ManageDataCode::low_reserve));
    stage.change(kAlice).balance += 1;
    EXPECT_TRUE(is_success(stage.apply(signer(1), kBob)));
}

TEST(Reserves, StayCountable) {
    auto const too_many_sponsoring =
        OperationResult{.code = stellar::OperationCode::too_many_sponsoring};
    Stage stage;
    auto& sponsor = stage.change(kAlice);
    sponsor.balance = std::numeric_limits<std::int64_t>::max();
    sponsor.subentries = 5;
    sponsor.sponsoring = std::numeric_limits<std::uint32_t>::max() - 6;
    stage.sponsorships.begin(alice, bob);
    stage.sponsorships.begin(alice, nobody);
    EXPECT_EQ(stage.apply(CreateAccount{nobody, 0}, kCarol), too_many_sponsoring);
    EXPECT_TRUE(is_success(stage.apply(signer(1), kBob)));
    EXPECT_EQ(stage.apply(ManageData{.name = "a", .value = base::Bytes{}}, kBob),
              too_many_sponsoring);
    EXPECT_EQ(stage.apply(signer(1), kAlice),
              (OperationResult{.code = stellar::OperationCode::too_many_subentries}));
}

TEST(Reserves, OfASponsoredEntryStayTheSponsorsWhenItChanges) {
    Stage stage;
    stage.sponsorships.begin(alice, bob);
    ASSERT_TRUE(is_success(stage.apply(signer(1), kBob)));
    stage.sponsorships.end(bob);
    stage.sponsorships.begin(carol, bob);
    ASSERT_TRUE(is_success(stage.apply(signer(9), kBob)));
    EXPECT_EQ(stage.account(kBob).options.signers[0].sponsor, alice);
    EXPECT_EQ(stage.account(kAlice).sponsoring, 1U);
    EXPECT_EQ(stage.account(kCarol).sponsoring, 0U);
}

}  // namespace
}  // namespace farthing::sandbox
