#include "http/ip_address.hpp"

#include <gtest/gtest.h>

namespace farthing::http {
namespace {

bool contains(char const* range, char const* address) {
    return IpRange::parse(range)->contains(*IpAddress::parse(address));
}

TEST(IpAddress, IsTheSameInBothItsForms) {
    EXPECT_EQ(IpAddress::parse("192.0.2.1"), IpAddress::parse("::ffff:192.0.2.1"));
    EXPECT_EQ(IpAddress::parse("2001:DB8::1"), IpAddress::parse("2001:db8:0:0:0:0:0:1"));
    EXPECT_EQ(IpAddress::parse("fe80::1%eth0"), IpAddress::parse("fe80::1"));
    EXPECT_TRUE(IpAddress::parse("::ffff:192.0.2.1")->is_v4());
    EXPECT_FALSE(IpAddress::parse("::192.0.2.1")->is_v4());
    for (auto const* none : {"", "unknown", "1.2.3", "1.2.3.4.5", "256.1.1.1", "192.0.2.1%eth0",
                             "192.0.2.1:80", "[::1]", ":::", " 192.0.2.1"})
        EXPECT_FALSE(IpAddress::parse(none)) << none;
    EXPECT_FALSE(IpAddress::parse("::1%" + std::string(100, 'x')));
}

TEST(IpRange, ContainsWhatBeginsWithItsBits) {
    EXPECT_TRUE(contains("127.0.0.1", "127.0.0.1"));
    EXPECT_FALSE(contains("127.0.0.1", "127.0.0.2"));
    EXPECT_TRUE(contains("10.0.0.0/8", "10.255.255.255"));
    EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.0"));
    EXPECT_TRUE(contains("192.0.2.128/25", "192.0.2.255"));
    EXPECT_FALSE(contains("192.0.2.128/25", "192.0.2.127"));
    EXPECT_TRUE(contains("192.0.2.0/24", "::ffff:192.0.2.7"));
    EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_TRUE(contains("0.0.0.0/0", "203.0.113.9"));
    EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(contains("::/0", "203.0.113.9"));
}

TEST(IpRange, WhatIsNoneIsNamed) {
    for (auto const* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1",
                             "10.0.0.0/8/8", "localhost", "10.0.0.0/x"}) {
        auto const range = IpRange::parse(text);
        ASSERT_FALSE(range) << text;
        EXPECT_TRUE(range.error().message.starts_with("\"" + std::string(text) + "\" is no"));
    }
}

}  // namespace
}  // namespace farthing::http
