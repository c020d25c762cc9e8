#include "stellar/keys.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/testing.hpp"
#include "base/vectors.hpp"
#include "stellar/network.hpp"

namespace farthing::stellar {
namespace {

using base::VectorCase;

class KeyVector : public testing::TestWithParam<VectorCase> {
protected:
    base::Bytes message() const {
        auto const& param = GetParam();
        if (param.fields->contains("message_hex"))
            return *base::from_hex(param.text("message_hex"));
        auto const text = param.text("message_utf8");
        return {text.begin(), text.end()};
    }
};

TEST_P(KeyVector, SignsAndVerifies) {
    auto const& param = GetParam();
    auto const pair = KeyPair::from_seed(*base::array_from_hex<32>(param.text("seed_hex")));
    auto const parsed = KeyPair::parse_secret(param.text("secret"));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->public_key(), pair.public_key());
    EXPECT_EQ(pair.address(), param.text("public"));
    EXPECT_EQ(*PublicKey::parse(param.text("public")), pair.public_key());
    EXPECT_EQ(base::to_hex(pair.public_key().bytes()), param.text("public_hex"));
    EXPECT_EQ(base::to_hex(pair.public_key().hint()), param.text("hint_hex"));

    auto signature = pair.sign(message());
    EXPECT_EQ(base::to_hex(signature), param.text("signature_hex"));
    EXPECT_TRUE(verify(pair.public_key(), message(), signature));
    signature[0] ^= 1;
    EXPECT_FALSE(verify(pair.public_key(), message(), signature));
}

INSTANTIATE_TEST_SUITE_P(Vectors, KeyVector,
                         testing::ValuesIn(base::vector_cases(base::stellar_vectors().at("keys"),
                                                              "n")),
                         base::vector_name<testing::TestParamInfo<VectorCase>>);

class NetworkVector : public testing::TestWithParam<VectorCase> {};

TEST_P(NetworkVector, HasItsIdAndItsRootAccount) {
    auto const id = network_id(GetParam().text("passphrase"));
    EXPECT_EQ(base::to_hex(id), GetParam().text("network_id_hex"));
    auto const root = KeyPair::from_seed(id);
    EXPECT_EQ(root.address(), GetParam().text("root_account"));
    EXPECT_EQ(KeyPair::parse_secret(GetParam().text("root_account_secret"))->public_key(),
              root.public_key());
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, NetworkVector,
    testing::ValuesIn(base::vector_cases(base::stellar_vectors().at("networks"), "name")),
    base::vector_name<testing::TestParamInfo<VectorCase>>);

TEST(Keys, ArriveOnlyUnderTheirOwnLetter) {
    base::SeededRandom random;
    auto const pair = KeyPair::generate(random);
    EXPECT_EQ(PublicKey::parse("SBM2IQO5RQ47F5HV7MWCQCB3LB5IFY47YBYSOIAJVCIV7CBCV3EIYZ3S")
                  .error()
                  .message,
              "an account's address starts with G");
    EXPECT_EQ(KeyPair::parse_secret(pair.address()).error().message, "a secret key starts with S");
}

TEST(Keys, AreMadeFromTheRandomnessGivenAndNothingElse) {
    base::SeededRandom one(1);
    base::SeededRandom same(1);
    base::SeededRandom other(2);
    auto const pair = KeyPair::generate(one);
    EXPECT_EQ(KeyPair::generate(same).public_key(), pair.public_key());
    EXPECT_NE(KeyPair::generate(other).public_key(), pair.public_key());
}

// Keys of small order verify signatures of anything in a naive implementation.
TEST(Keys, OfSmallOrderVerifyNothing) {
    PublicKey const zero({});
    base::ByteArray<32> identity{};
    identity[0] = 1;
    Signature forged{};
    forged[0] = 1;
    EXPECT_FALSE(verify(zero, base::as_bytes("anything"), forged));
    EXPECT_FALSE(verify(PublicKey(identity), base::as_bytes("anything"), forged));
}

}  // namespace
}  // namespace farthing::stellar
