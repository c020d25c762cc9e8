#include "horizon/problem.hpp"

#include <gtest/gtest.h>

#include "base/vectors.hpp"

namespace farthing::horizon {
namespace {

TEST(Problem, HasHorizonsShape) {
    EXPECT_EQ(to_json(problem("some_slug", "Some Title", 418)),
              (json::object{{"type", "https://stellar.org/horizon-errors/some_slug"},
                            {"title", "Some Title"},
                            {"status", 418}}));
    auto const bad = to_json(invalid_field("limit", "too large"));
    EXPECT_EQ(bad.at("status"), 400);
    EXPECT_EQ(bad.at("extras"),
              (json::object{{"invalid_field", "limit"}, {"reason", "too large"}}));
}

TEST(Problem, HasTheTypesThatClientsLookFor) {
    EXPECT_EQ(not_found().type, "https://stellar.org/horizon-errors/not_found");
    EXPECT_EQ(not_found().title, "Resource Missing");
    EXPECT_EQ(transaction_malformed("AAAA", "why").extras->at("envelope_xdr"), "AAAA");
    EXPECT_EQ(unsupported_media_type().status, 415);
    EXPECT_EQ(service_unavailable("busy").status, 503);
    EXPECT_EQ(friendbot_problem("no").type, "https://stellar.org/friendbot-errors/bad_request");
    auto const timeout = transaction_timeout("AAAA", {});
    EXPECT_EQ(timeout.status, 504);
    EXPECT_EQ(timeout.extras->at("hash").as_string().size(), 64U);
}

class ResultCodesVector : public testing::TestWithParam<base::VectorCase> {};

TEST_P(ResultCodesVector, AreNamedInAProblem) {
    auto const xdr = GetParam().text("result_xdr");
    auto const result = *stellar::decode_result_base64(xdr);
    EXPECT_EQ(result_codes(result), GetParam().fields->at("horizon_result_codes"));
    auto const problem = transaction_failed("the envelope", result);
    EXPECT_EQ(problem.extras->at("result_xdr"), json::value(xdr));
    EXPECT_EQ(problem.extras->at("envelope_xdr"), "the envelope");
}

INSTANTIATE_TEST_SUITE_P(Vectors, ResultCodesVector,
                         testing::ValuesIn(base::vector_cases(base::stellar_vectors().at("results"),
                                                              "name")),
                         base::vector_name<testing::TestParamInfo<base::VectorCase>>);

}  // namespace
}  // namespace farthing::horizon
