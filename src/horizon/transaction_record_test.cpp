#include "horizon/transaction_record.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "base/encoding.hpp"
#include "base/vectors.hpp"
#include "horizon/remote.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::horizon {
namespace {

using base::VectorCase;

stellar::TransactionResult const kSuccess{.fee_charged = 100,
                                          .operations = {{.type = stellar::kPaymentType}}};

TransactionRecord record_of(stellar::Envelope envelope) {
    auto const network = stellar::network_id(stellar::kTestnetPassphrase);
    TransactionRecord record{.ledger = 100,
                             .order = 1,
                             .created_at = base::Timestamp::from_seconds(1'790'000'000),
                             .envelope = std::move(envelope),
                             .result = kSuccess,
                             .hash = {}};
    record.hash = stellar::hash_of(record.envelope, network);
    if (auto const* bump = std::get_if<stellar::FeeBump>(&record.envelope)) {
        record.inner_hash = stellar::hash_of(bump->inner.transaction, network);
        record.result.code = stellar::TransactionCode::fee_bump_inner_success;
        record.result.inner = {.hash = *record.inner_hash};
    }
    return record;
}

std::vector<VectorCase> supported_vectors() {
    auto cases = base::vector_cases(base::stellar_vectors().at("transactions"), "name");
    std::erase_if(cases, [](VectorCase const& vector) {
        return !stellar::decode_envelope_base64(vector.text("envelope_xdr")) ||
               vector.text("network_passphrase") != stellar::kTestnetPassphrase;
    });
    return cases;
}

TransactionRecord vector_record(std::string_view name) {
    for (auto const& vector : supported_vectors())
        if (vector.name == name)
            return record_of(*stellar::decode_envelope_base64(vector.text("envelope_xdr")));
    ADD_FAILURE() << "no vector " << name;
    std::abort();
}

class TransactionRecordVector : public testing::TestWithParam<VectorCase> {};

TEST_P(TransactionRecordVector, IsReadBackByTheClient) {
    auto const envelope = *stellar::decode_envelope_base64(GetParam().text("envelope_xdr"));
    auto const json = to_json(record_of(envelope), "http://h");
    EXPECT_EQ(json.at("hash"), GetParam().fields->at("hash_hex"));
    EXPECT_EQ(json.at("max_fee"), GetParam().fields->at("fee"));
    EXPECT_EQ(json.at("envelope_xdr"), json::value(stellar::encode_envelope_base64(envelope)));

    auto const read = parse_transaction(json::serialize(json));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(base::to_hex(read->hash), GetParam().text("hash_hex"));
    EXPECT_TRUE(read->successful);
    EXPECT_EQ(read->ledger, 100U);
    EXPECT_EQ(read->fee_charged.value(), 100);
    EXPECT_EQ(read->created_at, base::Timestamp::from_seconds(1'790'000'000));
    EXPECT_TRUE(stellar::succeeded(*read->result));
}

INSTANTIATE_TEST_SUITE_P(Vectors, TransactionRecordVector, testing::ValuesIn(supported_vectors()),
                         base::vector_name<testing::TestParamInfo<VectorCase>>);

TEST(TransactionRecord, HasEveryFieldThatSdksRead) {
    auto const json = to_json(vector_record("PaymentNativeTimeBoundsNoMemo"), "http://h");
    std::string const hash = "bb9b9e01cd451f0103e6d78c411416243c294ad2f8765642e6ee1b6b16116159";
    std::string const source = "GBVXDBNXUKV647ISNOQCD2B47BKGZEY7U6EXFMYSTHBXKQBX24W7JXHB";
    EXPECT_EQ(json.at("id"), json::value(hash));
    EXPECT_EQ(json.at("paging_token"), "429496733696");
    EXPECT_EQ(json.at("successful"), true);
    EXPECT_EQ(json.at("ledger"), 100);
    EXPECT_EQ(json.at("created_at"), "2026-09-21T14:13:20Z");
    EXPECT_EQ(json.at("source_account"), json::value(source));
    EXPECT_EQ(json.at("source_account_sequence"), "4294967297");
    EXPECT_EQ(json.at("fee_account"), json::value(source));
    EXPECT_EQ(json.at("fee_charged"), "100");
    EXPECT_EQ(json.at("operation_count"), 1);
    EXPECT_EQ(json.at("result_xdr"), "AAAAAAAAAGQAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAA=");
    EXPECT_EQ(json.at("fee_meta_xdr"), "AAAAAA==");
    EXPECT_EQ(json.at("memo_type"), "none");
    EXPECT_EQ(json.at("signatures").as_array().size(), 1U);
    EXPECT_EQ(json.at("preconditions"),
              (json::object{{"timebounds", json::object{{"min_time", "1700000000"},
                                                        {"max_time", "1700000300"}}}}));
    EXPECT_EQ(json.at("_links").at("self").at("href"),
              json::value("http://h/transactions/" + hash));
    EXPECT_EQ(json.at("_links").at("precedes").at("href"),
              "http://h/transactions?order=asc&cursor=429496733696");
    for (auto const* field : {"memo", "memo_bytes", "account_muxed", "fee_bump_transaction",
                              "inner_transaction", "result_meta_xdr"})
        EXPECT_FALSE(json.contains(field)) << field;
}

TEST(TransactionRecord, ShowsMemosAsHorizonDoes) {
    auto const memo = [](std::string_view name) {
        auto const json = to_json(vector_record(name), "http://h");
        return std::pair(json.at("memo_type"), json.at("memo"));
    };
    EXPECT_EQ(memo("MemoTextEmpty"), std::pair(json::value("text"), json::value("")));
    EXPECT_EQ(memo("MemoIdMaxU64"),
              std::pair(json::value("id"), json::value("18446744073709551615")));
    EXPECT_EQ(memo("MemoHash"),
              std::pair(json::value("hash"),
                        json::value("3HGNejtZbrzuWzxuiHYFfTPFw3FOEl0h8kyYgej2N0M=")));
    auto const raw = to_json(vector_record("MemoTextNotUtf8RawBytesD1"), "http://h");
    EXPECT_EQ(raw.at("memo"), "\xef\xbf\xbd");
    EXPECT_EQ(raw.at("memo_bytes"), "0Q==");
}

TEST(TransactionRecord, ShowsOnlyTheBytesThatAreNoTextAsReplaced) {
    auto record = vector_record("MemoTextEmpty");
    std::get<stellar::SignedTransaction>(record.envelope).transaction.memo =
        stellar::MemoText{"a\xff\xc3\xa9\xe2\x82z\xf0\x9f\x8d\x8a"};
    EXPECT_EQ(to_json(record, "http://h").at("memo"),
              "a\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd\xef\xbf\xbdz\xf0\x9f\x8d\x8a");
}

TEST(TransactionRecord, ShowsMuxedAccounts) {
    auto const json = to_json(vector_record("MuxedSource"), "http://h");
    EXPECT_EQ(json.at("source_account"),
              "GBVXDBNXUKV647ISNOQCD2B47BKGZEY7U6EXFMYSTHBXKQBX24W7JXHB");
    EXPECT_EQ(json.at("account_muxed"),
              "MBVXDBNXUKV647ISNOQCD2B47BKGZEY7U6EXFMYSTHBXKQBX24W7J7777777777777EUA");
    EXPECT_EQ(json.at("account_muxed_id"), "18446744073709551615");
    EXPECT_EQ(json.at("fee_account_muxed"), json.at("account_muxed"));
}

TEST(TransactionRecord, ShowsEveryPrecondition) {
    auto record = vector_record("PRECONDV2MinSequence");
    auto& transaction = std::get<stellar::SignedTransaction>(record.envelope).transaction;
    transaction.preconditions =
        stellar::PreconditionsV2{.time_bounds = stellar::TimeBounds{5, 0},
                                 .ledger_bounds = stellar::LedgerBounds{6, 7},
                                 .min_sequence = 8,
                                 .min_sequence_age = 9,
                                 .min_sequence_ledger_gap = 10,
                                 .extra_signers = {stellar::HashLock{}}};
    auto const conditions = to_json(record, "http://h").at("preconditions");
    EXPECT_EQ(conditions.at("timebounds"), (json::object{{"min_time", "5"}}));
    EXPECT_EQ(conditions.at("ledgerbounds"), (json::object{{"min_ledger", 6}, {"max_ledger", 7}}));
    EXPECT_EQ(conditions.at("min_account_sequence"), "8");
    EXPECT_EQ(conditions.at("min_account_sequence_age"), "9");
    EXPECT_EQ(conditions.at("min_account_sequence_ledger_gap"), 10);
    EXPECT_EQ(conditions.at("extra_signers").at(0).as_string().front(), 'X');

    transaction.preconditions = stellar::NoPreconditions{};
    EXPECT_FALSE(to_json(record, "http://h").contains("preconditions"));
}

TEST(TransactionRecord, ShowsAFeeBumpUnderTheHashItWasAskedForBy) {
    auto record = vector_record("FeeBumpOverAnInnerFeeOf0");
    json::value const outer(base::to_hex(record.hash));
    json::value const inner(base::to_hex(*record.inner_hash));
    auto const by_outer = to_json(record, "http://h");
    EXPECT_EQ(by_outer.at("hash"), outer);
    EXPECT_EQ(by_outer.at("max_fee"), "200");
    EXPECT_EQ(by_outer.at("signatures"), by_outer.at("fee_bump_transaction").at("signatures"));
    EXPECT_EQ(by_outer.at("fee_bump_transaction").at("hash"), outer);
    EXPECT_EQ(by_outer.at("inner_transaction").at("hash"), inner);
    EXPECT_EQ(by_outer.at("inner_transaction").at("max_fee"), "0");
    EXPECT_NE(by_outer.at("fee_account"), by_outer.at("source_account"));

    record.shown_by_inner_hash = true;
    auto const by_inner = to_json(record, "http://h");
    EXPECT_EQ(by_inner.at("hash"), inner);
    EXPECT_EQ(by_inner.at("id"), inner);
    EXPECT_EQ(by_inner.at("signatures"), by_inner.at("inner_transaction").at("signatures"));
    EXPECT_EQ(by_inner.at("max_fee"), "200");
}

TEST(TransactionRecord, SaysWhenItFailed) {
    auto record = vector_record("PaymentNativeTimeBoundsNoMemo");
    record.result.code = stellar::TransactionCode::failed;
    record.result.operations[0].inner = static_cast<int>(stellar::PaymentCode::underfunded);
    EXPECT_EQ(to_json(record, "http://h").at("successful"), false);
}

}  // namespace
}  // namespace farthing::horizon
