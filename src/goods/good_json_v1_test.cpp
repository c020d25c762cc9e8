#include "goods/good_json_v1.hpp"

#include <gtest/gtest.h>

namespace farthing::goods::v1 {
namespace {

TEST(GoodJsonV1, ReadsWhatThePluginsOfItsTimeSend) {
    // TYPO3's extension: a price as text, an empty url, the field's first name.
    auto const typo3 =
        parse_description(R"({"secret":"abc","price":"4000","title":"A page","url":""})");
    ASSERT_TRUE(typo3) << typo3.error().message;
    EXPECT_EQ(typo3->price, base::Stroops::of(25'000'000));
    EXPECT_EQ(typo3->shared_secret.reveal(), "abc");
    // WordPress 0.8.
    auto const wordpress = parse_description(
        R"({"sharedSecret":"abc","price":4000.0,"title":"","url":"http://example.org","spmeta":"{}"})");
    ASSERT_TRUE(wordpress) << wordpress.error().message;
    EXPECT_EQ(wordpress->price, base::Stroops::of(25'000'000));
}

TEST(GoodJsonV1, TakesTheSecretUnderEitherNameButNotTwoOfThem) {
    EXPECT_TRUE(
        parse_description(R"({"secret":"a","sharedSecret":"a","price":1,"title":"","url":""})"));
    EXPECT_FALSE(
        parse_description(R"({"secret":"a","sharedSecret":"b","price":1,"title":"","url":""})"));
    EXPECT_EQ(parse_change(R"({"sharedSecret":"b"})")->shared_secret->reveal(), "b");
    EXPECT_EQ(parse_change(R"({"secret":"b"})")->shared_secret->reveal(), "b");
}

TEST(GoodJsonV1, NamesTheFieldThatIsWrong) {
    struct Case {
        char const* body;
        char const* named;
    };
    for (auto const& c : std::initializer_list<Case>{
             {R"({"price":"free","secret":"a","title":"","url":""})", "\"price\""},
             {R"({"price":"","secret":"a","title":"","url":""})", "\"price\""},
             {R"({"price":"1.5","secret":"a","title":"","url":""})", "\"price\""},
             {R"({"price":true,"secret":"a","title":"","url":""})", "\"price\""},
             {R"({"price":1,"title":"","url":""})", "\"sharedSecret\""},
             {R"({"price":1,"secret":"","title":"","url":""})", "\"secret\""},
             {R"({"price":1,"secret":"a","url":""})", "\"title\""},
             {R"({"price":1,"secret":"a","title":""})", "\"url\""}}) {
        auto const description = parse_description(c.body);
        ASSERT_FALSE(description) << c.body;
        EXPECT_NE(description.error().message.find(c.named), std::string::npos)
            << description.error().message;
    }
}

TEST(GoodJsonV1, LeavesTheValidityThatItDoesNotKnowAlone) {
    auto const change = parse_replacement(
        R"({"price":1,"secret":"a","title":"","url":"","purchaseValidityPeriod":"1h"})");
    ASSERT_TRUE(change);
    EXPECT_FALSE(change->purchase_validity);
}

TEST(GoodJsonV1, SaysThatAPriceWasGivenInSatoshis) {
    EXPECT_EQ(parse_change(R"({"price":2})")->satoshis, Satoshis::of(2));
    EXPECT_EQ(parse_change(R"({"title":""})")->satoshis, std::nullopt);
    auto const body = R"({"price":2,"secret":"a","title":"","url":""})";
    EXPECT_EQ(parse_replacement(body)->satoshis, Satoshis::of(2));
    EXPECT_EQ(parse_description(body)->satoshis, Satoshis::of(2));
}

TEST(GoodJsonV1, AnswersInSatoshisAndWithBothNamesOfTheSecret) {
    Good const good{.id = *GoodId::parse("558bcdbb1309c59725bdb559"),
                    .store = *stores::StoreId::parse("558bcdbb1309c59725bdb550"),
                    .description = *parse_description(
                        R"({"secret":"abc","price":"4000","title":"A page","url":""})"),
                    .created_at = {},
                    .updated_at = {}};
    EXPECT_EQ(to_json(good), R"({"id":"558bcdbb1309c59725bdb559","secret":"abc",)"
                             R"("sharedSecret":"abc","price":4000,"title":"A page","url":""})");
    EXPECT_EQ(to_json(std::vector<Good>{}), "[]");
}

TEST(GoodJsonV1, AnswersTheSatoshisThatItWasGivenWhateverTheyAreSoldAt) {
    Good good{.id = *GoodId::parse("558bcdbb1309c59725bdb559"),
              .store = *stores::StoreId::parse("558bcdbb1309c59725bdb550"),
              .description = *parse_description(
                  R"({"secret":"abc","price":"4000","title":"A page","url":""})"),
              .created_at = {},
              .updated_at = {}};
    good.description.price = base::Stroops::of(1);
    EXPECT_NE(to_json(good).find(R"("price":4000,)"), std::string::npos);
}

}  // namespace
}  // namespace farthing::goods::v1
