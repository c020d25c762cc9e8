#include "http/date.hpp"

#include <gtest/gtest.h>

namespace farthing::http {
namespace {

TEST(Date, IsReadInAllThreeForms) {
    auto const moment = base::Timestamp::from_seconds(784'111'777);
    EXPECT_EQ(parse_date("Sun, 06 Nov 1994 08:49:37 GMT"), moment);
    EXPECT_EQ(parse_date("Sunday, 06-Nov-94 08:49:37 GMT"), moment);
    EXPECT_EQ(parse_date("Sun Nov  6 08:49:37 1994"), moment);
    EXPECT_EQ(parse_date("Wed Nov 16 08:49:37 1994"), moment + std::chrono::hours(240));
    EXPECT_EQ(parse_date("Thursday, 01-Jan-70 00:00:00 GMT"), base::Timestamp());
    EXPECT_EQ(parse_date("Tuesday, 31-Dec-69 23:59:59 GMT"),
              base::Timestamp::from_seconds(3'155'759'999));
}

// Property: what is sent is read back.
TEST(Date, IsReadBackAsItWasWritten) {
    for (std::int64_t seconds = 0; seconds < 5'000'000'000; seconds += 86'399 * 7) {
        auto const moment = base::Timestamp::from_seconds(seconds);
        ASSERT_EQ(parse_date(base::to_http_date(moment)), moment) << seconds;
    }
}

TEST(Date, IsNothingInAnyOtherForm) {
    for (auto const* text : {"",
                             "now",
                             "0",
                             "1994-11-06T08:49:37Z",
                             "Sun, 06 Nov 1994 08:49:37",
                             " Sun, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 08:49:37 GMT ",
                             "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 Nov 1994 08:49:37 +0000",
                             "Sun, 6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 nov 1994 08:49:37 GMT",
                             "Son, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 31 Nov 1994 08:49:37 GMT",
                             "Sun, 00 Nov 1994 08:49:37 GMT",
                             "Wed, 29 Feb 2023 00:00:00 GMT",
                             "Sun, 06 Nov 1994 24:00:00 GMT",
                             "Sun, 06 Nov 1994 08:60:00 GMT",
                             "Sun, 06 Nov 1994 08:49:61 GMT",
                             "Sun, 06 Nov -994 08:49:37 GMT",
                             "Sun, +6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 19940 08:49:37 GMT",
                             "Sunday, 06-Nov-1994 08:49:37 GMT",
                             "Sun Nov 06 08:49:37 1994 GMT",
                             "Sun Nov  6 08:49:37 199",
                             "Sun Nov  6 08:49:37 1",
                             "Sun Nov  6 08:49:37 ",
                             "Sun Nov   6 08:49:37 1994"})
        EXPECT_FALSE(parse_date(text)) << text;
}

}  // namespace
}  // namespace farthing::http
