#include "horizon/root_record.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "horizon/remote.hpp"

namespace farthing::horizon {
namespace {

RootRecord const kRoot{.passphrase = "Test SDF Network ; September 2015",
                       .version = "farthing 0.1.0",
                       .latest_ledger = 42,
                       .latest_closed_at = base::Timestamp::from_seconds(1'790'000'000),
                       .protocol_version = 23};

TEST(RootRecord, SaysWhichNetworkItIs) {
    auto const json = to_json(kRoot, "http://h");
    EXPECT_EQ(json.at("network_passphrase"), "Test SDF Network ; September 2015");
    EXPECT_EQ(json.at("history_latest_ledger"), 42);
    EXPECT_EQ(json.at("core_latest_ledger"), 42);
    EXPECT_EQ(json.at("history_latest_ledger_closed_at"), "2026-09-21T14:13:20Z");
    EXPECT_EQ(json.at("history_elder_ledger"), 1);
    EXPECT_EQ(json.at("current_protocol_version"), 23);
    EXPECT_EQ(json.at("_links").at("account").at("href"), "http://h/accounts/{account_id}");
    EXPECT_FALSE(json.at("_links").as_object().contains("friendbot"));
}

TEST(RootRecord, LinksToFriendbotWhereThereIsOne) {
    auto root = kRoot;
    root.has_friendbot = true;
    EXPECT_EQ(to_json(root, "http://h").at("_links").at("friendbot").at("href"),
              "http://h/friendbot{?addr}");
}

TEST(RootRecord, IsReadBackByTheClient) {
    auto const read = parse_root(json::serialize(to_json(kRoot, "http://h")));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->passphrase, kRoot.passphrase);
    EXPECT_EQ(read->latest_ledger, 42U);
    EXPECT_EQ(read->latest_closed_at, kRoot.latest_closed_at);
}

}  // namespace
}  // namespace farthing::horizon
