#include "stellar/transaction.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/money.hpp"
#include "base/vectors.hpp"
#include "stellar/address.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::stellar {
namespace {

using base::VectorCase;

std::vector<VectorCase> vectors() {
    return base::vector_cases(base::stellar_vectors().at("transactions"), "name");
}

std::string amount(std::int64_t value) {
    return base::to_horizon_amount(base::Stroops::of(value));
}

/// The vector's own words for a memo.
base::json::value describe(Memo const& memo) {
    if (auto const* text = std::get_if<MemoText>(&memo))
        return {{"type", "text"},
                {"value", base::is_utf8(text->text) ? text->text
                                                    : base::to_hex(base::as_bytes(text->text))}};
    if (auto const* id = std::get_if<MemoId>(&memo))
        return {{"type", "id"}, {"value", std::to_string(id->id)}};
    if (auto const* hash = std::get_if<MemoHash>(&memo))
        return {{"type", "hash"}, {"value", base::to_hex(hash->hash)}};
    if (auto const* hash = std::get_if<MemoReturn>(&memo))
        return {{"type", "return"}, {"value", base::to_hex(hash->hash)}};
    return {{"type", "none"}, {"value", nullptr}};
}

base::json::value describe(std::optional<TimeBounds> const& bounds) {
    if (!bounds) return nullptr;
    return {{"minTime", std::to_string(bounds->min_time)},
            {"maxTime", std::to_string(bounds->max_time)}};
}

base::json::value describe(Asset const& asset) {
    if (auto const* credit = std::get_if<CreditAsset>(&asset))
        return {{"code", credit->code}, {"issuer", credit->issuer.address()}};
    return {{"code", "XLM"}};
}

base::json::object describe(CreateAccount const& body) {
    return {{"type", "createAccount"},
            {"destination", body.destination.address()},
            {"startingBalance", amount(body.starting_balance)}};
}

base::json::object describe(Payment const& body) {
    return {{"type", "payment"},
            {"destination", to_address(body.destination)},
            {"asset", describe(body.asset)},
            {"amount", amount(body.amount)}};
}

base::json::object describe(SetOptions::SignerChange const& signer) {
    base::json::object out{{"weight", signer.weight}};
    if (auto const* key = std::get_if<PublicKey>(&signer.key))
        out["ed25519PublicKey"] = key->address();
    if (auto const* key = std::get_if<PreAuthorizedTransaction>(&signer.key))
        out["preAuthTx"] = base::to_hex(key->hash);
    return out;
}

base::json::object describe(SetOptions const& body) {
    base::json::object out{{"type", "setOptions"}};
    if (body.master_weight) out["masterWeight"] = *body.master_weight;
    if (body.low_threshold) out["lowThreshold"] = *body.low_threshold;
    if (body.medium_threshold) out["medThreshold"] = *body.medium_threshold;
    if (body.high_threshold) out["highThreshold"] = *body.high_threshold;
    if (body.signer) out["signer"] = describe(*body.signer);
    return out;
}

base::json::object describe(AccountMerge const& body) {
    return {{"type", "accountMerge"}, {"destination", to_address(body.destination)}};
}

base::json::object describe(ManageData const& body) {
    base::json::object out{{"type", "manageData"}, {"name", body.name}};
    if (body.value) out["value"] = base::to_hex(*body.value);
    return out;
}

base::json::object describe(BumpSequence const& body) {
    return {{"type", "bumpSequence"}, {"bumpTo", std::to_string(body.bump_to)}};
}

base::json::object describe(BeginSponsoring const& body) {
    return {{"type", "beginSponsoringFutureReserves"}, {"sponsoredId", body.sponsored.address()}};
}

base::json::object describe(EndSponsoring const&) {
    return {{"type", "endSponsoringFutureReserves"}};
}

/// Of an operation that is only carried, the type is all there is to say.
base::json::object describe(OtherOperation const& body) {
    constexpr std::int32_t kInvokeHostFunctionType = 24;
    EXPECT_EQ(body.type, kInvokeHostFunctionType);
    return {{"type", "invokeHostFunction"}};
}

base::json::value describe(Operation const& operation) {
    auto out = std::visit([](auto const& body) { return describe(body); }, operation.body);
    if (operation.source) out["source"] = to_address(*operation.source);
    return out;
}

class TransactionVector : public testing::TestWithParam<VectorCase> {
protected:
    Envelope envelope() const { return *decode_envelope_base64(GetParam().text("envelope_xdr")); }
    NetworkId network() const { return network_id(GetParam().text("network_passphrase")); }
};

TEST_P(TransactionVector, HasItsHash) {
    auto const decoded = envelope();
    EXPECT_EQ(base::to_hex(hash_of(decoded, network())), GetParam().text("hash_hex"));
    auto const* bump = std::get_if<FeeBump>(&decoded);
    if (bump == nullptr) return;
    EXPECT_EQ(base::to_hex(hash_of(bump->inner.transaction, network())),
              GetParam().text("inner_hash_hex"));
}

TEST_P(TransactionVector, HasItsSignaturePayload) {
    auto const decoded = envelope();
    auto const* bump = std::get_if<FeeBump>(&decoded);
    auto const body = bump != nullptr
                          ? encode_fee_bump(*bump)
                          : encode_transaction(std::get<SignedTransaction>(decoded).transaction);
    auto const tag = bump != nullptr ? "00000005" : "00000002";
    EXPECT_EQ(base::to_hex(network()) + tag + base::to_hex(body),
              GetParam().text("signature_payload_hex"));
}

TEST_P(TransactionVector, IsWrittenAsItWasRead) {
    auto const text = GetParam().text("envelope_xdr");
    auto const decoded = envelope();
    if (GetParam().text("envelope_type") != "envelopeTypeTxV0") {
        EXPECT_EQ(encode_envelope_base64(decoded), text);
        EXPECT_EQ(static_cast<std::int64_t>(encode_envelope(decoded).size()),
                  GetParam().fields->at("envelope_bytes").as_int64());
    }
    EXPECT_EQ(*decode_envelope(encode_envelope(decoded)), decoded);
}

TEST_P(TransactionVector, IsSignedByItsSigners) {
    auto const decoded = envelope();
    auto const hash = hash_of(decoded, network());
    auto const& signatures = std::visit(
        [](auto const& form) -> auto const& { return form.signatures; }, decoded);
    auto const& listed = GetParam().fields->at("signatures").as_array();
    ASSERT_EQ(signatures.size(), listed.size());
    for (std::size_t i = 0; i < signatures.size(); ++i) {
        EXPECT_EQ(base::to_hex(signatures[i].hint), listed[i].at("hint_hex").as_string());
        EXPECT_EQ(base::to_hex(signatures[i].signature), listed[i].at("signature_hex").as_string());
    }

    auto const verifies = [&](PublicKey const& key) {
        return std::ranges::any_of(signatures, [&](DecoratedSignature const& signature) {
            Signature bytes;
            if (signature.signature.size() != bytes.size()) return false;
            std::ranges::copy(signature.signature, bytes.begin());
            return signature.hint == key.hint() && verify(key, hash, bytes);
        });
    };
    for (auto const& signer : GetParam().fields->at("signers").as_array())
        EXPECT_TRUE(verifies(*PublicKey::parse(std::string_view(signer.as_string()))));
}

TEST_P(TransactionVector, SaysWhatTheVectorSays) {
    auto const decoded = envelope();
    auto const& fields = *GetParam().fields;
    if (auto const* bump = std::get_if<FeeBump>(&decoded)) {
        EXPECT_EQ(std::to_string(bump->fee), GetParam().text("fee"));
        EXPECT_EQ(to_address(bump->fee_source), GetParam().text("fee_source"));
        return;
    }
    auto const& transaction = std::get<SignedTransaction>(decoded).transaction;
    EXPECT_EQ(to_address(transaction.source), GetParam().text("source"));
    EXPECT_EQ(std::to_string(transaction.fee), GetParam().text("fee"));
    EXPECT_EQ(std::to_string(transaction.sequence), GetParam().text("sequence"));
    EXPECT_EQ(describe(transaction.memo), fields.at("memo"));
    EXPECT_EQ(describe(time_bounds(transaction)), fields.at("time_bounds"));

    auto const& operations = fields.at("operations").as_array();
    if (operations[0] == "(100 operations)") {
        EXPECT_EQ(transaction.operations.size(), 100U);
        return;
    }
    ASSERT_EQ(transaction.operations.size(), operations.size());
    for (std::size_t i = 0; i < operations.size(); ++i) {
        auto said = operations[i].as_object();
        if (said.at("type") == "invokeHostFunction") said = {{"type", "invokeHostFunction"}};
        EXPECT_EQ(describe(transaction.operations[i]), said);
    }
}

INSTANTIATE_TEST_SUITE_P(Vectors, TransactionVector, testing::ValuesIn(vectors()),
                         base::vector_name<testing::TestParamInfo<VectorCase>>);

TEST(Transaction, HasTheSameHashWhoeverSigned) {
    auto const key = KeyPair::from_seed({1});
    auto const network = network_id(kTestnetPassphrase);
    SignedTransaction envelope{
        {.source = {key.public_key()}, .fee = 100, .sequence = 1, .operations = {}}};
    auto const before = hash_of(Envelope(envelope), network);
    envelope.signatures.push_back(sign(before, key));
    EXPECT_EQ(hash_of(Envelope(envelope), network), before);
    EXPECT_NE(hash_of(Envelope(envelope), network_id(kPublicPassphrase)), before);
}

TEST(Transaction, FindsTimeBoundsInEitherFormOfPreconditions) {
    Transaction transaction{.source = {PublicKey({})}, .fee = 0, .sequence = 0};
    EXPECT_EQ(time_bounds(transaction), std::nullopt);
    transaction.preconditions = TimeBounds{1, 2};
    EXPECT_EQ(time_bounds(transaction), (TimeBounds{1, 2}));
    transaction.preconditions = PreconditionsV2{.time_bounds = TimeBounds{3, 4}};
    EXPECT_EQ(time_bounds(transaction), (TimeBounds{3, 4}));
}

class AmountVector : public testing::TestWithParam<VectorCase> {};

/// The JavaScript library reads more spellings than base::parse_lumens; what both read means the
/// same.
TEST_P(AmountVector, MeansTheSameOrIsRefused) {
    auto const input = GetParam().text("input");
    auto const parsed = base::parse_lumens(input);
    if (!GetParam().fields->contains("stroops")) {
        EXPECT_TRUE(!parsed || input == "0") << "zero is no payment, but it is an amount";
        return;
    }
    bool const plain = input.find_first_not_of("0123456789.") == input.npos &&
                       !input.starts_with('.') && input != "0.00000010";
    ASSERT_EQ(parsed.has_value(), plain);
    if (!parsed) return;
    EXPECT_EQ(std::to_string(parsed->value()), GetParam().text("stroops"));
    EXPECT_EQ(base::to_horizon_amount(*parsed), GetParam().text("display"));
}

INSTANTIATE_TEST_SUITE_P(Vectors, AmountVector,
                         testing::ValuesIn(base::vector_cases(base::stellar_vectors().at("amounts"),
                                                              "input")),
                         base::vector_name<testing::TestParamInfo<VectorCase>>);

}  // namespace
}  // namespace farthing::stellar
