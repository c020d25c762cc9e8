#include "sandbox/signatures.hpp"

#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::DecoratedSignature;
using stellar::SignerKey;
using Signatures = std::vector<DecoratedSignature>;

stellar::TransactionHash const kHash{1, 2, 3};

base::Bytes const kPreimage{9, 8, 7, 6, 5};
SignerKey const kLock = stellar::HashLock{base::sha256(kPreimage)};
SignerKey const kItself = stellar::PreAuthorizedTransaction{kHash};
stellar::SignedPayload const kPayload{kCarol.public_key(), {1, 2, 3, 4, 5}};

DecoratedSignature by_key(stellar::KeyPair const& key) {
    return stellar::sign(kHash, key);
}

DecoratedSignature by_preimage(base::Bytes const& preimage = kPreimage) {
    auto const hash = base::sha256(preimage);
    return {.hint = {hash[28], hash[29], hash[30], hash[31]}, .signature = preimage};
}

DecoratedSignature by_payload(stellar::KeyPair const& key, stellar::SignedPayload const& payload) {
    auto const signature = key.sign(payload.payload);
    return {.hint = hint_of(payload), .signature = {signature.begin(), signature.end()}};
}

/// Alice's account with more signers, and one threshold for all.
Account account_with(std::vector<AccountSigner> signers, std::uint8_t master, std::uint8_t high) {
    auto account = account_of(kAlice, kLumen);
    account.options.signers = std::move(signers);
    account.options.master_weight = master;
    account.options.high_threshold = high;
    return account;
}

/// Whether the signatures reach the high threshold, and the number of those of no use.
struct Outcome {
    bool authorised;
    bool all_used;
    bool operator==(Outcome const&) const = default;
};

Outcome outcome_of(Account const& account, Signatures const& signatures) {
    Verdicts verdicts;
    SignatureCheck check(kHash, signatures, verdicts);
    bool const authorised = check.authorises(account, Level::high);
    return {authorised, check.all_used()};
}

TEST(Signatures, OfTheOwnerAuthoriseAFreshAccount) {
    Signatures const list{by_key(kAlice)};
    Verdicts verdicts;
    SignatureCheck check(kHash, list, verdicts);
    EXPECT_FALSE(check.authorises(account_of(kBob, 1), Level::low));
    EXPECT_FALSE(check.authorises(kBob.public_key()));
    EXPECT_FALSE(check.all_used());
    EXPECT_TRUE(check.authorises(account_of(kAlice, 1), Level::high));
    EXPECT_TRUE(check.authorises(kAlice.public_key()));
    EXPECT_TRUE(check.all_used());
}

TEST(Signatures, CanServeSeveralAccountsAndOperations) {
    Signatures const list{by_key(kAlice), by_key(kBob)};
    Verdicts verdicts;
    SignatureCheck check(kHash, list, verdicts);
    EXPECT_TRUE(check.authorises(account_of(kAlice, 1), Level::low));
    EXPECT_TRUE(check.authorises(account_of(kAlice, 1), Level::low));
    EXPECT_FALSE(check.all_used());
    EXPECT_TRUE(check.authorises(account_of(kBob, 1), Level::low));
    EXPECT_TRUE(check.all_used());
}

TEST(Signatures, AreNotUsedTwiceForTheSameSigner) {
    EXPECT_EQ(outcome_of(account_with({}, 1, 0), {by_key(kAlice), by_key(kAlice)}),
              (Outcome{true, false}));
    EXPECT_EQ(outcome_of(account_with({}, 1, 2), {by_key(kAlice), by_key(kAlice)}),
              (Outcome{false, false}));
}

TEST(Signatures, AddUpTheWeightsOfTheirSigners) {
    std::vector<AccountSigner> const signers{{.key = kCarol.public_key(), .weight = 1},
                                             {.key = kBob.public_key(), .weight = 2}};
    Signatures const list{by_key(kAlice), by_key(kBob), by_key(kCarol)};
    EXPECT_EQ(outcome_of(account_with(signers, 1, 3), list), (Outcome{true, false}))
        << "the third is not needed";
    EXPECT_EQ(outcome_of(account_with(signers, 1, 4), list), (Outcome{true, true}));
    EXPECT_EQ(outcome_of(account_with(signers, 1, 5), list), (Outcome{false, true}));
}

TEST(Signatures, ReachTheThresholdOfTheLevel) {
    auto account = account_of(kAlice, kLumen);
    account.options.low_threshold = 1;
    account.options.medium_threshold = 2;
    account.options.high_threshold = 3;
    Signatures const list{by_key(kAlice)};
    for (std::uint8_t weight = 1; weight <= 3; ++weight) {
        account.options.master_weight = weight;
        Verdicts verdicts;
        SignatureCheck check(kHash, list, verdicts);
        EXPECT_TRUE(check.authorises(account, Level::low));
        EXPECT_EQ(check.authorises(account, Level::medium), weight >= 2);
        EXPECT_EQ(check.authorises(account, Level::high), weight >= 3);
    }
}

TEST(Signatures, OfAKeyWithoutWeightCountForNothing) {
    EXPECT_EQ(outcome_of(account_with({}, 0, 0), {by_key(kAlice)}), (Outcome{false, false}));
    EXPECT_EQ(outcome_of(account_with({{.key = kBob.public_key()}}, 0, 1), {by_key(kBob)}),
              (Outcome{true, true}));
}

TEST(Signatures, MayBePreimagesOfAHash) {
    auto const account = account_with({{.key = kLock}}, 0, 1);
    EXPECT_EQ(outcome_of(account, {by_preimage()}), (Outcome{true, true}));
    EXPECT_EQ(outcome_of(account, {by_preimage({9, 8, 7})}), (Outcome{false, false}));
    auto other_hint = by_preimage();
    other_hint.hint[3] ^= 1;
    EXPECT_EQ(outcome_of(account, {other_hint}), (Outcome{false, false}));
    auto const nothing = account_with({{.key = stellar::HashLock{base::sha256({})}}}, 0, 1);
    EXPECT_EQ(outcome_of(nothing, {by_preimage({})}), (Outcome{true, true}));
}

TEST(Signatures, MayBeOfAPayload) {
    auto const account = account_with({{.key = kPayload}}, 0, 1);
    EXPECT_EQ(outcome_of(account, {by_payload(kCarol, kPayload)}), (Outcome{true, true}));
    EXPECT_EQ(outcome_of(account, {by_payload(kBob, kPayload)}), (Outcome{false, false}));
    EXPECT_EQ(outcome_of(account, {by_key(kCarol)}), (Outcome{false, false}));
    auto plain_hint = by_payload(kCarol, kPayload);
    plain_hint.hint = kCarol.public_key().hint();
    EXPECT_EQ(outcome_of(account, {plain_hint}), (Outcome{false, false}));
}

TEST(Signatures, OfPayloadsMixBothHints) {
    stellar::PublicKey const key(base::ByteArray<32>{0});
    EXPECT_EQ(hint_of({key, {1, 2, 3, 4, 5}}), (stellar::SignatureHint{2, 3, 4, 5}));
    EXPECT_EQ(hint_of({key, {1, 2, 3, 4}}), (stellar::SignatureHint{1, 2, 3, 4}));
    EXPECT_EQ(hint_of({key, {1, 2}}), (stellar::SignatureHint{1, 2, 0, 0}));
    auto const carols = kCarol.public_key().hint();
    auto const hint = hint_of({kCarol.public_key(), {0xff}});
    EXPECT_EQ(hint[0], carols[0] ^ 0xff);
    EXPECT_EQ(hint[3], carols[3]);
}

TEST(Signatures, AreNotNeededByATransactionThatIsASigner) {
    auto const account = account_with({{.key = kItself, .weight = 2}}, 1, 2);
    EXPECT_EQ(outcome_of(account, {}), (Outcome{true, true}));
    EXPECT_EQ(outcome_of(account, {by_key(kAlice)}), (Outcome{true, false}))
        << "the transaction counts first";
    auto const other = account_with({{.key = stellar::PreAuthorizedTransaction{{9}}}}, 1, 0);
    EXPECT_EQ(outcome_of(other, {}), (Outcome{false, true}));
    auto const both = account_with({{.key = kItself, .weight = 2}}, 1, 3);
    EXPECT_EQ(outcome_of(both, {by_key(kAlice)}), (Outcome{true, true}));
}

/// Each kind is asked for when those before it did not suffice.
TEST(Signatures, CountByKindInTheNetworksOrder) {
    std::vector<AccountSigner> const signers{
        {.key = kBob.public_key()}, {.key = kItself}, {.key = kLock}, {.key = kPayload}};
    auto const used = [&](std::uint8_t threshold, Signatures const& list) {
        return outcome_of(account_with(signers, 0, threshold), list).all_used;
    };
    EXPECT_TRUE(used(1, {}));
    EXPECT_FALSE(used(1, {by_preimage()}));
    EXPECT_TRUE(used(2, {by_preimage()}));
    EXPECT_FALSE(used(2, {by_key(kBob), by_preimage()}));
    EXPECT_TRUE(used(3, {by_key(kBob), by_preimage()}));
    EXPECT_FALSE(used(3, {by_payload(kCarol, kPayload), by_key(kBob), by_preimage()}));
    EXPECT_TRUE(used(4, {by_payload(kCarol, kPayload), by_key(kBob), by_preimage()}));
}

TEST(Signatures, OfExtraSignersMustAllBeThere) {
    auto const has_all = [](Signatures const& list, std::vector<SignerKey> const& signers) {
        Verdicts verdicts;
        return SignatureCheck(kHash, list, verdicts).has_all(signers);
    };
    EXPECT_TRUE(has_all({}, {}));
    EXPECT_FALSE(has_all({by_key(kBob)}, {kBob.public_key(), kLock}));
    EXPECT_TRUE(has_all({by_preimage(), by_key(kBob)}, {kBob.public_key(), kLock}));
    EXPECT_FALSE(has_all({by_key(kBob), by_key(kBob)}, {kBob.public_key(), kLock}));
}

TEST(Signatures, ThatAreNotRightAuthoriseNothing) {
    auto const good = by_key(kAlice);
    auto other_hash = good;
    other_hash.signature = stellar::sign({9}, kAlice).signature;
    auto other_hint = good;
    other_hint.hint[0] ^= 1;
    auto short_one = good;
    short_one.signature.pop_back();
    auto changed = good;
    changed.signature[40] ^= 1;
    auto const account = account_of(kAlice, kLumen);
    for (auto const& signature : {other_hash, other_hint, short_one, changed})
        EXPECT_EQ(outcome_of(account, {signature}), (Outcome{false, false}));
    EXPECT_EQ(outcome_of(account, {}), (Outcome{false, true})) << "a threshold of 0 needs one";
}

TEST(Signatures, AreToldApartByTheirPlaceInTheList) {
    auto bad = by_key(kAlice);
    bad.signature[40] ^= 1;
    Verdicts verdicts;
    Signatures const list{bad, by_key(kAlice)};
    for (int again = 0; again < 2; ++again) {
        SignatureCheck check(kHash, list, verdicts);
        EXPECT_TRUE(check.authorises(kAlice.public_key()));
        EXPECT_FALSE(check.all_used());
    }
}

}  // namespace
}  // namespace farthing::sandbox
