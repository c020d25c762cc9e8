#include "goods/good_json.hpp"

#include <gtest/gtest.h>

#include "goods/price.hpp"

namespace farthing::goods {
namespace {

constexpr auto kDocumented = R"({
    "sharedSecret": "DLDwYsQGromi", "price": 200000000, "asset": "XLM",
    "title": "Nihil placeat", "url": "http://example.org/post1", "purchaseValidityPeriod": "1h"})";

TEST(GoodJson, ReadsTheDocumentedExample) {
    auto const description = parse_description(kDocumented);
    ASSERT_TRUE(description) << description.error().message;
    EXPECT_EQ(description->price, base::Stroops::lumens(20));
    EXPECT_EQ(description->shared_secret.reveal(), "DLDwYsQGromi");
    EXPECT_EQ(description->purchase_validity, ValidityPeriod(3'600'000));
}

TEST(GoodJson, IgnoresFieldsThatOldClientsSend) {
    EXPECT_TRUE(parse_description(
        R"({"goodId":7,"spmeta":"{}","sharedSecret":"x","price":1,"asset":"XLM","title":"","url":""})"));
}

TEST(GoodJson, NamesTheFieldThatIsWrong) {
    struct Case {
        char const* body;
        char const* named;
    };
    for (
        auto const& c : std::initializer_list<Case>{
            {"", "the body is empty; send the good as a JSON object"},
            {" \n", "the body is empty"},
            {"[]", "object"},
            {R"({"asset":"XLM","sharedSecret":"x","title":"","url":""})",
             "\"price\" is missing; it must be a number of stroops"},
            {R"({"price":1,"sharedSecret":"x","title":"","url":""})",
             "\"asset\" is missing; it must be \"XLM\""},
            {R"({"price":0,"asset":"XLM","sharedSecret":"x","title":"","url":""})", "price"},
            {R"({"price":-5,"asset":"XLM","sharedSecret":"x","title":"","url":""})", "price"},
            {R"({"price":"4000 XLM","asset":"XLM","sharedSecret":"x","title":"","url":""})",
             "price"},
            {R"({"price":["1"],"asset":"XLM","sharedSecret":"x","title":"","url":""})", "price"},
            {R"({"price":1.5,"asset":"XLM","sharedSecret":"x","title":"","url":""})", "price"},
            {R"({"price":9223372036854775808,"asset":"XLM","sharedSecret":"x","title":"","url":""})",
             "price"},
            {R"({"price":1,"asset":"BTC","sharedSecret":"x","title":"","url":""})", "asset"},
            {R"({"price":1,"asset":"XLM","title":"","url":""})", "sharedSecret"},
            {R"({"price":1,"asset":"XLM","sharedSecret":"","title":"","url":""})", "sharedSecret"},
            {R"({"price":1,"asset":"XLM","sharedSecret":5,"title":"","url":""})", "sharedSecret"},
            {R"({"price":1,"asset":"XLM","sharedSecret":"x","title":"a\nb","url":""})", "title"},
            {R"({"price":1,"asset":"XLM","sharedSecret":"x","title":""})", "url"},
            {R"({"price":1,"asset":"XLM","sharedSecret":"x","title":"","url":"","purchaseValidityPeriod":"-5s"})",
             "purchaseValidityPeriod"},
            {R"({"price":1,"price":2,"asset":"XLM","sharedSecret":"x","title":"","url":""})",
             "the key \"price\" appears twice in one object"}}) {
        auto const description = parse_description(c.body);
        ASSERT_FALSE(description) << c.body;
        EXPECT_NE(description.error().message.find(c.named), std::string::npos)
            << description.error().message;
    }
}

TEST(GoodJson, APatchMayNameAnySubset) {
    auto const change = parse_change(R"({"url":"http://example.com/changed"})");
    ASSERT_TRUE(change);
    EXPECT_EQ(change->url, "http://example.com/changed");
    EXPECT_FALSE(change->price || change->title || change->shared_secret ||
                 change->purchase_validity);
    EXPECT_TRUE(parse_change("{}"));
    EXPECT_FALSE(parse_change(R"({"asset":"EUR"})"));
    EXPECT_FALSE(parse_change(R"({"price":"free"})"));
    EXPECT_FALSE(parse_change(R"({"price":null})"));
}

TEST(GoodJson, ReadsThePriceAsItWasWrittenInAnySpelling) {
    for (auto const* price :
         {"5000000.0", "5e6", "4999999.9999999", "0.5E7", "\"5000000\"", "\"5e6\""}) {
        auto const change = parse_change(R"({"title":"\"}","price":)" + std::string(price) + "}");
        ASSERT_TRUE(change) << price;
        EXPECT_EQ(change->price, base::Stroops::of(5'000'000)) << price;
    }
    EXPECT_EQ(parse_change(R"({"price":9223372036854775807})")->price, kMaxPrice);
    EXPECT_EQ(parse_change(R"({"price":"9223372036854775807"})")->price, kMaxPrice);
    // A double would take these for whole numbers.
    EXPECT_FALSE(parse_change(R"({"price":123456789012345678.5})"));
    EXPECT_FALSE(parse_change(R"({"price":9007199254740992.51})"));
}

TEST(GoodJson, ClearsThePeriodThatAPutLeavesOutOrAPatchSaysIsNull) {
    auto const replacement =
        parse_replacement(R"({"price":1,"asset":"XLM","sharedSecret":"x","title":"","url":""})");
    ASSERT_TRUE(replacement);
    auto const clears = [](Change const& change) {
        return change.purchase_validity && !*change.purchase_validity;
    };
    EXPECT_TRUE(clears(*replacement));
    EXPECT_TRUE(clears(*parse_change(R"({"purchaseValidityPeriod":null})")));
    EXPECT_FALSE(clears(*parse_change("{}")));
    for (auto const* period : {"60000", "60000.0", "6e4", "\"60000\"", "\"1m\""})
        EXPECT_EQ(parse_change(R"({"purchaseValidityPeriod":)" + std::string(period) + "}")
                      ->purchase_validity,
                  ValidityPeriod(60'000))
            << period;
    EXPECT_FALSE(parse_change(R"({"purchaseValidityPeriod":1.5})"));
    EXPECT_EQ(parse_change(R"({"purchaseValidityPeriod":"1.5"})")->purchase_validity,
              ValidityPeriod(2));
}

TEST(GoodJson, WritesThePeriodAsMillisecondsAndLeavesItOutWhenUnset) {
    stores::StoreId const store = *stores::StoreId::parse("558bcdbb1309c59725bdb550");
    Good good{.id = *GoodId::parse("558bcdbb1309c59725bdb559"),
              .store = store,
              .description = *parse_description(kDocumented),
              .created_at = {},
              .updated_at = {}};
    EXPECT_EQ(
        to_json(good),
        R"({"id":"558bcdbb1309c59725bdb559","sharedSecret":"DLDwYsQGromi","price":200000000,"asset":"XLM",)"
        R"("title":"Nihil placeat","url":"http://example.org/post1","purchaseValidityPeriod":3600000})");
    good.description.purchase_validity.reset();
    EXPECT_EQ(to_json(good).find("purchaseValidityPeriod"), std::string::npos);
    EXPECT_EQ(to_json(std::vector<Good>{}), "[]");
}

}  // namespace
}  // namespace farthing::goods
