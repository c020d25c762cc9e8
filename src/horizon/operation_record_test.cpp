#include "horizon/operation_record.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "base/money.hpp"

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

}  // namespace
}  // namespace farthing::horizon
