#include "base/money.hpp"

#include <gtest/gtest.h>

namespace farthing::base {
namespace {

TEST(Money, ReadsLumensExactly) {
    struct Case {
        char const* text;
        std::int64_t stroops;
    };
    for (auto const& c :
         std::initializer_list<Case>{{"1", 10'000'000},
                                     {"0.0004", 4'000},
                                     {"0.0000001", 1},
                                     {"0", 0},
                                     {"922337203685.4775807", 9'223'372'036'854'775'807}})
        EXPECT_EQ(parse_lumens(c.text)->value(), c.stroops) << c.text;
}

TEST(Money, RefusesOtherSpellingsOfLumens) {
    for (auto const* text : {"", ".5", "1.", "-1", "+1", " 1", "1e2", "0x10", "1,5", "0.00000001",
                             "922337203685.4775808", "1.2.3", "999999999999999999999"})
        EXPECT_FALSE(parse_lumens(text)) << text;
}

TEST(Money, ReadsStroopsInTheirOneSpelling) {
    EXPECT_EQ(parse_stroops("0")->value(), 0);
    EXPECT_EQ(*parse_stroops("9223372036854775807"), Stroops::max());
    for (auto const* text : {"", "-0", "-1", "+1", "00", "01", "1.0", " 1", "9223372036854775808"})
        EXPECT_FALSE(parse_stroops(text)) << text;
}

TEST(Money, WritesLumensForHorizonAndForPeople) {
    EXPECT_EQ(to_horizon_amount(Stroops::of(4'000)), "0.0004000");
    EXPECT_EQ(to_lumens(Stroops::of(4'000)), "0.0004");
    EXPECT_EQ(to_lumens(Stroops::lumens(120)), "120");
    EXPECT_EQ(to_lumens(Stroops::of(0)), "0");
    EXPECT_EQ(to_horizon_amount(Stroops::max()), "922337203685.4775807");
}

TEST(Money, NeverOverflowsOrGoesBelowNothing) {
    EXPECT_FALSE(add(Stroops::max(), Stroops::of(1)));
    EXPECT_EQ(*add(Stroops::max(), Stroops::of(0)), Stroops::max());
    EXPECT_FALSE(subtract(Stroops::of(1), Stroops::of(2)));
    EXPECT_EQ(*subtract(Stroops::of(2), Stroops::of(2)), Stroops::of(0));
}

}  // namespace
}  // namespace farthing::base
