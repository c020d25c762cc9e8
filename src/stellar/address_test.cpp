#include "stellar/address.hpp"

#include <gtest/gtest.h>

#include "stellar/xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::string_view kPlain = "GBVXDBNXUKV647ISNOQCD2B47BKGZEY7U6EXFMYSTHBXKQBX24W7JXHB";
constexpr std::string_view kMuxed =
    "MBVXDBNXUKV647ISNOQCD2B47BKGZEY7U6EXFMYSTHBXKQBX24W7IAAAAAAAAAAE2LJ4C";

TEST(Address, OfAMuxedAccountHoldsTheAccountAndTheId) {
    auto const muxed = parse_address(kMuxed);
    ASSERT_TRUE(muxed);
    EXPECT_EQ(muxed->account.address(), kPlain);
    EXPECT_EQ(muxed->id, 1234U);
    EXPECT_EQ(to_address(*muxed), kMuxed);
}

TEST(Address, OfAPlainAccountHasNoId) {
    auto const plain = parse_address(kPlain);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->id, std::nullopt);
    EXPECT_EQ(to_address(*plain), kPlain);
}

TEST(Address, IsNeitherASecretNorAContract) {
    EXPECT_EQ(
        parse_address("SBM2IQO5RQ47F5HV7MWCQCB3LB5IFY47YBYSOIAJVCIV7CBCV3EIYZ3S").error().message,
        "an account's address starts with G or M");
    EXPECT_FALSE(parse_address("CBASR4YW65HV4ARBDACLN5ZEO3H4T3WRQ3NXM3KYL4OT5TY22ZJRQGER"));
}

TEST(Address, OfASignerStartsWithItsKind) {
    EXPECT_EQ(signer_address(PublicKey({})).front(), 'G');
    EXPECT_EQ(signer_address(PreAuthorizedTransaction{}).front(), 'T');
    EXPECT_EQ(signer_address(HashLock{}).front(), 'X');
    EXPECT_EQ(signer_address(SignedPayload{PublicKey({}), {1, 2, 3, 4, 5}}).front(), 'P');
    EXPECT_EQ(signer_address(SignedPayload{PublicKey({}), {}}),
              PublicKey({}).address() + " with an empty payload");
}

}  // namespace
}  // namespace farthing::stellar
