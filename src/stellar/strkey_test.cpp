#include "stellar/strkey.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/vectors.hpp"

namespace farthing::stellar {
namespace {

using base::VectorCase;

base::json::value const& strkeys(std::string_view key) {
    return base::stellar_vectors().at("strkey").at(key);
}

char letter_of(StrkeyKind kind) {
    switch (kind) {
        case StrkeyKind::account:
            return 'G';
        case StrkeyKind::secret_seed:
            return 'S';
        case StrkeyKind::muxed_account:
            return 'M';
        case StrkeyKind::pre_auth_tx:
            return 'T';
        case StrkeyKind::sha256_hash:
            return 'X';
        case StrkeyKind::signed_payload:
            return 'P';
        case StrkeyKind::contract:
            return 'C';
        case StrkeyKind::liquidity_pool:
            return 'L';
        case StrkeyKind::claimable_balance:
            return 'B';
    }
    return '?';
}

class StrkeyValid : public testing::TestWithParam<VectorCase> {};

TEST_P(StrkeyValid, IsReadAndWrittenAgain) {
    auto const text = GetParam().text("strkey");
    auto const strkey = parse_strkey(text);
    ASSERT_TRUE(strkey) << strkey.error().message;
    EXPECT_EQ(base::to_hex(strkey->payload), GetParam().text("payload_hex"));
    EXPECT_EQ(letter_of(strkey->kind), text.front());
    EXPECT_EQ(to_strkey(strkey->kind, strkey->payload), text);
}

INSTANTIATE_TEST_SUITE_P(Vectors, StrkeyValid,
                         testing::ValuesIn(base::vector_cases(strkeys("valid"), "note")),
                         base::vector_name<testing::TestParamInfo<VectorCase>>);

class StrkeyInvalid : public testing::TestWithParam<VectorCase> {};

TEST_P(StrkeyInvalid, IsRefusedOrOfAnotherKind) {
    auto const strkey = parse_strkey(GetParam().text("strkey"));
    if (!strkey) return;
    // Two of the vectors are good strkeys in the wrong place.
    EXPECT_NE(letter_of(strkey->kind), GetParam().text("type").front());
}

INSTANTIATE_TEST_SUITE_P(Vectors, StrkeyInvalid,
                         testing::ValuesIn(base::vector_cases(strkeys("invalid"), "why")),
                         base::vector_name<testing::TestParamInfo<VectorCase>>);

constexpr std::string_view kAccount = "GCGGUYTJXWUGMT3QVBQJDAMH3DNN5DK2J3NVVOW5227V7O55WFGI2347";

TEST(Strkey, IsReadInEveryKind) {
    base::Bytes signed_payload(32 + 4 + 4);
    signed_payload[35] = 3;  // The length; one byte of padding follows.
    base::Bytes const key(32, 0xa5);
    base::Bytes balance(33, 0xa5);
    balance[0] = 0;
    struct Case {
        StrkeyKind kind;
        base::Bytes payload;
        std::size_t text_size;
    };
    for (auto const& c : std::initializer_list<Case>{
             {StrkeyKind::account, key, 56},
             {StrkeyKind::secret_seed, key, 56},
             {StrkeyKind::muxed_account, base::Bytes(40, 0xa5), 69},
             {StrkeyKind::pre_auth_tx, key, 56},
             {StrkeyKind::sha256_hash, key, 56},
             {StrkeyKind::signed_payload, signed_payload, 69},
             {StrkeyKind::contract, key, 56},
             {StrkeyKind::liquidity_pool, key, 56},
             {StrkeyKind::claimable_balance, balance, 58},
         }) {
        auto const text = to_strkey(c.kind, c.payload);
        EXPECT_EQ(text.front(), letter_of(c.kind));
        EXPECT_EQ(text.size(), c.text_size);
        EXPECT_EQ(*parse_strkey(text), (Strkey{c.kind, c.payload}));
    }
}

TEST(Strkey, IsRefusedWithAnyOneCharacterChanged) {
    for (std::size_t i = 0; i < kAccount.size(); ++i) {
        auto text = std::string(kAccount);
        text[i] = text[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(parse_strkey(text)) << text;
    }
}

TEST(Strkey, IsRefusedWithSetBitsThatNobodyReads) {
    // 43 bytes of a muxed account take 69 characters, of which the last has one bit to spare.
    auto text = to_strkey(StrkeyKind::muxed_account, base::Bytes(40));
    ASSERT_TRUE(parse_strkey(text));
    text.back() = text.back() == 'A' ? 'B' : static_cast<char>(text.back() + 1);
    EXPECT_FALSE(parse_strkey(text));
}

/// What to_strkey would write if it wrote just anything.
std::string unchecked_strkey(base::Bytes bytes) {
    unsigned crc = 0;
    for (auto const byte : bytes) {
        crc ^= static_cast<unsigned>(byte) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
    }
    bytes.push_back(static_cast<std::uint8_t>(crc & 0xff));
    bytes.push_back(static_cast<std::uint8_t>(crc >> 8));
    return base::to_base32(bytes);
}

TEST(Strkey, IsRefusedWhenItsInnerLengthDoesNotFit) {
    base::Bytes bytes(1 + 32 + 4 + 8);
    bytes[0] = 15 << 3;
    bytes[36] = 5;
    EXPECT_TRUE(parse_strkey(unchecked_strkey(bytes)));
    for (auto const length : base::Bytes{0, 4, 9, 64, 65}) {
        bytes[36] = length;
        EXPECT_FALSE(parse_strkey(unchecked_strkey(bytes))) << int(length);
    }
}

TEST(Strkey, IsRefusedForAnUnknownTypeOfClaimableBalance) {
    base::Bytes bytes(1 + 33);
    bytes[0] = 1 << 3;
    EXPECT_TRUE(parse_strkey(unchecked_strkey(bytes)));
    bytes[1] = 1;
    EXPECT_FALSE(parse_strkey(unchecked_strkey(bytes)));
}

TEST(Strkey, SaysWhatIsWrong) {
    EXPECT_EQ(parse_strkey("x").error().message,
              "not a valid strkey: letters A to Z and digits 2 to 7 in their canonical form "
              "expected");
    auto swapped = std::string(kAccount);
    std::swap(swapped[10], swapped[11]);
    EXPECT_EQ(parse_strkey(swapped).error().message,
              "not a valid strkey: the checksum does not fit, so a character is wrong or missing");
    EXPECT_FALSE(parse_strkey(std::string(1'000'000, 'A')));
}

}  // namespace
}  // namespace farthing::stellar
