#include "sandbox/signatures.hpp"

#include <gtest/gtest.h>

#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

stellar::TransactionHash const kHash{1, 2, 3};

std::vector<stellar::DecoratedSignature> signatures(std::initializer_list<stellar::KeyPair> keys) {
    std::vector<stellar::DecoratedSignature> out;
    for (auto const& key : keys) out.push_back(stellar::sign(kHash, key));
    return out;
}

Signer signer(stellar::KeyPair const& key, std::uint32_t weight = 1) {
    return {key.public_key(), weight};
}

TEST(Signatures, OfTheOwnerAuthoriseAFreshAccount) {
    auto const list = signatures({kAlice});
    SignatureCheck check(kHash, list);
    EXPECT_FALSE(check.reaches(signers_of(kBob.public_key())));
    EXPECT_FALSE(check.all_used());
    EXPECT_TRUE(check.reaches(signers_of(kAlice.public_key())));
    EXPECT_TRUE(check.all_used());
}

TEST(Signatures, CanServeSeveralAccountsAndOperations) {
    auto const list = signatures({kAlice, kBob});
    SignatureCheck check(kHash, list);
    EXPECT_TRUE(check.reaches(signers_of(kAlice.public_key())));
    EXPECT_TRUE(check.reaches(signers_of(kAlice.public_key())));
    EXPECT_FALSE(check.all_used());
    EXPECT_TRUE(check.reaches(signers_of(kBob.public_key())));
    EXPECT_TRUE(check.all_used());
}

TEST(Signatures, AreNotUsedTwiceForTheSameSigner) {
    auto const list = signatures({kAlice, kAlice});
    SignatureCheck check(kHash, list);
    EXPECT_TRUE(check.reaches(signers_of(kAlice.public_key())));
    EXPECT_FALSE(check.all_used());
    EXPECT_FALSE(check.reaches({signer(kAlice)}, 2));
}

TEST(Signatures, AddUpTheWeightsOfTheirSigners) {
    auto const list = signatures({kAlice, kBob, kCarol});
    std::vector<Signer> const signers{signer(kCarol), signer(kBob, 2), signer(kAlice)};
    SignatureCheck three(kHash, list);
    EXPECT_TRUE(three.reaches(signers, 3));
    EXPECT_FALSE(three.all_used()) << "the third is not needed";
    SignatureCheck four(kHash, list);
    EXPECT_TRUE(four.reaches(signers, 4));
    EXPECT_TRUE(four.all_used());
    SignatureCheck five(kHash, list);
    EXPECT_FALSE(five.reaches(signers, 5));
}

TEST(Signatures, ThatAreNotRightAuthoriseNothing) {
    auto const good = stellar::sign(kHash, kAlice);
    auto other_hash = good;
    other_hash.signature = stellar::sign({9}, kAlice).signature;
    auto other_hint = good;
    other_hint.hint[0] ^= 1;
    auto short_one = good;
    short_one.signature.pop_back();
    auto changed = good;
    changed.signature[40] ^= 1;
    for (auto const& signature : {other_hash, other_hint, short_one, changed}) {
        std::vector const list{signature};
        SignatureCheck check(kHash, list);
        EXPECT_FALSE(check.reaches(signers_of(kAlice.public_key())));
        EXPECT_FALSE(check.all_used());
    }
    std::vector<stellar::DecoratedSignature> const none;
    SignatureCheck check(kHash, none);
    EXPECT_FALSE(check.reaches(signers_of(kAlice.public_key()))) << "a threshold of 0 needs one";
}

}  // namespace
}  // namespace farthing::sandbox
