#include "base/clock.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"

namespace farthing::base {
namespace {

TEST(Clock, WritesTheDateOfRfc9110) {
    EXPECT_EQ(to_http_date(Timestamp::from_seconds(784111777)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(Clock, WritesTheDateOfHorizon) {
    EXPECT_EQ(to_rfc3339(Timestamp::from_ms(1'700'000'000'999)), "2023-11-14T22:13:20Z");
}

TEST(Clock, IsNotSetBackWhereItOnlyGoesForward) {
    ManualClock machine(Timestamp::from_seconds(2'000));
    ForwardClock const clock(machine);
    EXPECT_EQ(clock.now(), Timestamp::from_seconds(2'000));
    machine.set(Timestamp::from_seconds(1'000));
    EXPECT_EQ(clock.now(), Timestamp::from_seconds(2'000));
    machine.set(Timestamp::from_seconds(2'001));
    EXPECT_EQ(clock.now(), Timestamp::from_seconds(2'001));
}

}  // namespace
}  // namespace farthing::base
