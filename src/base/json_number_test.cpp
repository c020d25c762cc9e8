#include "base/json_number.hpp"

#include <gtest/gtest.h>

namespace farthing::base {
namespace {

struct Case {
    char const* text;
    std::int64_t whole;
    char const* decimals;
};

TEST(JsonNumber, IsReadInEverySpellingOfJson) {
    for (auto const& c : std::initializer_list<Case>{{"0", 0, ""},
                                                     {"0.0", 0, ""},
                                                     {"12", 12, ""},
                                                     {"12.50", 12, "50"},
                                                     {"1.25e1", 12, "5"},
                                                     {"125E-1", 12, "5"},
                                                     {"0.00125e+4", 12, "5"},
                                                     {"5e-3", 0, "005"},
                                                     {"9223372036854775807", INT64_MAX, ""}}) {
        auto const number = parse_json_number(c.text);
        ASSERT_TRUE(number) << c.text;
        EXPECT_EQ(number->whole, c.whole) << c.text;
        EXPECT_EQ(number->decimals, c.decimals) << c.text;
    }
}

TEST(JsonNumber, IsNothingElse) {
    for (auto const* text : {"",
                             "-1",
                             "+1",
                             "01",
                             "1.",
                             ".5",
                             " 1",
                             "1 ",
                             "0x1",
                             "NaN",
                             "1e",
                             "1e+",
                             "1e--5",
                             "1e+-5",
                             "1e5e5",
                             "1.5.5",
                             "1e400",
                             "1e99999999999999999999",
                             "9223372036854775808",
                             "99999999999999999999"})
        EXPECT_FALSE(parse_json_number(text)) << text;
    EXPECT_FALSE(parse_json_number("0." + std::string(400, '1')));
}

}  // namespace
}  // namespace farthing::base
