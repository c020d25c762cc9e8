#include "http/ranges.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <vector>

namespace farthing::http {
namespace {

std::string describe(Ranges const& ranges) {
    if (ranges.kind == Ranges::Kind::whole) return "whole";
    if (ranges.kind == Ranges::Kind::unsatisfiable) return "416";
    std::string text;
    for (auto const& range : ranges.list)
        text += std::to_string(range.first) + "+" + std::to_string(range.length) + " ";
    text.pop_back();
    return text;
}

TEST(Ranges, ReadWhatRfc9110Allows) {
    struct Case {
        std::string_view value;
        std::string_view expected;
    };
    // Against a file of 100 bytes.
    for (auto const& c : std::vector<Case>{
             {"bytes=0-0", "0+1"},
             {"bytes=0-99", "0+100"},
             {"bytes=0-100", "0+100"},
             {"bytes=0-", "0+100"},
             {"bytes=99-", "99+1"},
             {"bytes=100-", "416"},
             {"bytes=100-200", "416"},
             {"bytes=-1", "99+1"},
             {"bytes=-100", "0+100"},
             {"bytes=-101", "0+100"},
             {"bytes=-0", "416"},
             {"bytes=-18446744073709551615", "0+100"},
             {"bytes=-99999999999999999999999", "0+100"},
             {"bytes=5-99999999999999999999999", "5+95"},
             {"bytes=5-18446744073709551615", "5+95"},
             {"bytes=18446744073709551615-18446744073709551615", "416"},
             {"bytes=99999999999999999999999-", "416"},
             {"BYTES=1-2", "1+2"},
             {"bytes=1-2,4-5", "1+2 4+2"},
             {"bytes=4-5,1-2", "1+2 4+2"},
             {"bytes=1-2 , 4-5", "1+2 4+2"},
             {"bytes=,1-2,,", "1+2"},
             {"bytes=1-2,3-4", "1+4"},
             {"bytes=1-10,2-3", "1+10"},
             {"bytes=2-3,1-10", "1+10"},
             {"bytes=0-9,20-29,5-24", "0+30"},
             {"bytes=0-,-1", "0+100"},
             {"bytes=200-,1-2", "1+2"},
             {"bytes=200-,-0", "416"},
             {"bytes=5-4", "whole"},
             {"bytes=1-2,5-4", "whole"},
             {"bytes=", "whole"},
             {"bytes=,", "whole"},
             {"bytes=-", "whole"},
             {"bytes=--1", "whole"},
             {"bytes=1", "whole"},
             {"bytes=1-2-3", "whole"},
             {"bytes=a-b", "whole"},
             {"bytes=1-b", "whole"},
             {"bytes=+1-2", "whole"},
             {"bytes=0x1-2", "whole"},
             {"bytes= 1-2", "1+2"},
             {"bytes=1 -2", "whole"},
             {"bytes =1-2", "whole"},
             {"bytes:1-2", "whole"},
             {"bytes", "whole"},
             {"", "whole"},
             {"seconds=1-2", "whole"},
             {"bytes=1-2;3-4", "whole"},
         })
        EXPECT_EQ(describe(parse_ranges(c.value, 100)), c.expected) << c.value;
}

TEST(Ranges, OfAnEmptyFileCannotBeSatisfied) {
    for (auto const* value : {"bytes=0-", "bytes=0-0", "bytes=-1", "bytes=-0"})
        EXPECT_EQ(describe(parse_ranges(value, 0)), "416") << value;
}

std::string spaced_ranges(int count) {
    std::string value = "bytes=0-0";
    for (int i = 1; i < count; ++i)
        value += "," + std::to_string(i * 3) + "-" + std::to_string(i * 3);
    return value;
}

TEST(Ranges, ServeSixteenPartsAndNotOneMore) {
    EXPECT_EQ(parse_ranges(spaced_ranges(16), 1000).list.size(), 16U);
    EXPECT_EQ(describe(parse_ranges(spaced_ranges(17), 1000)), "whole");
}

TEST(Ranges, MergeAThousandOverlaps) {
    std::string value = "bytes=0-";
    for (int i = 0; i < 1000; ++i) value += ",0-";
    EXPECT_EQ(describe(parse_ranges(value, 100'000'000)), "0+100000000");
}

// Property: whatever is asked for, the parts lie inside the file, ascend and do not touch.
TEST(Ranges, NeverAddUpToMoreThanTheFile) {
    std::mt19937_64 random(20260101);
    for (int round = 0; round < 20'000; ++round) {
        auto const size = random() % 64;
        std::string value = "bytes=";
        for (auto count = random() % 20; count-- > 0;) {
            auto const first = random() % 70;
            if (random() % 4 != 0) value += std::to_string(first);
            value += "-";
            if (random() % 4 != 0) value += std::to_string(first + random() % 8);
            value += ",";
        }
        auto const ranges = parse_ranges(value, size);
        ASSERT_EQ(ranges.kind == Ranges::Kind::partial, ranges.list.size() > 0) << value;
        std::uint64_t end = 0;
        for (auto const& range : ranges.list) {
            ASSERT_TRUE(&range == ranges.list.begin() || range.first > end) << value;
            ASSERT_GT(range.length, 0U) << value;
            end = range.first + range.length;
            ASSERT_LE(end, size) << value;
        }
    }
}

}  // namespace
}  // namespace farthing::http
