#include "http/request.hpp"

#include <gtest/gtest.h>

namespace farthing::http {
namespace {

TEST(Request, FindsFieldsWithoutRegardToCase) {
    Request request;
    request.fields.push({"Content-Type", "text/plain"});
    request.fields.push({"X-A", "1"});
    request.fields.push({"x-a", "2"});
    EXPECT_EQ(request.field("content-TYPE"), "text/plain");
    EXPECT_EQ(request.field("X-A"), "1");
    EXPECT_EQ(request.count("X-A"), 2U);
    EXPECT_EQ(request.field("Content-Typ"), std::nullopt);
    EXPECT_EQ(request.count("Content-Typ"), 0U);
}

TEST(Request, FieldListRefusesMoreThanItHolds) {
    FixedList<int, 3> list;
    EXPECT_TRUE(list.push(1) && list.push(2) && list.push(3));
    EXPECT_FALSE(list.push(4));
    list.truncate(1);
    EXPECT_EQ(list.size(), 1U);
    EXPECT_TRUE(list.push(5));
    EXPECT_EQ(list[1], 5);
}

TEST(Request, ReadsQueryParametersAndCountsRepetitions) {
    struct Case {
        std::string_view query;
        std::string_view value;
        std::size_t count;
    };
    for (auto const& c : {Case{"", "", 0}, Case{"a=1", "1", 1}, Case{"a", "", 1}, Case{"a=", "", 1},
                          Case{"b=2&a=1", "1", 1}, Case{"a=1&a=2", "1", 2},
                          Case{"aa=1&a=3", "3", 1}, Case{"&&a=1&", "1", 1}, Case{"a=b=c", "b=c", 1},
                          Case{"A=1", "", 0}, Case{"%61=1", "", 0}}) {
        auto const found = query_parameter(c.query, "a");
        EXPECT_EQ(found.value, c.value) << c.query;
        EXPECT_EQ(found.count, c.count) << c.query;
    }
}

TEST(Request, DecodesPercentEscapes) {
    EXPECT_EQ(percent_decode("a%20b+c%2F%e2%82%ac"), "a b+c/\xe2\x82\xac");
    EXPECT_EQ(form_decode("a%20b+c"), "a b c");
    EXPECT_EQ(percent_decode(""), "");
    for (auto const* broken : {"%", "%2", "a%2", "%zz", "%2g", "%%20", "% 20"})
        EXPECT_EQ(percent_decode(broken), std::nullopt) << broken;
}

TEST(Request, DecodingGivesBackEveryByteThatWasEscaped) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::string escaped = "%";
        escaped += kHex[byte / 16];
        escaped += kHex[byte % 16];
        EXPECT_EQ(percent_decode(escaped), std::string(1, static_cast<char>(byte)));
    }
}

TEST(Request, PercentEncodingIsUndoneByDecoding) {
    EXPECT_EQ(percent_encode("a-b._~9"), "a-b._~9");
    EXPECT_EQ(percent_encode("\xc3\xbc /?%", "/"), "%C3%BC%20/%3F%25");
    std::string all;
    for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
    EXPECT_EQ(percent_decode(percent_encode(all)), all);
}

}  // namespace
}  // namespace farthing::http
