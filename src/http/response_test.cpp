#include "http/response.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace farthing::http {
namespace {

TEST(Response, KeepsFieldsAsTheTextThatIsSent) {
    Response response(201);
    response.add("Content-Type", "text/plain").add("X-Empty", "");
    EXPECT_EQ(response.field_text(), "Content-Type: text/plain\r\nX-Empty: \r\n");
    EXPECT_EQ(response.field("content-type"), "text/plain");
    EXPECT_EQ(response.field("X-Empty"), "");
    EXPECT_EQ(response.field("Content"), "");
}

TEST(Response, NeverLetsOneFieldBecomeTwo) {
    Response response;
    for (std::string_view const value : {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\x7f", "\x1b[2J"})
        EXPECT_THROW(response.add("X-A", value), std::invalid_argument);
    EXPECT_THROW(response.add("X-A", std::string_view("a\0b", 3)), std::invalid_argument);
    for (std::string_view const name : {"", "X A", "X:A", "X\r\nA", "X\xc3\xa4"})
        EXPECT_THROW(response.add(name, "a"), std::invalid_argument);
    EXPECT_EQ(response.field_text(), "");
    response.add("X-A", "tab\t and \xc3\xa4 are fine");
}

TEST(Response, KnowsTheSizeOfEachKindOfBody) {
    Response response;
    EXPECT_EQ(response.body_size(), 0U);
    response.set_body(std::string("abc"));
    EXPECT_EQ(response.body_size(), 3U);
    EXPECT_EQ(response.body_text(), "abc");
    response.set_body(std::string_view("abcd"));
    EXPECT_EQ(response.body_text(), "abcd");
    response.set_body(FileSlice{.file = nullptr, .offset = 7, .length = 9});
    EXPECT_EQ(response.body_size(), 9U);
    EXPECT_EQ(response.stream(), nullptr);
    response.set_body(StreamBody{});
    EXPECT_EQ(response.body_size(), 0U);
    EXPECT_NE(response.stream(), nullptr);
    EXPECT_EQ(response.body_text(), "");
}

TEST(Response, IsEmptyAgainAfterClear) {
    Response response(404);
    response.add("X-A", "1").set_body(std::string_view("abc"));
    response.clear();
    EXPECT_EQ(response.status(), 200);
    EXPECT_EQ(response.field_text(), "");
    EXPECT_EQ(response.body_size(), 0U);
}

TEST(Response, TakesBlocksOfFieldsThatWereMadeBefore) {
    FieldBlock block;
    block.add("ETag", "\"a\"").add("Accept-Ranges", "bytes");
    EXPECT_THROW(block.add("X", "a\r\nY: b"), std::invalid_argument);
    Response response;
    response.add("Content-Type", "text/plain").add(block);
    EXPECT_EQ(response.field_text(),
              "Content-Type: text/plain\r\nETag: \"a\"\r\nAccept-Ranges: bytes\r\n");
    EXPECT_FALSE(response.fields().names_origin());
    FieldBlock origin;
    origin.add("access-control-allow-origin", "*");
    EXPECT_TRUE(response.add(origin).fields().names_origin());
    response.clear();
    EXPECT_FALSE(response.fields().names_origin());
}

}  // namespace
}  // namespace farthing::http
