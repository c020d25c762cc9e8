#include "app/good_input.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;

base::SeededRandom secrets;

base::Result<GoodInput> read(char const* text) {
    return read_good_input(base::parse_json(text)->as_object(), secrets);
}

TEST(GoodInput, IsAGoodOfTheApiOrTextsOfASpreadsheet) {
    auto const typed =
        read(R"({"id":"558bcdbb1309c59725bdb559","price":4000,"asset":"XLM","sharedSecret":"s",)"
             R"("title":"T","url":"https://x","purchaseValidityPeriod":3600000})");
    auto const texts = read(
        R"({"id":"558bcdbb1309c59725bdb559","price":"0.0004 XLM","asset":"","sharedSecret":"s",)"
        R"("title":"T","url":"https://x","purchaseValidityPeriod":"1h","file":"","path":""})");
    ASSERT_TRUE(typed) << typed.error().message;
    ASSERT_TRUE(texts) << texts.error().message;
    EXPECT_EQ(typed->id, texts->id);
    EXPECT_EQ(to_fields(typed->description), to_fields(texts->description));
    EXPECT_EQ(typed->description.price, base::Stroops::of(4'000));
    EXPECT_EQ(typed->description.purchase_validity, std::chrono::hours(1));
    EXPECT_TRUE(typed->secret_given && typed->validity_given);
}

TEST(GoodInput, WhatIsLeftOutIsTheUsual) {
    auto const first = read(R"({"price":1,"title":"T"})");
    auto const second = read(R"({"price":1,"title":"T"})");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->description.url, "");
    EXPECT_EQ(first->description.purchase_validity, std::nullopt);
    EXPECT_FALSE(first->id || first->secret_given || first->validity_given);
    EXPECT_EQ(first->description.shared_secret.reveal().size(), 32U);
    EXPECT_FALSE(first->description.shared_secret == second->description.shared_secret);
    EXPECT_EQ(read(R"({"price":1,"file":"a/b.png"})")->description.title, "b.png");
    EXPECT_TRUE(read(R"({"price":1,"title":"T","purchaseValidityPeriod":null})")->validity_given);
}

TEST(GoodInput, APriceIsStroopsOrLumensWithTheirUnit) {
    EXPECT_EQ(parse_price("4000")->value(), 4'000);
    EXPECT_EQ(parse_price("0.0004 XLM")->value(), 4'000);
    EXPECT_EQ(parse_price("2XLM")->value(), 20'000'000);
    for (auto const* text : {"", " 1", "1 ", "0.5", "-1", "1 EUR", "1 xlm", "XLM", "1.00000001 XLM",
                             "1e3", "1,5 XLM", "99999999999999999999"})
        EXPECT_FALSE(parse_price(text)) << text;
}

TEST(GoodInput, NamesTheFieldThatIsWrong) {
    struct Case {
        char const* text;
        char const* named;
    };
    for (auto const& c :
         std::initializer_list<Case>{{R"({"title":"T"})", "\"price\" is missing"},
                                     {R"({"price":"","title":"T"})", "\"price\" is missing"},
                                     {R"({"price":0,"title":"T"})", "price"},
                                     {R"({"price":"0","title":"T"})", "price"},
                                     {R"({"price":"0.5","title":"T"})", "0.0004 XLM"},
                                     {R"({"price":1})", "\"title\" is missing"},
                                     {R"({"price":1,"titel":"T"})", "unknown field \"titel\""},
                                     {R"({"price":1,"title":"T","id":"7"})", "\"id\""},
                                     {R"({"price":1,"title":"T","id":7})", "\"id\""},
                                     {R"({"price":1,"title":"T","asset":"EUR"})", "asset"},
                                     {R"({"price":1,"title":"a\nb"})", "title"},
                                     {R"({"price":1,"title":"T","file":7})", "file"},
                                     {R"({"price":1,"title":"T","purchaseValidityPeriod":"soon"})",
                                      "purchaseValidityPeriod"}}) {
        auto const input = read(c.text);
        ASSERT_FALSE(input) << c.text;
        EXPECT_NE(input.error().message.find(c.named), std::string::npos) << input.error().message;
    }
}

}  // namespace
}  // namespace farthing::app
