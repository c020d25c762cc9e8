#include "stellar/signers.hpp"

#include <gtest/gtest.h>

#include "base/digest.hpp"

namespace farthing::stellar {
namespace {

KeyPair const kAlice = KeyPair::from_seed({1});
TransactionHash const kHash{1, 2, 3};

DecoratedSignature by_alice_over(base::ByteView message, SignatureHint const& hint) {
    auto const signature = kAlice.sign(message);
    return {.hint = hint, .signature = {signature.begin(), signature.end()}};
}

TEST(Signers, AreKnownByTheirHints) {
    base::ByteArray<32> bytes{};
    std::copy_n(std::initializer_list<std::uint8_t>{1, 2, 3, 4}.begin(), 4, bytes.end() - 4);
    SignatureHint const last{1, 2, 3, 4};
    EXPECT_EQ(signature_hint(PublicKey(bytes)), last);
    EXPECT_EQ(signature_hint(PreAuthorizedTransaction{bytes}), last);
    EXPECT_EQ(signature_hint(HashLock{bytes}), last);
}

TEST(Signers, MixTheEndOfAPayloadIntoTheHint) {
    base::ByteArray<32> bytes{};
    std::copy_n(std::initializer_list<std::uint8_t>{0x11, 0x22, 0x33, 0x44}.begin(), 4,
                bytes.end() - 4);
    auto const hint_with = [&](base::Bytes payload) {
        return signature_hint(SignedPayload{PublicKey(bytes), std::move(payload)});
    };
    EXPECT_EQ(hint_with({1}), (SignatureHint{0x10, 0x22, 0x33, 0x44}));
    EXPECT_EQ(hint_with({1, 2, 3}), (SignatureHint{0x10, 0x20, 0x30, 0x44}));
    EXPECT_EQ(hint_with({1, 2, 3, 4}), (SignatureHint{0x10, 0x20, 0x30, 0x40}));
    EXPECT_EQ(hint_with({9, 9, 1, 2, 3, 4}), (SignatureHint{0x10, 0x20, 0x30, 0x40}));
}

TEST(Signers, SignTheHashByTheirKey) {
    SignerKey const signer = kAlice.public_key();
    auto const signature = sign(kHash, kAlice);
    EXPECT_TRUE(is_signed_by(signer, signature, kHash));
    EXPECT_FALSE(is_signed_by(signer, signature, TransactionHash{}));
    EXPECT_FALSE(is_signed_by(KeyPair::from_seed({2}).public_key(), signature, kHash));
    auto short_of_one = signature;
    short_of_one.signature.pop_back();
    EXPECT_FALSE(is_signed_by(signer, short_of_one, kHash));
    auto other_hint = signature;
    ++other_hint.hint[0];
    EXPECT_FALSE(is_signed_by(signer, other_hint, kHash));
}

TEST(Signers, ShowThePreimageOfTheirHash) {
    base::Bytes const preimage{'x'};
    SignerKey const signer = HashLock{base::sha256(preimage)};
    DecoratedSignature signature{.hint = signature_hint(signer), .signature = preimage};
    EXPECT_TRUE(is_signed_by(signer, signature, kHash));
    signature.signature = {'y'};
    EXPECT_FALSE(is_signed_by(signer, signature, kHash));
}

TEST(Signers, SignTheirPayloadAndNotTheHash) {
    base::Bytes const payload{1, 2, 3, 4, 5};
    SignerKey const signer = SignedPayload{kAlice.public_key(), payload};
    auto const hint = signature_hint(signer);
    EXPECT_TRUE(is_signed_by(signer, by_alice_over(payload, hint), kHash));
    EXPECT_FALSE(is_signed_by(signer, by_alice_over(kHash, hint), kHash));
}

TEST(Signers, AreNobodyForATransactionThatWasAuthorisedBefore) {
    SignerKey const signer = PreAuthorizedTransaction{kHash};
    EXPECT_FALSE(is_signed_by(signer, by_alice_over(kHash, signature_hint(signer)), kHash));
}

}  // namespace
}  // namespace farthing::stellar
