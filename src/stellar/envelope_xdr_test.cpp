#include "stellar/envelope_xdr.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/testing.hpp"
#include "base/vectors.hpp"
#include "stellar/xdr.hpp"

namespace farthing::stellar {
namespace {

using base::VectorCase;

PublicKey const kAlice = PublicKey({1});
PublicKey const kBob = PublicKey({2});

class Malformed : public testing::TestWithParam<VectorCase> {};

/// What is wrong with each vector, in our words.
std::string expected_fault(std::string const& name) {
    struct Fault {
        char const* name;
        char const* message;
    };
    for (auto const& fault : std::initializer_list<Fault>{
             {"EmptyString", "invalid XDR: the data is truncated (at byte 0)"},
             {"NotBase64", "not canonical base64"},
             {"TruncatedTo4", "invalid XDR: the data is truncated (at byte 4)"},
             {"TruncatedHalf", "invalid XDR: the data is truncated (at byte 92)"},
             {"Trailing4ZeroBytes", "invalid XDR: 4 bytes are left over (at byte 216)"},
             {"UnknownEnvelopeType99", "invalid XDR: unknown type of envelope 99 (at byte 0)"},
             {"UnknownMuxedKeyType7", "invalid XDR: unknown type of account 7 (at byte 4)"},
             {"UnknownPreconditionType3", "invalid XDR: unknown preconditions 3 (at byte 52)"},
             {"OperationCount101",
              "invalid XDR: 101 is too many for operations, at most 100 are "
              "allowed (at byte 76)"},
             {"OperationCount2321",
              "invalid XDR: 4294967295 is too many for operations, at most "
              "100 are allowed (at byte 76)"},
             {"OptionalSourceFlag2",
              "invalid XDR: the flag of an operation's source must be 0 or 1, not 2 (at byte 80)"},
             {"UnknownOperationType99", "invalid XDR: unknown operation type 99 (at byte 84)"},
             {"MemoTextLength29",
              "invalid XDR: 29 is too many for bytes of a memo, at most 28 are allowed (at byte "
              "76)"},
             {"21Signatures",
              "invalid XDR: 21 is too many for signatures, at most 20 are allowed (at byte 140)"},
             {"SignatureLength65",
              "invalid XDR: 65 is too many for bytes of a signature, at most 64 are allowed (at "
              "byte 148)"},
             {"SpacesForPlusFormEncodingBug", "not canonical base64"},
         })
        if (name == fault.name) return fault.message;
    return {};
}

TEST_P(Malformed, IsRefusedWithReasonAndPlace) {
    auto const envelope = decode_envelope_base64(GetParam().text("envelope_xdr"));
    bool const decodes = GetParam().fields->at("library").at("decodes").as_bool();
    ASSERT_EQ(envelope.has_value(), decodes);
    if (decodes) return;
    EXPECT_EQ(envelope.error().message, expected_fault(GetParam().name));
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, Malformed,
    testing::ValuesIn(base::vector_cases(base::stellar_vectors().at("malformed"), "name")),
    base::vector_name<testing::TestParamInfo<VectorCase>>);

Transaction example() {
    return {.source = {kAlice},
            .fee = 100,
            .sequence = 7,
            .operations = {{.body = Payment{{kBob}, NativeAsset{}, 5}}}};
}

SignedTransaction reread(Transaction const& transaction) {
    auto const envelope = decode_envelope(encode_envelope(SignedTransaction{transaction}));
    EXPECT_TRUE(envelope) << envelope.error().message;
    return envelope ? std::get<SignedTransaction>(*envelope) : SignedTransaction{example()};
}

TEST(EnvelopeXdr, KeepsEveryFormOfMemo) {
    for (auto const& memo :
         std::initializer_list<Memo>{MemoNone{}, MemoText{""}, MemoText{std::string("a\0\xff", 3)},
                                     MemoText{std::string(28, 'x')}, MemoId{0},
                                     MemoId{~std::uint64_t{0}}, MemoHash{{1}}, MemoReturn{{2}}}) {
        auto transaction = example();
        transaction.memo = memo;
        EXPECT_EQ(reread(transaction).transaction, transaction);
    }
}

TEST(EnvelopeXdr, KeepsEveryFormOfPreconditions) {
    SignerKey const payload_signer = SignedPayload{PublicKey({}), {1, 2, 3, 4, 5}};
    PreconditionsV2 full{.time_bounds = TimeBounds{1, 2},
                         .ledger_bounds = LedgerBounds{3, 4},
                         .min_sequence = -5,
                         .min_sequence_age = 6,
                         .min_sequence_ledger_gap = 7,
                         .extra_signers = {payload_signer, HashLock{}}};
    for (auto const& preconditions : std::initializer_list<Preconditions>{
             NoPreconditions{}, TimeBounds{}, TimeBounds{1, 2}, PreconditionsV2{}, full}) {
        auto transaction = example();
        transaction.preconditions = preconditions;
        EXPECT_EQ(reread(transaction).transaction, transaction);
    }
}

TEST(EnvelopeXdr, RefusesThreeExtraSignersAndUnknownOnes) {
    auto transaction = example();
    SignerKey const signer = PublicKey({});
    transaction.preconditions = PreconditionsV2{.extra_signers = {signer, signer}};
    auto xdr = encode_envelope(SignedTransaction{transaction});
    auto const count_at = 4 + 36 + 4 + 8 + 4 + 3 * 4 + 8 + 4;
    ASSERT_EQ(xdr[count_at + 3], 2);
    xdr[count_at + 3] = 3;
    EXPECT_EQ(decode_envelope(xdr).error().message,
              "invalid XDR: 3 is too many for extra signers, at most 2 are allowed (at byte 80)");
    xdr[count_at + 3] = 2;
    xdr[count_at + 7] = 4;
    EXPECT_EQ(decode_envelope(xdr).error().message,
              "invalid XDR: unknown type of signer 4 (at byte 84)");
}

/// Codes that the network decodes and then calls malformed must keep their bytes, or the hash would
/// change.
TEST(EnvelopeXdr, KeepsTheBytesOfEveryAssetCode) {
    auto credit = example();
    auto& payment = std::get<Payment>(credit.operations[0].body);
    payment.asset = CreditAsset{"USDC", kBob};
    auto const short_form = encode_envelope(SignedTransaction{credit});
    payment.asset = CreditAsset{"LONGASSET", kBob};
    auto const long_form = encode_envelope(SignedTransaction{credit});
    auto const code_at = static_cast<std::ptrdiff_t>(4 + 36 + 4 + 8 + 4 + 4 + 4 + 4 + 4 + 36 + 4);

    for (std::string const& code :
         {std::string("A\0\0\0", 4), std::string("\0\0\0\0", 4), std::string("A\0B\0", 4),
          std::string("ABCD"), std::string("ABC\0\0\0\0\0\0\0\0\0", 12),
          std::string("\0\0\0\0\0\0\0\0\0\0\0\0", 12), std::string("ABCDE\0\0\0\0\0\0\0", 12),
          std::string("ABCDEFGHIJKL")}) {
        auto xdr = code.size() == 4 ? short_form : long_form;
        std::copy(code.begin(), code.end(), xdr.begin() + code_at);
        auto const envelope = decode_envelope(xdr);
        ASSERT_TRUE(envelope) << envelope.error().message;
        EXPECT_EQ(encode_envelope(*envelope), xdr);
    }
}

TEST(EnvelopeXdr, RefusesExtensionsAndForeignInnerEnvelopes) {
    auto xdr = encode_envelope(SignedTransaction{example()});
    xdr[xdr.size() - 5] = 2;
    EXPECT_EQ(decode_envelope(xdr).error().message,
              "invalid XDR: unknown transaction extension 2 (at byte " +
                  std::to_string(xdr.size() - 8) + ")");

    FeeBump const bump{.fee_source = {kBob}, .fee = 200, .inner = {example()}};
    auto bumped = encode_envelope(bump);
    EXPECT_EQ(std::get<FeeBump>(*decode_envelope(bumped)), bump);
    bumped[4 + 36 + 8 + 3] = 0;
    EXPECT_EQ(decode_envelope(bumped).error().message,
              "invalid XDR: a fee-bump holds an envelope of type 2, not 0 (at byte 48)");
}

TEST(EnvelopeXdr, IsNotLookedAtWhenTooLarge) {
    EXPECT_EQ(decode_envelope(base::Bytes(kMaxEnvelopeBytes + 1)).error().message,
              "an envelope has at most 65536 bytes");
    EXPECT_EQ(decode_envelope_base64(std::string(100'000, 'A')).error().message,
              "the envelope is too long");
}

// Property: whatever decodes is written as the same bytes; whatever does not, does no harm.
TEST(EnvelopeXdr, WritesTheSameBytesForWhateverItAccepts) {
    auto transaction = example();
    transaction.memo = MemoText{"memo"};
    transaction.preconditions = PreconditionsV2{.time_bounds = TimeBounds{1, 2}};
    transaction.operations.push_back(
        {.source = MuxedAccount{kBob, 9}, .body = CreateAccount{kBob, 10}});
    auto const original =
        encode_envelope(FeeBump{.fee_source = {kBob, 3},
                                .fee = 200,
                                .inner = {transaction, {{.hint = {1}, .signature = {1, 2, 3}}}},
                                .signatures = {{.hint = {2}, .signature = base::Bytes(64)}}});
    base::SeededRandom random(3);
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto xdr = original;
        auto const draw = random.bytes<4>();
        auto const place = static_cast<std::size_t>(draw[0] << 8 | draw[1]);
        xdr[place % xdr.size()] = draw[2];
        if (draw[3] < 10) xdr.erase(xdr.end() - draw[3], xdr.end());
        auto const envelope = decode_envelope(xdr);
        if (!envelope) continue;
        ++accepted;
        ASSERT_EQ(encode_envelope(*envelope), xdr);
    }
    EXPECT_GT(accepted, 1'000);
}

}  // namespace
}  // namespace farthing::stellar
