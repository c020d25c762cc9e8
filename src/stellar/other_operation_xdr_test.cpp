#include "stellar/other_operation_xdr.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/testing.hpp"
#include "base/vectors.hpp"
#include "stellar/contract_call_xdr.hpp"
#include "stellar/contract_value_xdr.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::stellar {
namespace {

using base::VectorCase;

constexpr std::int32_t kPathPaymentType = 2;
constexpr std::int32_t kChangeTrustType = 6;
constexpr std::int32_t kAllowTrustType = 7;
constexpr std::int32_t kCreateClaimableBalanceType = 14;
constexpr std::int32_t kClaimClaimableBalanceType = 15;
constexpr std::int32_t kRevokeSponsorshipType = 18;
constexpr std::int32_t kInvokeHostFunctionType = 24;
constexpr std::int32_t kExtendFootprintType = 25;
constexpr std::int32_t kRestoreFootprintType = 26;

class CarriedOperations : public testing::TestWithParam<VectorCase> {
protected:
    base::Bytes xdr() const { return *base::from_base64(GetParam().text("envelope_xdr")); }
    Envelope envelope() const { return *decode_envelope(xdr()); }
    Transaction transaction() const { return std::get<SignedTransaction>(envelope()).transaction; }
};

TEST_P(CarriedOperations, KeepTheirTypeTheirBytesAndTheirHash) {
    auto const decoded = decode_envelope(xdr());
    ASSERT_TRUE(decoded) << decoded.error().message;
    base::json::array types;
    for (auto const& operation : transaction().operations)
        types.emplace_back(type_of(operation.body));
    EXPECT_EQ(types, GetParam().fields->at("types").as_array());
    EXPECT_EQ(encode_envelope_base64(*decoded), GetParam().text("envelope_xdr"));
    EXPECT_EQ(base::to_hex(hash_of(*decoded, network_id(kTestnetPassphrase))),
              GetParam().text("hash_hex"));
}

TEST_P(CarriedOperations, KeepTheDataOfContractCalls) {
    auto const data = transaction().soroban_data;
    ASSERT_EQ(data.has_value(), GetParam().fields->contains("soroban_data"));
    if (!data) return;
    EXPECT_EQ(base::to_base64(*data), GetParam().text("soroban_data"));
}

TEST_P(CarriedOperations, AreRefusedWhenCutShortAnywhere) {
    auto const whole = xdr();
    for (std::size_t size = 0; size < whole.size(); ++size)
        ASSERT_FALSE(decode_envelope(base::ByteView(whole).first(size))) << size;
}

// Property: whatever decodes is written as the same bytes, which decode to the same; whatever does
// not, does no harm.
TEST_P(CarriedOperations, SurviveEveryChangeOfAByteOrAreRefused) {
    auto const original = xdr();
    base::SeededRandom random(7);
    for (std::size_t place = 4; place < original.size(); ++place) {
        auto const by_chance = random.bytes<2>();
        auto const byte = original[place];
        for (auto const value : {std::uint8_t(byte + 1), std::uint8_t(byte - 1),
                                 std::uint8_t(byte ^ 0x80), by_chance[0], by_chance[1]}) {
            auto changed = original;
            changed[place] = value;
            auto const decoded = decode_envelope(changed);
            if (!decoded) continue;
            ASSERT_EQ(encode_envelope(*decoded), changed) << place;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, CarriedOperations,
    testing::ValuesIn(base::vector_cases(base::operation_vectors().at("envelopes"), "name")),
    base::vector_name<testing::TestParamInfo<VectorCase>>);

TEST(OtherOperation, IsEveryTypeThatHasNoStruct) {
    std::set<std::int64_t> carried;
    for (auto const& vector : base::operation_vectors().at("envelopes").as_array())
        for (auto const& type : vector.at("types").as_array()) carried.insert(type.as_int64());
    carried.erase(kPaymentType);
    for (std::int32_t type = -1; type <= kLastOperationType + 1; ++type)
        EXPECT_EQ(is_other_operation(type), carried.contains(type)) << type;
}

/// Bodies in the words of XDR.
class Body {
public:
    Body& number(std::int32_t value) {
        out_.i32(value);
        return *this;
    }
    /// So many bytes of zero.
    Body& zeros(std::size_t size) {
        out_.raw(base::Bytes(size));
        return *this;
    }
    Body& account() { return number(0).zeros(32); }
    Body& native() { return number(0); }
    Body& amount() { return zeros(8); }
    Body& text(std::size_t size) {
        out_.opaque(base::Bytes(size, 'a'));
        return *this;
    }
    /// SCAddress of a contract.
    Body& contract() { return number(1).zeros(32); }
    /// The call of a contract before its arguments.
    Body& call() { return number(0).contract().text(1); }
    base::Bytes take() { return out_.take(); }

private:
    XdrWriter out_;
};

/// Empty when the body is read whole, or else what is wrong with it.
std::string fault_of(std::int32_t type, base::Bytes const& body) {
    XdrReader in(body);
    auto const operation = read_other_operation(in, type);
    auto const done = in.finish();
    if (!done) return done.error().message;
    EXPECT_EQ(operation, (OtherOperation{type, body}));
    return {};
}

struct Malformed {
    std::int32_t type;
    base::Bytes body;
    char const* message;
};

std::vector<Malformed> malformed_classic_operations() {
    return {
        {kPathPaymentType, Body().number(4).take(), "unknown type of asset 4 (at byte 0)"},
        {kPathPaymentType,
         Body().native().amount().account().native().amount().number(6).zeros(24).take(),
         "6 is too many for assets of a path, at most 5 are allowed (at byte 60)"},
        {kChangeTrustType, Body().number(3).number(1).native().native().zeros(12).take(),
         "unknown type of liquidity pool 1 (at byte 4)"},
        {kChangeTrustType, Body().number(4).amount().take(), "unknown type of asset 4 (at byte 0)"},
        {kAllowTrustType, Body().account().number(0).zeros(8).take(),
         "unknown type of asset code 0 (at byte 36)"},
        {kAllowTrustType, Body().account().number(3).zeros(16).take(),
         "unknown type of asset code 3 (at byte 36)"},
        {9, Body().number(0).take(), "4 bytes are left over (at byte 0)"},
        {kCreateClaimableBalanceType, Body().native().amount().number(11).take(),
         "11 is too many for claimants, at most 10 are allowed (at byte 12)"},
        {kCreateClaimableBalanceType, Body().native().amount().number(1).number(1).take(),
         "unknown type of claimant 1 (at byte 16)"},
        {kCreateClaimableBalanceType,
         Body().native().amount().number(1).number(0).account().number(6).take(),
         "unknown type of condition 6 (at byte 56)"},
        {kCreateClaimableBalanceType,
         Body().native().amount().number(1).number(0).account().number(1).number(3).take(),
         "3 is too many for conditions, at most 2 are allowed (at byte 60)"},
        {kCreateClaimableBalanceType,
         Body().native().amount().number(1).number(0).account().number(3).number(2).take(),
         "the flag of a condition must be 0 or 1, not 2 (at byte 60)"},
        {kClaimClaimableBalanceType, Body().number(1).zeros(32).take(),
         "unknown type of claimable balance 1 (at byte 0)"},
        {kRevokeSponsorshipType, Body().number(2).take(),
         "unknown type of sponsorship 2 (at byte 0)"},
        {kRevokeSponsorshipType, Body().number(1).account().number(4).take(),
         "unknown type of signer 4 (at byte 40)"},
        {kRevokeSponsorshipType, Body().number(0).number(10).take(),
         "unknown type of ledger entry 10 (at byte 4)"},
        {kRevokeSponsorshipType, Body().number(0).number(-1).take(),
         "unknown type of ledger entry -1 (at byte 4)"},
        {kRevokeSponsorshipType, Body().number(0).number(3).account().text(65).take(),
         "65 is too many for bytes of a data entry's name, at most 64 are allowed (at byte 44)"},
        {kRevokeSponsorshipType, Body().number(0).number(6).contract().number(1).number(2).take(),
         "unknown durability 2 (at byte 48)"},
        {kRevokeSponsorshipType, Body().number(0).number(8).number(21).take(),
         "unknown setting of the network 21 (at byte 8)"},
        {kPaymentType, {}, "unknown operation type 1 (at byte 0)"},
        {-1, {}, "unknown operation type -1 (at byte 0)"},
        {27, {}, "unknown operation type 27 (at byte 0)"},
    };
}

std::vector<Malformed> malformed_contract_operations() {
    auto const with_value = [] { return Body().call().number(1); };
    auto const authorized = [] { return Body().number(2).number(0).number(1); };
    return {
        {kInvokeHostFunctionType, Body().number(4).take(), "unknown host function 4 (at byte 0)"},
        {kInvokeHostFunctionType, Body().number(0).number(5).take(),
         "unknown type of contract address 5 (at byte 4)"},
        {kInvokeHostFunctionType, Body().number(0).contract().text(33).take(),
         "33 is too many for bytes of a symbol, at most 32 are allowed (at byte 40)"},
        {kInvokeHostFunctionType, with_value().number(22).take(),
         "unknown type of value 22 (at byte 52)"},
        {kInvokeHostFunctionType, with_value().number(0).number(2).take(),
         "the flag of a value must be 0 or 1, not 2 (at byte 56)"},
        {kInvokeHostFunctionType, with_value().number(2).number(10).take(),
         "unknown type of error 10 (at byte 56)"},
        {kInvokeHostFunctionType, with_value().number(2).number(1).number(10).take(),
         "unknown error code 10 (at byte 60)"},
        {kInvokeHostFunctionType, with_value().number(19).number(2).take(),
         "unknown type of contract 2 (at byte 56)"},
        {kInvokeHostFunctionType, with_value().number(13).number(-1).zeros(8).take(),
         "the data is truncated (at byte 60)"},
        {kInvokeHostFunctionType, with_value().number(16).number(1).number(3).zeros(8).take(),
         "the data is too short for 3 values (at byte 60)"},
        {kInvokeHostFunctionType, with_value().number(17).number(1).number(-1).take(),
         "the data is too short for 4294967295 entries of a map (at byte 60)"},
        {kInvokeHostFunctionType, Body().number(1).number(2).take(),
         "unknown source of a contract's id 2 (at byte 4)"},
        {kInvokeHostFunctionType, Body().number(2).number(0).number(1 << 30).take(),
         "the data is too short for 1073741824 authorizations (at byte 8)"},
        {kInvokeHostFunctionType, authorized().number(4).take(),
         "unknown type of credentials 4 (at byte 12)"},
        {kInvokeHostFunctionType, authorized().number(0).number(3).take(),
         "unknown authorized function 3 (at byte 16)"},
        {kExtendFootprintType, Body().number(1).number(0).take(),
         "unknown extension of a footprint operation 1 (at byte 0)"},
        {kRestoreFootprintType, Body().number(1).take(),
         "unknown extension of a footprint operation 1 (at byte 0)"},
    };
}

TEST(OtherOperation, IsRefusedWithReasonAndPlaceWhenMalformed) {
    for (auto const& cases : {malformed_classic_operations(), malformed_contract_operations()})
        for (auto const& c : cases)
            EXPECT_EQ(fault_of(c.type, c.body), std::string("invalid XDR: ") + c.message);
}

/// What later protocols added: addresses of other kinds, and credentials of two.
TEST(OtherOperation, MayUseTheFormsOfLaterProtocols) {
    auto const call_of = [](Body address) {
        auto const bytes = address.take();
        XdrWriter out;
        out.i32(0);
        out.raw(bytes);
        out.opaque(base::as_bytes("f"));
        out.i32(0);
        out.i32(0);
        return out.take();
    };
    for (auto const& address : {Body().number(2).zeros(8).zeros(32), Body().number(3).account(),
                                Body().number(4).zeros(32)})
        EXPECT_EQ(fault_of(kInvokeHostFunctionType, call_of(address)), "");

    auto const credentials = [](std::int32_t type) {
        return Body().number(2).number(0).number(1).number(type).contract().zeros(12).number(1);
    };
    auto const root = [](Body body) { return body.call().number(0).number(0).take(); };
    EXPECT_EQ(fault_of(kInvokeHostFunctionType, root(credentials(2))), "");
    auto delegated = credentials(3).number(2).contract().number(1).number(0);
    delegated.number(0).account().number(1).number(1).contract().number(1).number(0);
    EXPECT_EQ(fault_of(kInvokeHostFunctionType, root(delegated)), "");
}

Body nested_values(int depth) {
    auto body = Body().call().number(1);
    for (int i = 0; i < depth; ++i) body.number(16).number(1).number(1);
    return body.number(1).number(0);
}

Body nested_maps(int depth) {
    auto body = Body().call().number(1);
    for (int i = 0; i < depth; ++i) body.number(17).number(1).number(1).number(1);
    return body.number(1).number(0);
}

Body nested_calls(int depth) {
    auto body = Body().number(2).number(0).number(1).number(0);
    for (int i = 0; i < depth; ++i) body.call().number(0).number(1);
    return body.call().number(0).number(0);
}

Body nested_delegates(int depth) {
    auto body = Body().number(2).number(0).number(1).number(3).contract().zeros(12).number(1);
    for (int i = 0; i < depth; ++i) body.number(1).contract().number(1);
    return body.number(0).call().number(0).number(0);
}

Body nested_conditions(int depth) {
    auto body = Body().native().amount().number(1).number(0).account();
    for (int i = 0; i < depth; ++i) body.number(3).number(1);
    return body.number(0);
}

TEST(OtherOperation, MayNestTo200LevelsAndNoDeeper) {
    struct Case {
        std::int32_t type;
        Body (*nested)(int);
    };
    for (auto const& c :
         std::initializer_list<Case>{{kInvokeHostFunctionType, nested_values},
                                     {kInvokeHostFunctionType, nested_maps},
                                     {kInvokeHostFunctionType, nested_calls},
                                     {kInvokeHostFunctionType, nested_delegates},
                                     {kCreateClaimableBalanceType, nested_conditions}}) {
        EXPECT_EQ(fault_of(c.type, c.nested(kMaxNesting).take()), "");
        for (auto const depth : {kMaxNesting + 1, 2'000}) {
            auto const fault = fault_of(c.type, c.nested(depth).take());
            EXPECT_NE(fault.find("nested deeper than 200 levels"), std::string::npos) << fault;
        }
    }
}

/// Empty when the data is read whole, or else what is wrong with it.
std::string fault_of_soroban_data(base::Bytes const& data) {
    XdrReader in(data);
    auto const read = read_soroban_data(in);
    auto const done = in.finish();
    if (!done) return done.error().message;
    EXPECT_EQ(read, data);
    return {};
}

TEST(SorobanData, IsReadWithAndWithoutArchivedEntries) {
    EXPECT_EQ(fault_of_soroban_data(Body().number(0).number(0).number(0).zeros(20).take()), "");
    EXPECT_EQ(fault_of_soroban_data(
                  Body().number(1).number(2).zeros(8).number(0).number(0).zeros(20).take()),
              "");
}

TEST(SorobanData, IsRefusedWithReasonAndPlaceWhenMalformed) {
    struct Case {
        base::Bytes data;
        char const* message;
    };
    for (auto const& c : std::initializer_list<Case>{
             {Body().number(2).take(), "unknown extension of contract data 2 (at byte 0)"},
             {Body().number(1).number(1'000).take(),
              "the data is too short for 1000 archived entries (at byte 4)"},
             {Body().number(0).number(9).zeros(32).take(),
              "the data is too short for 9 ledger keys (at byte 4)"},
             {Body().number(0).number(1).number(10).take(),
              "unknown type of ledger entry 10 (at byte 8)"},
             {Body().number(0).number(0).number(0).zeros(16).take(),
              "the data is truncated (at byte 24)"}})
        EXPECT_EQ(fault_of_soroban_data(c.data), std::string("invalid XDR: ") + c.message);
}

TEST(SorobanData, IsNotThereInAFormOfTransactionsThatIsOlder) {
    // A v0 envelope without operations, and an extension of 1.
    auto const xdr = Body().number(0).zeros(32).zeros(4).zeros(8).number(0).number(0).number(0);
    auto with_extension = xdr;
    EXPECT_EQ(decode_envelope(with_extension.number(1).take()).error().message,
              "invalid XDR: unknown extension of a v0 transaction 1 (at byte 60)");
}

}  // namespace
}  // namespace farthing::stellar
