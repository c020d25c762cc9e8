#include "horizon/async_submission.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "horizon/remote.hpp"

namespace farthing::horizon {
namespace {

TEST(AsyncSubmission, HasTheStatusOfItsWord) {
    struct Case {
        AsyncStatus status;
        char const* text;
        int http;
    };
    for (auto const& c :
         std::initializer_list<Case>{{AsyncStatus::pending, "PENDING", 201},
                                     {AsyncStatus::duplicate, "DUPLICATE", 409},
                                     {AsyncStatus::try_again_later, "TRY_AGAIN_LATER", 503},
                                     {AsyncStatus::error, "ERROR", 400}}) {
        EXPECT_EQ(to_text(c.status), c.text);
        EXPECT_EQ(parse_async_status(c.text), c.status);
        EXPECT_EQ(http_status(c.status), c.http);
    }
    EXPECT_EQ(parse_async_status("pending"), std::nullopt);
}

TEST(AsyncSubmission, CarriesTheResultOfAnError) {
    AsyncSubmission const submission{
        .status = AsyncStatus::error,
        .hash = {7},
        .error = stellar::TransactionResult{.code = stellar::TransactionCode::bad_sequence}};
    auto const json = to_json(submission);
    EXPECT_EQ(json.at("error_result_xdr"), "AAAAAAAAAAD////7AAAAAA==");
    auto const read = parse_async_submission(json::serialize(json));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->hash, submission.hash);
    EXPECT_EQ(read->error, submission.error);
}

}  // namespace
}  // namespace farthing::horizon
