#include "base/wake_later.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace farthing::base {
namespace {

class WakeLaterTest : public testing::Test {
protected:
    void wake(char who) {
        WakeLater::wake(&sleepers[who == 'a' ? 0 : 1], [this, who] { woken += who; });
    }

    int sleepers[2] = {};
    std::string woken;
};

TEST_F(WakeLaterTest, WithoutOneEverybodyIsWokenAtOnce) {
    wake('a');
    wake('a');
    EXPECT_EQ(woken, "aa");
}

TEST_F(WakeLaterTest, EachSleeperIsWokenOnceAtTheEnd) {
    {
        WakeLater const later;
        for (auto const who : {'a', 'b', 'a'}) wake(who);
        EXPECT_EQ(woken, "");
    }
    EXPECT_EQ(woken, "ab");
    wake('b');
    EXPECT_EQ(woken, "abb");
}

TEST_F(WakeLaterTest, AnInnerOneWakesItsOwn) {
    WakeLater const outer;
    wake('b');
    {
        WakeLater const inner;
        wake('a');
    }
    EXPECT_EQ(woken, "a");
}

}  // namespace
}  // namespace farthing::base
