#include "horizon/account_record.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "horizon/remote.hpp"

namespace farthing::horizon {
namespace {

stellar::PublicKey const kAlice({1});

AccountRecord example() {
    return {.id = kAlice,
            .balance = base::Stroops::lumens(10'000),
            .sequence = 4'294'967'296,
            .last_modified_ledger = 7,
            .last_modified_time = base::Timestamp::from_seconds(1'790'000'000)};
}

TEST(AccountRecord, HasEveryFieldThatWalletsRead) {
    auto const json = to_json(example(), "http://h");
    json::value const address(kAlice.address());
    EXPECT_EQ(json.at("id"), address);
    EXPECT_EQ(json.at("account_id"), address);
    EXPECT_EQ(json.at("paging_token"), address);
    EXPECT_EQ(json.at("sequence"), "4294967296");
    EXPECT_EQ(json.at("subentry_count"), 0);
    EXPECT_EQ(json.at("last_modified_ledger"), 7);
    EXPECT_EQ(json.at("last_modified_time"), "2026-09-21T14:13:20Z");
    EXPECT_EQ(json.at("thresholds"),
              (json::object{{"low_threshold", 0}, {"med_threshold", 0}, {"high_threshold", 0}}));
    EXPECT_EQ(json.at("balances"), (json::array{json::object{{"balance", "10000.0000000"},
                                                             {"buying_liabilities", "0.0000000"},
                                                             {"selling_liabilities", "0.0000000"},
                                                             {"asset_type", "native"}}}));
    EXPECT_EQ(json.at("signers"),
              (json::array{
                  json::object{{"weight", 1}, {"key", address}, {"type", "ed25519_public_key"}}}));
    EXPECT_EQ(json.at("data"), json::object());
    EXPECT_EQ(json.at("num_sponsoring"), 0);
    EXPECT_EQ(json.at("_links").at("self").at("href"),
              json::value("http://h/accounts/" + kAlice.address()));
    EXPECT_EQ(
        json.at("_links").at("payments").at("href"),
        json::value("http://h/accounts/" + kAlice.address() + "/payments{?cursor,limit,order}"));
    EXPECT_EQ(json.at("_links").at("data").at("href"),
              json::value("http://h/accounts/" + kAlice.address() + "/data/{key}"));
}

TEST(AccountRecord, LeavesOutWhatAFreshAccountHasNot) {
    auto const json = to_json(example(), "http://h");
    for (auto const* field : {"sequence_ledger", "sequence_time", "home_domain", "sponsor"})
        EXPECT_FALSE(json.contains(field)) << field;

    auto used = example();
    used.sequence_ledger = 9;
    used.sequence_time = 1'790'000'001;
    used.home_domain = "example.org";
    used.sponsor = kAlice;
    used.signers = {{.key = "T...", .type = "preauth_tx", .weight = 2}};
    used.data = {{"config.memo_required", {'1'}}};
    auto const full = to_json(used, "http://h");
    EXPECT_EQ(full.at("sequence_ledger"), 9);
    EXPECT_EQ(full.at("sequence_time"), "1790000001");
    EXPECT_EQ(full.at("home_domain"), "example.org");
    EXPECT_EQ(full.at("sponsor"), json::value(kAlice.address()));
    EXPECT_EQ(full.at("signers").at(0).at("weight"), 2);
    EXPECT_EQ(full.at("data").at("config.memo_required"), "MQ==");
}

TEST(AccountRecord, ShowsItsFlagsByName) {
    json::object const none{{"auth_required", false},
                            {"auth_revocable", false},
                            {"auth_immutable", false},
                            {"auth_clawback_enabled", false}};
    EXPECT_EQ(to_json(example(), "http://h").at("flags"), none);
    std::uint32_t mask = 1;
    for (auto const* name :
         {"auth_required", "auth_revocable", "auth_immutable", "auth_clawback_enabled"}) {
        auto account = example();
        account.flags = mask;
        auto expected = none;
        expected[name] = true;
        EXPECT_EQ(to_json(account, "http://h").at("flags"), expected);
        mask *= 2;
    }
}

TEST(AccountRecord, ShowsItsSignersInTheirOrderAndWhoSponsorsThem) {
    stellar::PublicKey const bob({2});
    auto account = example();
    account.signers = {{.key = "T...", .type = "preauth_tx", .weight = 2, .sponsor = bob},
                       {.key = kAlice.address(), .type = "ed25519_public_key", .weight = 0}};
    EXPECT_EQ(
        to_json(account, "http://h").at("signers"),
        (json::array{
            json::object{
                {"weight", 2}, {"key", "T..."}, {"type", "preauth_tx"}, {"sponsor", bob.address()}},
            json::object{
                {"weight", 0}, {"key", kAlice.address()}, {"type", "ed25519_public_key"}}}));
}

TEST(AccountRecord, ShowsAnInflationDestinationThatIsSet) {
    auto account = example();
    EXPECT_FALSE(to_json(account, "http://h").contains("inflation_destination"));
    account.inflation_destination = kAlice;
    EXPECT_EQ(to_json(account, "http://h").at("inflation_destination"),
              json::value(kAlice.address()));
}

TEST(AccountRecord, IsReadBackByTheClient) {
    auto account = example();
    account.subentry_count = 1;
    account.num_sponsoring = 2;
    account.num_sponsored = 3;
    auto const read = parse_account(json::serialize(to_json(account, "http://h")));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->sequence, account.sequence);
    EXPECT_EQ(read->balance, account.balance);
    EXPECT_EQ(read->entries.subentries, 1U);
    EXPECT_EQ(read->entries.sponsoring, 2U);
    EXPECT_EQ(read->entries.sponsored, 3U);
}

}  // namespace
}  // namespace farthing::horizon
