#include "horizon/strkey_explanation.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "base/vectors.hpp"
#include "stellar/address.hpp"
#include "stellar/strkey.hpp"

namespace farthing::horizon {
namespace {

namespace json = base::json;

stellar::KeyPair const kAlice = stellar::KeyPair::from_seed({1});

std::string words_at_the_start(std::string_view strkey) {
    auto const said = explain_strkey(strkey);
    EXPECT_TRUE(said);
    auto const kind = std::string(said->at("kind").as_string());
    return kind.substr(0, kind.find(':'));
}

TEST(StrkeyExplanation, NamesEveryKind) {
    using stellar::StrkeyKind;
    struct Case {
        StrkeyKind kind;
        std::size_t size;
        char const* words;
    };
    for (auto const& c :
         std::initializer_list<Case>{{StrkeyKind::account, 32, "account"},
                                     {StrkeyKind::secret_seed, 32, "secret seed"},
                                     {StrkeyKind::muxed_account, 40, "muxed account"},
                                     {StrkeyKind::pre_auth_tx, 32, "signer"},
                                     {StrkeyKind::sha256_hash, 32, "signer"},
                                     {StrkeyKind::contract, 32, "contract"},
                                     {StrkeyKind::liquidity_pool, 32, "liquidity pool"},
                                     {StrkeyKind::claimable_balance, 33, "claimable balance"}})
        EXPECT_EQ(words_at_the_start(stellar::to_strkey(c.kind, base::Bytes(c.size))), c.words);
}

TEST(StrkeyExplanation, AgreesWithTheVectorsOnWhatAStrkeyIs) {
    auto const& vectors = base::stellar_vectors().at("strkey");
    for (auto const& vector : vectors.at("valid").as_array()) {
        auto const said = explain_strkey(std::string_view(vector.at("strkey").as_string()));
        ASSERT_TRUE(said) << said.error().message;
        if (vector.at("type") == "S") continue;
        EXPECT_EQ(said->at("payload"), vector.at("payload_hex"));
    }
    for (auto const& vector : vectors.at("invalid").as_array()) {
        auto const why = std::string_view(vector.at("why").as_string());
        bool const is_of_another_kind = why.find(" given where ") != why.npos;
        auto const said = explain_strkey(std::string_view(vector.at("strkey").as_string()));
        EXPECT_EQ(said.has_value(), is_of_another_kind) << why;
    }
}

TEST(StrkeyExplanation, TakesApartWhatHoldsMoreThanOneThing) {
    auto const muxed = explain_strkey(stellar::to_address({kAlice.public_key(), 77}));
    ASSERT_TRUE(muxed);
    EXPECT_EQ(muxed->at("account"), json::value(kAlice.address()));
    EXPECT_EQ(muxed->at("id"), "77");
    EXPECT_EQ(muxed->at("payload").as_string().size(), 80U);

    auto const payload = explain_strkey(
        stellar::signer_address(stellar::SignedPayload{kAlice.public_key(), {1, 2}}));
    ASSERT_TRUE(payload);
    EXPECT_EQ(payload->at("key"), json::value(kAlice.address()));
    EXPECT_EQ(payload->at("signed_payload"), "0102");
}

TEST(StrkeyExplanation, ShowsTheBytesOfAnAccount) {
    EXPECT_EQ(*explain_strkey("GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF"),
              (json::object{{"kind", "account: an ed25519 public key"},
                            {"payload", std::string(64, '0')}}));
}

TEST(StrkeyExplanation, SaysOfASecretOnlyItsAccount) {
    for (auto const& key : base::stellar_vectors().at("keys").as_array()) {
        auto const secret = std::string(key.at("secret").as_string());
        auto const said = explain_strkey(secret);
        ASSERT_TRUE(said);
        EXPECT_EQ(said->at("account"), key.at("public"));
        EXPECT_FALSE(said->contains("payload"));
        auto const text = json::serialize(*said);
        EXPECT_EQ(text.find(secret), text.npos);
        EXPECT_EQ(text.find(key.at("seed_hex").as_string()), text.npos);
    }
}

TEST(StrkeyExplanation, RefusesWhatIsNoStrkeyAndNeverRepeatsIt) {
    auto const text = kAlice.address();
    auto changed = text;
    changed[10] = changed[10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(explain_strkey(changed).error().message,
              "not a valid strkey: the checksum does not fit, so a character is wrong or missing");
    EXPECT_EQ(explain_strkey("GAAA1AAA").error().message,
              "not a valid strkey: letters A to Z and digits 2 to 7 expected (at byte 4)");
    EXPECT_EQ(explain_strkey("").error().message, "not a valid strkey: it is too short");

    auto secret = stellar::to_strkey(stellar::StrkeyKind::secret_seed, base::Bytes(32, 9));
    secret.pop_back();
    EXPECT_EQ(explain_strkey(secret).error().message.find(secret.substr(0, 8)), std::string::npos);
}

}  // namespace
}  // namespace farthing::horizon
