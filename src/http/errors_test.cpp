#include "http/errors.hpp"

#include <gtest/gtest.h>

#include "http/json_text.hpp"

namespace farthing::http {
namespace {

TEST(Errors, WriteTheDocumentedObject) {
    auto const response = error_response(base::fail(base::Errc::unauthorized));
    EXPECT_EQ(response.status(), 401);
    EXPECT_EQ(response.field("Content-Type"), "application/json");
    EXPECT_EQ(response.field("WWW-Authenticate"), "Basic realm=\"Farthing\"");
    EXPECT_EQ(response.body_text(), R"({"name":"unauthorized","message":"Unauthorized Request",)"
                                    R"("statusCode":401,"errorCode":401})");
}

TEST(Errors, EscapeTheMessage) {
    auto const response =
        error_response(base::fail(base::Errc::invalid_request, "\"a\\b\" \r\n\x1b[2J \xc3\xa4"));
    EXPECT_EQ(response.body_text(), R"({"name":"invalid_request","message":)"
                                    R"("\"a\\b\" \u000d\u000a\u001b[2J )"
                                    "\xc3\xa4"
                                    R"(","statusCode":400,"errorCode":400})");
}

TEST(Errors, TakeBytesThatAreNotUtf8OneByOne) {
    std::string text;
    append_json_text(text, "\xc3\x7f");
    EXPECT_EQ(text, R"("\u00c3\u007f")");
}

TEST(Errors, NameStatusesThatNoErrorCodeHas) {
    EXPECT_EQ(error_name(431), "header_too_large");
    EXPECT_EQ(error_name(418), "invalid_request");
    EXPECT_EQ(error_name(599), "internal_error");
}

TEST(Errors, GiveEachCodeItsStatus) {
    EXPECT_EQ(status_of(base::Errc::payment_required), 402);
    EXPECT_EQ(status_of(base::Errc::conflict), 409);
    EXPECT_EQ(status_of(base::Errc::too_large), 413);
    EXPECT_EQ(status_of(base::Errc::unavailable), 503);
    EXPECT_EQ(status_of(base::Errc::timed_out), 504);
}

}  // namespace
}  // namespace farthing::http
