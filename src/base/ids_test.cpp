#include "base/ids.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"

namespace farthing::base {
namespace {

using TestUlid = Ulid<struct TestTag>;
using TestHexId = HexId<struct TestTag>;

TEST(Ids, UlidsHaveThe26CharactersOfTheSpecification) {
    EXPECT_EQ(make_ulid_text(Timestamp::from_ms(1'469'918'176'385), ByteArray<10>{}),
              "01ARYZ6S410000000000000000");
    ByteArray<10> ones;
    ones.fill(0xff);
    EXPECT_EQ(make_ulid_text(Timestamp::from_ms(0xffff'ffff'ffff), ones),
              "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
}

TEST(Ids, LaterIdsSortAfterEarlierOnes) {
    ManualClock clock;
    SeededRandom random;
    auto const ulid = TestUlid::make(clock, random);
    auto const hex = TestHexId::make(clock, random);
    clock.advance(std::chrono::seconds(1));
    EXPECT_LT(ulid, TestUlid::make(clock, random));
    EXPECT_LT(hex, TestHexId::make(clock, random));
}

TEST(Ids, OneAfterAnotherIsAlwaysMore) {
    ManualClock clock;
    SeededRandom random;
    auto newest = TestHexId::make_after(std::nullopt, clock, random);
    for (int i = 0; i < 1'000; ++i) {
        if (i % 100 == 50) clock.advance(std::chrono::seconds(1));
        if (i == 500) clock.set(clock.now() - std::chrono::hours(1));
        auto const next = TestHexId::make_after(newest, clock, random);
        ASSERT_GT(next, newest);
        ASSERT_TRUE(is_hex_id_text(next.text()));
        newest = next;
    }
}

TEST(Ids, AreAsRandomAsEverUntilTheyWouldGoBack) {
    auto const now = Timestamp::from_seconds(0x558b'cdbb);
    ByteArray<8> const random{0x13, 0x09, 0xc5, 0x97, 0x25, 0xbd, 0xb5, 0x59};
    for (auto const& [newest, expected] :
         std::initializer_list<std::pair<char const*, char const*>>{{"558bcdba"
                                                                     "ffffffffffffffff",
                                                                     "558bcdbb"
                                                                     "1309c59725bdb559"},
                                                                    {"558bcdbb"
                                                                     "1309c59725bdb558",
                                                                     "558bcdbb"
                                                                     "1309c59725bdb559"},
                                                                    {"558bcdbb"
                                                                     "1309c59725bdb559",
                                                                     "558bcdbb"
                                                                     "1309c5974b7b6ab3"},
                                                                    {"558bcdbb"
                                                                     "ffffffffda424aa6",
                                                                     "558bcdbc"
                                                                     "0000000000000000"},
                                                                    {"558bcdbc"
                                                                     "0000000000000000",
                                                                     "558bcdbc"
                                                                     "0000000025bdb55a"}})
        EXPECT_EQ(make_hex_id_text_after(newest, now, random), expected) << newest;
}

TEST(Ids, ReadOnlyTheirCanonicalSpelling) {
    EXPECT_TRUE(TestUlid::parse("01ARYZ6S410000000000000000"));
    for (auto const* text : {"", "01ARYZ6S41000000000000000", "81ARYZ6S410000000000000000",
                             "01aryz6s410000000000000000", "01ARYZ6S41000000000000000U"})
        EXPECT_FALSE(TestUlid::parse(text)) << text;
    EXPECT_TRUE(TestHexId::parse("558bcdbb1309c59725bdb559"));
    for (auto const* text :
         {"", "558bcdbb1309c59725bdb55", "558BCDBB1309C59725BDB559", "558bcdbb1309c59725bdb55g"})
        EXPECT_FALSE(TestHexId::parse(text)) << text;
}

}  // namespace
}  // namespace farthing::base
