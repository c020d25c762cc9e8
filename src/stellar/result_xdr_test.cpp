#include "stellar/result_xdr.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/vectors.hpp"

namespace farthing::stellar {
namespace {

using base::VectorCase;

class ResultVector : public testing::TestWithParam<VectorCase> {};

TEST_P(ResultVector, IsReadNamedAndWrittenAgain) {
    auto const text = GetParam().text("result_xdr");
    auto const result = decode_result_base64(text);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(encode_result_base64(*result), text);
    EXPECT_EQ(std::to_string(result->fee_charged), GetParam().text("fee_charged"));
    EXPECT_EQ(static_cast<int>(result->code), GetParam().fields->at("code_int").as_int64());

    auto const& codes = GetParam().fields->at("horizon_result_codes").as_object();
    EXPECT_EQ(horizon_name(result->code), std::string_view(codes.at("transaction").as_string()));
    auto const* inner = codes.if_contains("inner_transaction");
    EXPECT_EQ(result->inner ? horizon_name(result->inner->code) : "",
              inner != nullptr ? std::string_view(inner->as_string()) : "");
    base::json::array names;
    for (auto const& operation : result->operations) names.emplace_back(horizon_name(operation));
    EXPECT_EQ(names, codes.contains("operations") ? codes.at("operations").as_array()
                                                  : base::json::array());
}

INSTANTIATE_TEST_SUITE_P(Vectors, ResultVector,
                         testing::ValuesIn(base::vector_cases(base::stellar_vectors().at("results"),
                                                              "name")),
                         base::vector_name<testing::TestParamInfo<VectorCase>>);

TEST(ResultXdr, IsTheKnownTextForASuccessAndABadSequence) {
    EXPECT_EQ(encode_result_base64({.fee_charged = 100, .operations = {{.type = kPaymentType}}}),
              "AAAAAAAAAGQAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAA=");
    EXPECT_EQ(encode_result_base64({.code = TransactionCode::bad_sequence}),
              "AAAAAAAAAAD////7AAAAAA==");
}

/// Every code of contract 1.10 under Horizon's name for it.
TEST(ResultXdr, NamesEveryCodeAsHorizonDoes) {
    struct Case {
        int code;
        char const* name;
    };
    for (auto const& c : std::initializer_list<Case>{{1, "tx_fee_bump_inner_success"},
                                                     {0, "tx_success"},
                                                     {-1, "tx_failed"},
                                                     {-2, "tx_too_early"},
                                                     {-3, "tx_too_late"},
                                                     {-4, "tx_missing_operation"},
                                                     {-5, "tx_bad_seq"},
                                                     {-6, "tx_bad_auth"},
                                                     {-7, "tx_insufficient_balance"},
                                                     {-8, "tx_no_source_account"},
                                                     {-9, "tx_insufficient_fee"},
                                                     {-10, "tx_bad_auth_extra"},
                                                     {-11, "tx_internal_error"},
                                                     {-12, "tx_not_supported"},
                                                     {-13, "tx_fee_bump_inner_failed"},
                                                     {-14, "tx_bad_sponsorship"},
                                                     {-15, "tx_bad_minseq_age_or_gap"},
                                                     {-16, "tx_malformed"},
                                                     {-17, "tx_soroban_invalid"}})
        EXPECT_EQ(horizon_name(static_cast<TransactionCode>(c.code)), c.name);
    for (auto const& c : std::initializer_list<Case>{{-1, "op_bad_auth"},
                                                     {-2, "op_no_source_account"},
                                                     {-3, "op_not_supported"},
                                                     {-4, "op_too_many_subentries"},
                                                     {-5, "op_exceeded_work_limit"},
                                                     {-6, "op_too_many_sponsoring"}})
        EXPECT_EQ(horizon_name(OperationResult{.code = static_cast<OperationCode>(c.code)}),
                  c.name);
}

/// Horizon's name of each code of an operation's own result, from 0 downwards.
struct OperationNames {
    std::int32_t type;
    std::vector<std::string_view> names;
};

std::vector<OperationNames> operation_names() {
    return {
        {kCreateAccountType,
         {"op_success", "op_malformed", "op_underfunded", "op_low_reserve", "op_already_exists"}},
        {kPaymentType,
         {"op_success", "op_malformed", "op_underfunded", "op_src_no_trust",
          "op_src_not_authorized", "op_no_destination", "op_no_trust", "op_not_authorized",
          "op_line_full", "op_no_issuer"}},
        {kSetOptionsType,
         {"op_success", "op_low_reserve", "op_too_many_signers", "op_bad_flags",
          "op_invalid_inflation", "op_cant_change", "op_unknown_flag", "op_threshold_out_of_range",
          "op_bad_signer", "op_invalid_home_domain", "op_auth_revocable_required"}},
        {kAccountMergeType,
         {"op_success", "op_malformed", "op_no_account", "op_immutable_set", "op_has_sub_entries",
          "op_seq_num_too_far", "op_dest_full", "op_is_sponsor"}},
        {kManageDataType,
         {"op_success", "op_not_supported_yet", "op_data_name_not_found", "op_low_reserve",
          "op_data_invalid_name"}},
        {kBumpSequenceType, {"op_success", "op_bad_seq"}},
        {kBeginSponsoringType,
         {"op_success", "op_malformed", "op_already_sponsored", "op_recursive"}},
        {kEndSponsoringType, {"op_success", "op_not_sponsored"}}};
}

TEST(ResultXdr, NamesEveryResultOfAnOperationAsHorizonDoes) {
    for (auto const& [type, names] : operation_names())
        for (std::size_t i = 0; i < names.size(); ++i) {
            auto const code = -static_cast<std::int32_t>(i);
            EXPECT_EQ(horizon_name({.type = type, .inner = code}), names[i]) << type << " " << code;
        }
}

/// The enumerations of the codes and Horizon's names must not drift apart.
TEST(ResultXdr, NamesTheLastCodeOfEachEnumeration) {
    struct Case {
        std::int32_t type;
        std::int32_t code;
        char const* name;
    };
    auto const number = [](auto code) { return static_cast<std::int32_t>(code); };
    for (auto const& c : std::initializer_list<Case>{
             {kCreateAccountType, number(CreateAccountCode::already_exists), "op_already_exists"},
             {kPaymentType, number(PaymentCode::no_issuer), "op_no_issuer"},
             {kSetOptionsType, number(SetOptionsCode::auth_revocable_required),
              "op_auth_revocable_required"},
             {kAccountMergeType, number(AccountMergeCode::is_sponsor), "op_is_sponsor"},
             {kManageDataType, number(ManageDataCode::invalid_name), "op_data_invalid_name"},
             {kBumpSequenceType, number(BumpSequenceCode::bad_sequence), "op_bad_seq"},
             {kBeginSponsoringType, number(BeginSponsoringCode::recursive), "op_recursive"},
             {kEndSponsoringType, number(EndSponsoringCode::not_sponsored), "op_not_sponsored"}})
        EXPECT_EQ(horizon_name({.type = c.type, .inner = c.code}), c.name);
}

TEST(ResultXdr, ReadsAndWritesEveryResultOfAnOperationAndRefusesTheNext) {
    for (auto const& [type, names] : operation_names()) {
        TransactionResult result{.code = TransactionCode::failed};
        for (std::size_t i = 0; i < names.size(); ++i)
            result.operations.push_back({.type = type, .inner = -static_cast<std::int32_t>(i)});
        auto xdr = encode_result(result);
        auto const read = decode_result(xdr);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(*read, result);

        // The last code, before the extension, one further down.
        --xdr[xdr.size() - 5];
        auto const unknown = -static_cast<std::int64_t>(names.size());
        EXPECT_NE(
            decode_result(xdr).error().message.find("unknown result " + std::to_string(unknown)),
            std::string::npos);
    }
}

// txSUCCESS with a payment, an accountMerge (whose success carries an amount) and another payment.
TEST(ResultXdr, KeepsWhatAnAccountMergeMoved) {
    auto const xdr = *base::from_hex(
        "0000000000000064"
        "00000000"
        "00000003"
        "000000000000000100000000"
        "0000000000000008000000000000000000000064"
        "000000000000000100000000"
        "00000000");
    auto const result = decode_result(xdr);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->operations,
              (std::vector<OperationResult>{{.type = kPaymentType},
                                            {.type = kAccountMergeType, .merged = 100},
                                            {.type = kPaymentType}}));
    EXPECT_TRUE(is_whole(*result));
    EXPECT_EQ(encode_result(*result), xdr);
}

TEST(ResultXdr, IsReadUpToAnOperationOfAnotherType) {
    // txSUCCESS with a payment, a manageSellOffer (whose success is of unknown length) and more.
    auto const xdr = *base::from_hex(
        "0000000000000064"
        "00000000"
        "00000003"
        "000000000000000100000000"
        "000000000000000300000000"
        "00000000000000020000000000000000");
    auto const result = decode_result(xdr);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->operations,
              (std::vector<OperationResult>{{.type = kPaymentType}, {.type = 3}}));
    EXPECT_FALSE(is_whole(*result));
    EXPECT_TRUE(succeeded(*result));
    EXPECT_EQ(horizon_name(result->operations[1]), "op_success");
}

TEST(ResultXdr, RefusesUnknownCodes) {
    struct Case {
        char const* hex;
        char const* message;
    };
    for (auto const& c : std::initializer_list<Case>{
             {"", "invalid XDR: the data is truncated (at byte 0)"},
             {"00000000000000640000000200000000", "invalid XDR: unknown result code 2 (at byte 8)"},
             {"0000000000000064ffffffee00000000",
              "invalid XDR: unknown result code -18 (at byte 8)"},
             {"0000000000000000fffffffb00000001",
              "invalid XDR: unknown result extension 1 (at byte 12)"},
             {"0000000000000000fffffffb0000000000000000",
              "invalid XDR: 4 bytes are left over (at byte 16)"},
             {"0000000000000064ffffffff00000065",
              "invalid XDR: 101 is too many for operation results, at most 100 are allowed (at "
              "byte 12)"},
             {"0000000000000064ffffffff00000001fffffff900000000",
              "invalid XDR: unknown result code of an operation -7 (at byte 16)"},
             {"0000000000000064ffffffff000000010000000000000001fffffff600000000",
              "invalid XDR: unknown result -10 of operation type 1 (at byte 24)"},
             {"0000000000000064fffffff3"
              "0000000000000000000000000000000000000000000000000000000000000000"
              "0000000000000000fffffff3",
              "invalid XDR: the inner result of a fee-bump is that of a fee-bump (at byte 52)"},
             {"0000000000000064ffffffff00000001000000000000001b0000000000000000",
              "invalid XDR: unknown operation type 27 (at byte 20)"},
         })
        EXPECT_EQ(decode_result(*base::from_hex(c.hex)).error().message, c.message);
}

}  // namespace
}  // namespace farthing::stellar
