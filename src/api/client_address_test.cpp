#include "api/client_address.hpp"

#include <gtest/gtest.h>

namespace farthing::api {
namespace {

TEST(ClientAddress, OfIpv4StandsForItselfHoweverItIsWritten) {
    EXPECT_EQ(client_of("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(client_of("::ffff:192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(client_of("::FFFF:c000:201"), "192.0.2.1");
    EXPECT_NE(client_of("192.0.2.1"), client_of("192.0.2.2"));
}

TEST(ClientAddress, OfIpv6StandsForItsFirst64BitsHoweverItIsWritten) {
    struct Case {
        char const* address;
        char const* client;
    };
    for (auto const& c :
         std::initializer_list<Case>{{"2001:db8::1", "20010db800000000/64"},
                                     {"2001:db8::ffff:1", "20010db800000000/64"},
                                     {"2001:0DB8:0:0:1:2:3:4", "20010db800000000/64"},
                                     {"2001:db8:1::a:b:c", "20010db800010000/64"},
                                     {"2001:db8:1:0:9:9:9:9", "20010db800010000/64"},
                                     {"2001:db8:1::5:a:b:c", "20010db800010000/64"},
                                     {"2001:db8:1:5:a:b:c:d", "20010db800010005/64"},
                                     {"2001::5:a:b:c:d", "2001000000000005/64"},
                                     {"::5:a:b:c:d", "0000000000000005/64"},
                                     {"fe80::1%eth0", "fe80000000000000/64"},
                                     {"::1", "0000000000000000/64"}})
        EXPECT_EQ(client_of(c.address), c.client) << c.address;
}

TEST(ClientAddress, WhatIsNoneStandsForItself) {
    for (auto const* text : {"", "unknown", "1:2", ":::"}) EXPECT_EQ(client_of(text), text);
}

TEST(ClientAddress, KnowsThoseOfTheMachineItself) {
    for (auto const* own : {"127.0.0.1", "127.9.9.9", "::1", "0:0::1", "::ffff:127.0.0.1"})
        EXPECT_TRUE(is_own(own)) << own;
    for (auto const* other :
         {"128.0.0.1", "::", "::2", "2001:db8::1", "::ffff:10.0.0.1", "::127.0.0.1", ""})
        EXPECT_FALSE(is_own(other)) << other;
}

}  // namespace
}  // namespace farthing::api
