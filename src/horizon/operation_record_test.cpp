#include "horizon/operation_record.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "base/money.hpp"
#include "base/vectors.hpp"
#include "stellar/address.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::horizon {
namespace {

stellar::PublicKey const kAlice({1});
stellar::PublicKey const kBob({2});

OperationRecord operation(stellar::OperationBody body) {
    return {.position = {100, 1, 2},
            .created_at = base::Timestamp::from_seconds(1'790'000'000),
            .transaction_hash = {},
            .source = {kAlice},
            .body = std::move(body)};
}

TEST(OperationRecord, ShowsAPayment) {
    auto const json =
        to_json(operation(stellar::Payment{{kBob, 7}, stellar::NativeAsset{}, 4'000}), "http://h");
    EXPECT_EQ(json.at("id"), "429496733698");
    EXPECT_EQ(json.at("paging_token"), json.at("id"));
    EXPECT_EQ(json.at("type"), "payment");
    EXPECT_EQ(json.at("type_i"), 1);
    EXPECT_EQ(json.at("asset_type"), "native");
    EXPECT_EQ(json.at("from"), json::value(kAlice.address()));
    EXPECT_EQ(json.at("to"), json::value(kBob.address()));
    EXPECT_EQ(json.at("to_muxed_id"), "7");
    EXPECT_EQ(json.at("amount"), "0.0004000");
    EXPECT_EQ(json.at("created_at"), "2026-09-21T14:13:20Z");
    EXPECT_EQ(json.at("transaction_successful"), true);
    EXPECT_EQ(json.at("transaction_hash").as_string().size(), 64U);
    EXPECT_FALSE(json.contains("transaction"));
    EXPECT_EQ(json.at("_links").at("self").at("href"), "http://h/operations/429496733698");
}

TEST(OperationRecord, ShowsTheCreationOfAnAccount) {
    auto const json = to_json(
        operation(stellar::CreateAccount{kBob, 10'000 * base::Stroops::kPerLumen}), "http://h");
    EXPECT_EQ(json.at("type"), "create_account");
    EXPECT_EQ(json.at("type_i"), 0);
    EXPECT_EQ(json.at("starting_balance"), "10000.0000000");
    EXPECT_EQ(json.at("funder"), json::value(kAlice.address()));
    EXPECT_EQ(json.at("account"), json::value(kBob.address()));
}

TEST(OperationRecord, ShowsCreditsAndTheJoinedTransaction) {
    auto record = operation(stellar::Payment{{kBob}, stellar::CreditAsset{"LONGASSET", kAlice}, 1});
    record.transaction = json::object{{"memo", "x"}};
    auto const json = to_json(record, "http://h");
    EXPECT_EQ(json.at("asset_type"), "credit_alphanum12");
    EXPECT_EQ(json.at("asset_code"), "LONGASSET");
    EXPECT_EQ(json.at("asset_issuer"), json::value(kAlice.address()));
    EXPECT_EQ(json.at("transaction").at("memo"), "x");
}

TEST(OperationRecord, ShowsTheNegativeAmountOfAFailedPaymentAsItIs) {
    for (auto const& [amount, text] :
         {std::pair<std::int64_t, char const*>{-1, "-0.0000001"},
          {std::numeric_limits<std::int64_t>::min(), "-922337203685.4775808"}})
        EXPECT_EQ(
            to_json(operation(stellar::Payment{{kBob}, stellar::NativeAsset{}, amount}), "http://h")
                .at("amount"),
            text);
}

/// What the record says besides what every record says.
json::object details(OperationRecord const& record) {
    auto json = to_json(record, "http://h");
    for (auto const* field : {"_links", "id", "paging_token", "transaction_successful",
                              "source_account", "created_at", "transaction_hash"})
        EXPECT_EQ(json.erase(field), 1U) << field;
    return json;
}

json::object details(stellar::OperationBody body) {
    return details(operation(std::move(body)));
}

TEST(OperationRecord, ShowsEveryOptionThatIsSet) {
    EXPECT_EQ(details(stellar::SetOptions{}),
              (json::object{{"type", "set_options"}, {"type_i", 5}}));
    stellar::SetOptions const all{.inflation_destination = kBob,
                                  .clear_flags = 8,
                                  .set_flags = 1 | 2 | 4,
                                  .master_weight = 0,
                                  .low_threshold = 1,
                                  .medium_threshold = 2,
                                  .high_threshold = 255,
                                  .home_domain = "example.org",
                                  .signer = {{.key = stellar::HashLock{}, .weight = 0}}};
    json::object const expected{
        {"type", "set_options"},
        {"type_i", 5},
        {"home_domain", "example.org"},
        {"inflation_dest", kBob.address()},
        {"master_key_weight", 0},
        {"signer_key", stellar::signer_address(stellar::HashLock{})},
        {"signer_weight", 0},
        {"set_flags", json::array{1, 2, 4}},
        {"set_flags_s", json::array{"auth_required", "auth_revocable", "auth_immutable"}},
        {"clear_flags", json::array{8}},
        {"clear_flags_s", json::array{"auth_clawback_enabled"}},
        {"low_threshold", 1},
        {"med_threshold", 2},
        {"high_threshold", 255}};
    EXPECT_EQ(details(all), expected);
}

TEST(OperationRecord, ShowsTheOtherOperationsOfAccounts) {
    EXPECT_EQ(details(stellar::AccountMerge{{kBob, 7}}),
              (json::object{{"type", "account_merge"},
                            {"type_i", 8},
                            {"account", kAlice.address()},
                            {"into", kBob.address()},
                            {"into_muxed", stellar::to_address({kBob, 7})},
                            {"into_muxed_id", "7"}}));
    EXPECT_EQ(details(stellar::ManageData{"config.memo_required", base::Bytes{'1'}}),
              (json::object{{"type", "manage_data"},
                            {"type_i", 10},
                            {"name", "config.memo_required"},
                            {"value", "MQ=="}}));
    EXPECT_EQ(
        details(stellar::ManageData{"gone"}),
        (json::object{{"type", "manage_data"}, {"type_i", 10}, {"name", "gone"}, {"value", ""}}));
    EXPECT_EQ(details(stellar::BumpSequence{4'294'970'000}),
              (json::object{{"type", "bump_sequence"}, {"type_i", 11}, {"bump_to", "4294970000"}}));
    EXPECT_EQ(details(stellar::BeginSponsoring{kBob}),
              (json::object{{"type", "begin_sponsoring_future_reserves"},
                            {"type_i", 16},
                            {"sponsored_id", kBob.address()}}));
    EXPECT_EQ(details(stellar::OtherOperation{24, {}}),
              (json::object{{"type", "invoke_host_function"}, {"type_i", 24}}));
}

TEST(OperationRecord, ShowsWhoSponsors) {
    auto created = operation(stellar::CreateAccount{kBob, 0});
    EXPECT_FALSE(details(created).contains("sponsor"));
    created.sponsor = stellar::MuxedAccount{kAlice, 7};
    EXPECT_EQ(details(created).at("sponsor"), json::value(kAlice.address()));

    auto end = operation(stellar::EndSponsoring{});
    json::object expected{{"type", "end_sponsoring_future_reserves"}, {"type_i", 17}};
    EXPECT_EQ(details(end), expected);
    end.sponsor = stellar::MuxedAccount{kAlice, 7};
    expected["begin_sponsor"] = kAlice.address();
    expected["begin_sponsor_muxed"] = stellar::to_address({kAlice, 7});
    expected["begin_sponsor_muxed_id"] = "7";
    EXPECT_EQ(details(end), expected);
}

TEST(OperationRecord, ReplacesBytesThatAreNoText) {
    EXPECT_EQ(details(stellar::ManageData{"a\xff"}).at("name"), "a\xef\xbf\xbd");
    EXPECT_EQ(details(stellar::SetOptions{.home_domain = "\xff"}).at("home_domain"),
              "\xef\xbf\xbd");
    EXPECT_EQ(
        details(stellar::Payment{{kBob}, stellar::CreditAsset{"\xff", kBob}, 1}).at("asset_code"),
        "\xef\xbf\xbd");
}

TEST(OperationRecord, NamesTheTypeOfEveryOperation) {
    for (auto const& vector : base::operation_vectors().at("envelopes").as_array()) {
        auto const envelope = stellar::decode_envelope_base64(
            std::string_view(vector.at("envelope_xdr").as_string()));
        auto const& transaction = std::get<stellar::SignedTransaction>(*envelope).transaction;
        for (auto const& carried : transaction.operations) {
            auto const json = details(carried.body);
            EXPECT_FALSE(json.at("type").as_string().empty());
            EXPECT_EQ(json.at("type_i"), json::value(stellar::type_of(carried.body)));
        }
    }
}

class SponsorOf : public testing::Test {
protected:
    static stellar::Transaction with(std::vector<stellar::Operation> operations) {
        return {.source = {kAlice}, .fee = 0, .sequence = 0, .operations = std::move(operations)};
    }
    static stellar::Operation begin(stellar::PublicKey const& sponsored) {
        return {.body = stellar::BeginSponsoring{sponsored}};
    }
    static stellar::Operation end(stellar::PublicKey const& source) {
        return {.source = stellar::MuxedAccount{source}, .body = stellar::EndSponsoring{}};
    }
    static stellar::Operation create(stellar::PublicKey const& account) {
        return {.source = stellar::MuxedAccount{kCarol},
                .body = stellar::CreateAccount{account, 0}};
    }
    static inline stellar::PublicKey const kCarol{{3}};
    static inline std::optional<stellar::MuxedAccount> const kByAlice =
        stellar::MuxedAccount{kAlice};
};

TEST_F(SponsorOf, IsTheSourceOfTheBeginThatIsOpenForTheAccount) {
    auto const transaction = with({begin(kBob), create(kBob), end(kBob)});
    EXPECT_EQ(sponsor_of(transaction, 0), std::nullopt);
    EXPECT_EQ(sponsor_of(transaction, 1), kByAlice);
    EXPECT_EQ(sponsor_of(transaction, 2), kByAlice);
}

TEST_F(SponsorOf, KeepsTheIdOfAMuxedSource) {
    auto operations = std::vector{begin(kBob), end(kBob)};
    operations[0].source = stellar::MuxedAccount{kCarol, 9};
    EXPECT_EQ(sponsor_of(with(operations), 1), (stellar::MuxedAccount{kCarol, 9}));
}

TEST_F(SponsorOf, IsNobodyOutsideOfTheBeginAndItsEnd) {
    EXPECT_EQ(sponsor_of(with({create(kBob), begin(kBob), end(kBob)}), 0), std::nullopt);
    EXPECT_EQ(sponsor_of(with({begin(kBob), end(kBob), create(kBob)}), 2), std::nullopt);
    EXPECT_EQ(sponsor_of(with({begin(kCarol), create(kBob), end(kCarol)}), 1), std::nullopt);
    EXPECT_EQ(sponsor_of(with({end(kBob)}), 0), std::nullopt);
}

TEST_F(SponsorOf, LooksPastWhatBelongsToOtherAccounts) {
    auto const transaction =
        with({begin(kBob), begin(kCarol), end(kCarol), create(kBob), end(kBob)});
    EXPECT_EQ(sponsor_of(transaction, 2), kByAlice);
    EXPECT_EQ(sponsor_of(transaction, 3), kByAlice);
    EXPECT_EQ(sponsor_of(transaction, 4), kByAlice);
}

}  // namespace
}  // namespace farthing::horizon
