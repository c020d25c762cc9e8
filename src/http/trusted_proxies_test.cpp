#include "http/trusted_proxies.hpp"

#include <gtest/gtest.h>

namespace farthing::http {
namespace {

TrustedProxies const kTrusted{*IpRange::parse("127.0.0.1"), *IpRange::parse("10.0.0.0/8"),
                              *IpRange::parse("2001:db8:1::/48")};

std::string_view client(std::string_view peer, std::initializer_list<char const*> lines,
                        TrustedProxies const& trusted = kTrusted) {
    Request request;
    request.peer_address = peer;
    request.fields.push({"Host", "x"});
    for (auto const* line : lines) request.fields.push({"x-forwarded-for", line});
    return client_address(request, trusted);
}

TEST(TrustedProxies, SayForWhomTheyAsk) {
    EXPECT_EQ(client("127.0.0.1", {"203.0.113.9"}), "203.0.113.9");
    EXPECT_EQ(client("::ffff:127.0.0.1", {"203.0.113.9"}), "203.0.113.9");
    EXPECT_EQ(client("127.0.0.1", {"2001:db8::9"}), "2001:db8::9");
    EXPECT_EQ(client("127.0.0.1", {}), "127.0.0.1");
}

TEST(TrustedProxies, NobodyElseIsBelieved) {
    EXPECT_EQ(client("203.0.113.1", {"203.0.113.9"}), "203.0.113.1");
    EXPECT_EQ(client("127.0.0.2", {"203.0.113.9"}), "127.0.0.2");
    EXPECT_EQ(client("127.0.0.1", {"203.0.113.9"}, {}), "127.0.0.1");
    EXPECT_EQ(client("", {"203.0.113.9"}), "");
}

TEST(TrustedProxies, WhatTheClientWroteBeforeThemIsNotRead) {
    EXPECT_EQ(client("127.0.0.1", {"198.51.100.1, 203.0.113.9"}), "203.0.113.9");
    EXPECT_EQ(client("127.0.0.1", {"127.0.0.1, 203.0.113.9"}), "203.0.113.9");
    EXPECT_EQ(client("127.0.0.1", {"\"<junk>, ,,203.0.113.9"}), "203.0.113.9");
    EXPECT_EQ(client("127.0.0.1", {"198.51.100.1", "203.0.113.9"}), "203.0.113.9");
    EXPECT_EQ(client("127.0.0.1", {"198.51.100.1", "x, 203.0.113.9 ,10.1.1.1"}), "203.0.113.9");
}

TEST(TrustedProxies, AChainOfThemIsFollowedToItsBeginning) {
    EXPECT_EQ(client("127.0.0.1", {"198.51.100.1, 203.0.113.9, 10.0.0.2,10.0.0.1"}), "203.0.113.9");
    EXPECT_EQ(client("127.0.0.1", {"203.0.113.9", "10.0.0.2", "2001:db8:1::7"}), "203.0.113.9");
    EXPECT_EQ(client("127.0.0.1", {"10.0.0.3, 10.0.0.2"}), "10.0.0.3");
}

TEST(TrustedProxies, PortsAndBracketsAreTakenOff) {
    EXPECT_EQ(client("127.0.0.1", {"203.0.113.9:4711"}), "203.0.113.9");
    EXPECT_EQ(client("127.0.0.1", {"[2001:db8::9]:4711"}), "2001:db8::9");
    EXPECT_EQ(client("127.0.0.1", {"[2001:db8::9]"}), "2001:db8::9");
    EXPECT_EQ(client("127.0.0.1", {"203.0.113.9, [2001:db8:1::1]:80"}), "203.0.113.9");
}

TEST(TrustedProxies, WhatIsNoAddressCountsForWhoHandedItOn) {
    for (auto const* junk :
         {"", " ", ",", "unknown", "_hidden", "203.0.113", "203.0.113.9:", "203.0.113.9:x",
          "203.0.113.9:1234567", "[203.0.113.9]", "[2001:db8::9", "[2001:db8::9]x", "[]", "[",
          "fe80::1%eth0", "203.0.113.9;", "for=203.0.113.9", "203.0.113.9,"})
        EXPECT_EQ(client("127.0.0.1", {junk}), "127.0.0.1") << junk;
    EXPECT_EQ(client("127.0.0.1", {"203.0.113.9, unknown, 10.0.0.1"}), "10.0.0.1");
}

}  // namespace
}  // namespace farthing::http
