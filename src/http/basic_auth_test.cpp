#include "http/basic_auth.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"

namespace farthing::http {
namespace {

std::string basic(std::string_view text) {
    return "Basic " + base::to_base64(base::as_bytes(text));
}

TEST(BasicAuth, ReadsUserAndPassword) {
    for (auto const& field : {std::string("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
                              std::string("bAsIc QWxhZGRpbjpvcGVuIHNlc2FtZQ==")}) {
        auto const read = parse_basic_auth(field);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->user, "Aladdin");
        EXPECT_EQ(read->password.reveal(), "open sesame");
    }
}

TEST(BasicAuth, SplitsAtTheFirstColon) {
    auto const read = parse_basic_auth(basic("a:b:c"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->user, "a");
    EXPECT_EQ(read->password.reveal(), "b:c");
    EXPECT_EQ(parse_basic_auth(basic(":"))->user, "");
    EXPECT_EQ(parse_basic_auth(basic("\xc3\xa4:"))->user, "\xc3\xa4");
}

TEST(BasicAuth, GivesOneAnswerToEverythingWrong) {
    std::vector<std::string> const wrong{
        "",
        "Basic",
        "Basic ",
        "Basic  YTpi",
        "Basic\tYTpi",
        "Basic YTpi ",
        "Basic YTpi,",
        "Bearer YTpi",
        "Basic YTp",
        "Basic YTo",
        "Basic YTq=",
        "Basic YTo9=",
        "Basic YT_i",
        "Basic \"YTpi\"",
        basic("no colon"),
        basic("a\n:b"),
        basic(std::string_view("a:b\0c", 5)),
        basic("a:b\x7f"),
        basic("\xff:b"),
        basic(std::string(1000, 'a') + ":b"),
    };
    auto const answer = parse_basic_auth("").error();
    EXPECT_EQ(answer.code, base::Errc::unauthorized);
    for (auto const& field : wrong) {
        auto const read = parse_basic_auth(field);
        ASSERT_FALSE(read) << field;
        EXPECT_EQ(read.error(), answer) << field;
    }
}

TEST(BasicAuth, WantsTheFieldExactlyOnce) {
    auto const field = basic("a:b");
    Request request;
    EXPECT_FALSE(basic_credentials(request));
    request.fields.push({"authorization", field});
    EXPECT_TRUE(basic_credentials(request));
    request.fields.push({"Authorization", field});
    EXPECT_FALSE(basic_credentials(request));
}

}  // namespace
}  // namespace farthing::http
