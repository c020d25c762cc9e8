#include "horizon/inspection.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/vectors.hpp"
#include "stellar/address.hpp"
#include "stellar/envelope_xdr.hpp"
#include "stellar/result_xdr.hpp"
#include "stellar/signers.hpp"

namespace farthing::horizon {
namespace {

namespace json = base::json;

using base::VectorCase;
using stellar::kPublicPassphrase;
using stellar::kTestnetPassphrase;

stellar::KeyPair const kAlice = stellar::KeyPair::from_seed({1});
stellar::KeyPair const kBob = stellar::KeyPair::from_seed({2});

json::object said_of(stellar::Envelope const& envelope,
                     std::string_view passphrase = kTestnetPassphrase) {
    auto const said = inspect(stellar::encode_envelope_base64(envelope), passphrase);
    EXPECT_TRUE(said);
    return *said;
}

class InspectedTransaction : public testing::TestWithParam<VectorCase> {};

TEST_P(InspectedTransaction, HasItsHashAndTheVerdictOnEachSignature) {
    auto const& vector = *GetParam().fields;
    auto const said =
        inspect(GetParam().text("envelope_xdr"), GetParam().text("network_passphrase"));
    ASSERT_TRUE(said) << said.error().message;
    EXPECT_EQ(said->at("hash"), vector.at("hash_hex"));
    EXPECT_EQ(said->at("fee_stroops"), vector.at("fee"));
    auto const* inner = vector.if_contains("inner_hash_hex");
    if (inner != nullptr) {
        EXPECT_EQ(said->at("inner_transaction").at("hash"), *inner);
    }

    // A hash(x) signer is none of the keys that the vector lists.
    auto const& signers = vector.at("signers").as_array();
    for (auto const& signature : said->at("signatures").as_array()) {
        if (signature.at("valid") != true || signature.as_object().contains("note")) continue;
        EXPECT_NE(std::ranges::find(signers, signature.at("signer")), signers.end());
    }
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, InspectedTransaction,
    testing::ValuesIn(base::vector_cases(base::stellar_vectors().at("transactions"), "name")),
    base::vector_name<testing::TestParamInfo<VectorCase>>);

class InspectedOperation : public testing::TestWithParam<VectorCase> {};

TEST_P(InspectedOperation, HasItsTypeAndItsBytes) {
    auto const text = GetParam().text("envelope_xdr");
    auto const said = inspect(text, kTestnetPassphrase);
    ASSERT_TRUE(said) << said.error().message;
    EXPECT_EQ(said->at("hash"), GetParam().fields->at("hash_hex"));
    EXPECT_EQ(said->at("signatures").at(0).at("valid"), true);
    auto const* soroban = GetParam().fields->if_contains("soroban_data");
    EXPECT_EQ(soroban != nullptr, said->contains("soroban_data_xdr"));
    if (soroban != nullptr) {
        EXPECT_EQ(said->at("soroban_data_xdr"), *soroban);
    }

    auto const& types = GetParam().fields->at("types").as_array();
    auto const& operations = said->at("operations").as_array();
    ASSERT_EQ(operations.size(), types.size());
    for (std::size_t i = 0; i < types.size(); ++i) {
        EXPECT_EQ(operations[i].at("type_i"), types[i]);
        EXPECT_EQ(operations[i].as_object().contains("body_xdr"),
                  types[i] != stellar::kPaymentType);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, InspectedOperation,
    testing::ValuesIn(base::vector_cases(base::operation_vectors().at("envelopes"), "name")),
    base::vector_name<testing::TestParamInfo<VectorCase>>);

class InspectedResult : public testing::TestWithParam<VectorCase> {};

TEST_P(InspectedResult, HasHorizonsCodes) {
    auto const said = inspect(GetParam().text("result_xdr"), kTestnetPassphrase);
    ASSERT_TRUE(said) << said.error().message;
    EXPECT_EQ(said->at("type"), "transaction_result");
    EXPECT_EQ(said->at("result_codes"), GetParam().fields->at("horizon_result_codes"));
    EXPECT_EQ(said->at("fee_charged_stroops"), GetParam().fields->at("fee_charged"));
}

INSTANTIATE_TEST_SUITE_P(Vectors, InspectedResult,
                         testing::ValuesIn(base::vector_cases(base::stellar_vectors().at("results"),
                                                              "name")),
                         base::vector_name<testing::TestParamInfo<VectorCase>>);

stellar::Transaction payment() {
    return {.source = {kAlice.public_key(), 7},
            .fee = 100,
            .sequence = 5,
            .operations = {
                {.body = stellar::Payment{{kBob.public_key()}, stellar::NativeAsset{}, -4'000}}}};
}

TEST(Inspection, SaysEverythingAboutATransaction) {
    auto transaction = payment();
    transaction.memo = stellar::MemoText{"\xff"};
    EXPECT_EQ(
        said_of(stellar::SignedTransaction{transaction}),
        (json::object{{"network_passphrase", kTestnetPassphrase},
                      {"type", "transaction"},
                      {"hash", base::to_hex(stellar::hash_of(
                                   transaction, stellar::network_id(kTestnetPassphrase)))},
                      {"source_account", kAlice.address()},
                      {"source_account_muxed", stellar::to_address({kAlice.public_key(), 7})},
                      {"source_account_muxed_id", "7"},
                      {"fee", "0.0000100"},
                      {"fee_stroops", "100"},
                      {"sequence", "5"},
                      {"preconditions", json::object{{"form", "none"}}},
                      {"memo_type", "text"},
                      {"memo", "\xef\xbf\xbd"},
                      {"memo_bytes", "/w=="},
                      {"operations",
                       json::array{json::object{
                           {"type", "payment"},
                           {"type_i", 1},
                           {"source_account", kAlice.address()},
                           {"source_account_muxed", stellar::to_address({kAlice.public_key(), 7})},
                           {"source_account_muxed_id", "7"},
                           {"asset_type", "native"},
                           {"from", kAlice.address()},
                           {"from_muxed", stellar::to_address({kAlice.public_key(), 7})},
                           {"from_muxed_id", "7"},
                           {"to", kBob.address()},
                           {"amount", "-0.0004000"},
                           {"amount_stroops", "-4000"}}}},
                      {"signatures", json::array{}}}));
}

TEST(Inspection, ShowsNoStroopsOfACredit) {
    auto transaction = payment();
    std::get<stellar::Payment>(transaction.operations[0].body).asset =
        stellar::CreditAsset{"USDC", kBob.public_key()};
    auto const said = said_of(stellar::SignedTransaction{transaction});
    EXPECT_FALSE(said.at("operations").at(0).as_object().contains("amount_stroops"));
}

TEST(Inspection, NamesTheFormOfThePreconditions) {
    auto transaction = payment();
    auto const form = [&] {
        return said_of(stellar::SignedTransaction{transaction}).at("preconditions").at("form");
    };
    transaction.preconditions = stellar::TimeBounds{};
    EXPECT_EQ(form(), "time");
    transaction.preconditions = stellar::PreconditionsV2{};
    EXPECT_EQ(form(), "v2");
}

/// The verdict on one signature of a payment by Alice.
json::object verdict(stellar::DecoratedSignature const& signature,
                     stellar::Transaction const& transaction = payment()) {
    auto const said = said_of(stellar::SignedTransaction{transaction, {signature}});
    return said.at("signatures").at(0).as_object();
}

stellar::TransactionHash hash_on(std::string_view passphrase,
                                 stellar::Transaction const& transaction = payment()) {
    return stellar::hash_of(transaction, stellar::network_id(passphrase));
}

TEST(Inspection, SaysWhoseASignatureIsAndWhetherItIsValid) {
    auto const good = verdict(stellar::sign(hash_on(kTestnetPassphrase), kAlice));
    EXPECT_EQ(good.at("signer"), json::value(kAlice.address()));
    EXPECT_EQ(good.at("valid"), true);
    EXPECT_FALSE(good.contains("note"));

    auto const elsewhere = verdict(stellar::sign(hash_on(kPublicPassphrase), kAlice));
    EXPECT_EQ(elsewhere.at("signer"), json::value(kAlice.address()));
    EXPECT_EQ(elsewhere.at("valid"), false);
    EXPECT_TRUE(elsewhere.contains("note"));

    auto const stranger = verdict(stellar::sign(hash_on(kTestnetPassphrase), kBob));
    EXPECT_EQ(stranger.at("signer"), nullptr);
    EXPECT_EQ(stranger.at("valid"), nullptr);
    EXPECT_TRUE(stranger.at("note").as_string().starts_with("unknown signer"));
}

TEST(Inspection, KnowsTheSourceOfAnOperation) {
    auto transaction = payment();
    transaction.operations[0].source = stellar::MuxedAccount{kBob.public_key()};
    auto const signature = stellar::sign(hash_on(kTestnetPassphrase, transaction), kBob);
    EXPECT_EQ(verdict(signature, transaction).at("valid"), true);
}

TEST(Inspection, KnowsTheExtraSignersAndThePreimageOfAHash) {
    base::Bytes const preimage{'x'};
    stellar::SignerKey const lock = stellar::HashLock{base::sha256(preimage)};
    stellar::DecoratedSignature const signature{.hint = stellar::signature_hint(lock),
                                                .signature = preimage};
    auto transaction = payment();
    transaction.preconditions = stellar::PreconditionsV2{.extra_signers = {lock}};
    auto const extra = verdict(signature, transaction);
    EXPECT_EQ(extra.at("signer"), json::value(stellar::signer_address(lock)));
    EXPECT_EQ(extra.at("valid"), true);
    EXPECT_FALSE(extra.contains("note"));

    auto const of_an_account = verdict(signature);
    EXPECT_EQ(of_an_account.at("signer"), json::value(stellar::signer_address(lock)));
    EXPECT_TRUE(of_an_account.at("note").as_string().starts_with("a preimage"));
}

/// Two extra signers share a hint, and the second one has signed.
TEST(Inspection, PrefersTheSignerWhoDidSign) {
    auto impostor = kBob.public_key().bytes();
    ++impostor[0];
    auto transaction = payment();
    transaction.preconditions = stellar::PreconditionsV2{
        .extra_signers = {stellar::PublicKey(impostor), kBob.public_key()}};
    auto const signature = stellar::sign(hash_on(kTestnetPassphrase, transaction), kBob);
    auto const said = verdict(signature, transaction);
    EXPECT_EQ(said.at("signer"), json::value(kBob.address()));
    EXPECT_EQ(said.at("valid"), true);
}

TEST(Inspection, JudgesTheSignaturesOfAFeeBumpByItsOwnHash) {
    stellar::SignedTransaction inner{payment()};
    inner.signatures = {stellar::sign(hash_on(kTestnetPassphrase), kAlice)};
    stellar::FeeBump bump{.fee_source = {kBob.public_key()}, .fee = 400, .inner = inner};
    auto const hash = stellar::hash_of(bump, stellar::network_id(kTestnetPassphrase));
    bump.signatures = {stellar::sign(hash, kBob), stellar::sign(hash, kAlice)};
    auto const said = said_of(bump);
    EXPECT_EQ(said.at("type"), "fee_bump_transaction");
    EXPECT_EQ(said.at("hash"), json::value(base::to_hex(hash)));
    EXPECT_EQ(said.at("fee_account"), json::value(kBob.address()));
    EXPECT_EQ(said.at("fee"), "0.0000400");
    EXPECT_EQ(said.at("signatures").at(0).at("valid"), true);
    EXPECT_EQ(said.at("signatures").at(1).at("signer"), nullptr);
    EXPECT_EQ(said.at("inner_transaction").at("hash"),
              json::value(base::to_hex(hash_on(kTestnetPassphrase))));
    EXPECT_EQ(said.at("inner_transaction").at("signatures").at(0).at("valid"), true);
}

TEST(Inspection, SurvivesASignerWithoutAPayload) {
    auto transaction = payment();
    stellar::SignerKey const empty = stellar::SignedPayload{kBob.public_key(), {}};
    transaction.preconditions = stellar::PreconditionsV2{.extra_signers = {empty}};
    transaction.operations[0].body = stellar::SetOptions{.signer = {{.key = empty, .weight = 1}}};
    auto const said = said_of(stellar::SignedTransaction{transaction});
    EXPECT_EQ(said.at("operations").at(0).at("signer_key"),
              json::value(kBob.address() + " with an empty payload"));
}

TEST(Inspection, SaysWhatAnAccountMergeMovedAndWhereTheReadingEnds) {
    auto const merged =
        *inspect(stellar::encode_result_base64(
                     {.operations = {{.type = stellar::kAccountMergeType, .merged = 12'345}}}),
                 kTestnetPassphrase);
    EXPECT_EQ(merged.at("operations").at(0).at("merged"), "0.0012345");
    EXPECT_EQ(merged.at("operations").at(0).at("merged_stroops"), "12345");
    EXPECT_FALSE(merged.contains("note"));

    // A manageSellOffer that succeeded.
    auto const cut = *inspect(
        base::to_base64(*base::from_hex("00000000000000640000000000000001000000000000000300000000"
                                        "0000000000000002")),
        kTestnetPassphrase);
    EXPECT_EQ(cut.at("operations").at(0).at("type"), "manage_sell_offer");
    EXPECT_TRUE(cut.contains("note"));

    auto const untried = *inspect(
        stellar::encode_result_base64({.code = stellar::TransactionCode::failed,
                                       .operations = {{.code = stellar::OperationCode::bad_auth}}}),
        kTestnetPassphrase);
    EXPECT_EQ(untried.at("operations"),
              (json::array{json::object{{"result_code", "op_bad_auth"}, {"result_code_i", -1}}}));
    EXPECT_EQ(untried.at("successful"), false);
}

TEST(Inspection, IgnoresWhiteSpace) {
    EXPECT_TRUE(inspect(" AAAAAAAAAGQAAAAAAAAAAQAA\r\nAAAAAAABAAAAAAAA\tAAA=\n", ""));
}

TEST(Inspection, IsRefusedInOneLineWithReasonAndPlace) {
    struct Case {
        char const* text;
        char const* message;
    };
    for (auto const& c : std::initializer_list<Case>{
             {"", "an envelope or a result expected"},
             {" \n", "an envelope or a result expected"},
             {"AA!A", "not base64: a stranger among its letters (at byte 2 of the text)"},
             {" AAA-", "not base64: a stranger among its letters (at byte 4 of the text)"},
             {"AAAAA", "not canonical base64: cut short, or changed at its end (5 letters)"},
             {"AAAAAgAA", "not an envelope: invalid XDR: the data is truncated (at byte 4)"},
             {"AAAAAwAA", "not an envelope: invalid XDR: unknown type of envelope 3 (at byte 0)"},
             {"AAAAAAAA",
              "neither an envelope (invalid XDR: the data is truncated (at byte 4)) nor a result "
              "(invalid XDR: the data is truncated (at byte 0))"}})
        EXPECT_EQ(inspect(c.text, kTestnetPassphrase).error().message, c.message);
}

}  // namespace
}  // namespace farthing::horizon
