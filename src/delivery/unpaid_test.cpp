#include "delivery/unpaid.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "base/json.hpp"

namespace farthing::delivery {
namespace {

constexpr std::size_t kLargestPage = 15 * 1024;

class UnpaidTest : public testing::Test {
protected:
    http::Response refuse(std::string_view accept, Decision decision = Decision::unpaid,
                          std::string_view query = "") const {
        http::Request request;
        request.query = query;
        request.fields.push({"Accept", accept});
        http::Response response;
        PreparedItem const prepared(item);
        refuse_unpaid(request, {.good = &prepared}, decision, response);
        return response;
    }

    http::Response refuse_at(std::string_view path, std::string receipt) const {
        http::Request request;
        request.path = path;
        request.fields.push({"Accept", "text/html"});
        http::Response response;
        PreparedItem const prepared(item);
        refuse_unpaid(request, {.good = &prepared, .receipt = std::move(receipt)},
                      Decision::expired, response);
        return response;
    }

    Item item{.good_id = "558bcdbb1309c59725bdb559",
              .price = base::Stroops::of(4'000),
              .shared_secret = base::Secret("n1hLnMiJwAwBqT7xVz3KpR8s"),
              .content_type = "text/html; charset=utf-8",
              .file = "secret-name.html",
              .title = "Tom & <Jerry> \"'",
              .platform = "https://pay.example.org/testnet"};
};

TEST_F(UnpaidTest, ProgramsGetProblemDetailsThatAreAlsoTheErrorObject) {
    auto const response = refuse("*/*");
    EXPECT_EQ(response.status(), 402);
    EXPECT_EQ(response.field("Content-Type"), "application/problem+json");
    EXPECT_EQ(response.field("Cache-Control"), "no-store");
    EXPECT_EQ(response.field("X-Payment-Price"), "4000");
    auto const problem = base::parse_json(response.body_text());
    ASSERT_TRUE(problem) << response.body_text();
    auto const& object = problem->as_object();
    EXPECT_EQ(object.at("status"), 402);
    EXPECT_EQ(object.at("statusCode"), 402);
    EXPECT_EQ(object.at("errorCode"), 402);
    EXPECT_EQ(object.at("title"), "Payment Required");
    EXPECT_EQ(object.at("name"), "payment_required");
    EXPECT_EQ(object.at("code"), "no_proof");
    EXPECT_EQ(object.at("good"), "558bcdbb1309c59725bdb559");
    EXPECT_EQ(object.at("price"), 4000);
    EXPECT_EQ(object.at("platform"), "https://pay.example.org/testnet");
    EXPECT_EQ(object.at("detail"), object.at("message"));
}

TEST_F(UnpaidTest, ThePriceIsInTheUnitOfEachGenerationOfClients) {
    struct Case {
        std::int64_t stroops;
        char const* satoshis;
    };
    for (auto const& c : std::initializer_list<Case>{
             {1, "1"},
             {6'250, "1"},
             {6'251, "2"},
             {25'000'000, "4000"},
             {std::numeric_limits<std::int64_t>::max(), "1475739525896765"}}) {
        item.price = base::Stroops::of(c.stroops);
        auto const response = refuse("");
        EXPECT_EQ(response.field("X-Payment-Price"), std::to_string(c.stroops));
        EXPECT_EQ(response.field("X-Payment-Amount-SatoshiPay"), c.satoshis);
    }
}

TEST_F(UnpaidTest, WhatTheOldPhpServerDidNotKnowIsNotSaid) {
    item.good_id.clear();
    item.price = {};
    item.platform.clear();
    auto const response = refuse("");
    EXPECT_EQ(response.field("X-Payment-Types-Accepted"), "SatoshiPay");
    EXPECT_EQ(response.field("X-Payment-Price"), "");
    EXPECT_EQ(response.field("X-Payment-Identifier"), "");
    EXPECT_TRUE(base::parse_json(response.body_text()));
}

TEST_F(UnpaidTest, OnlyWhoAsksForHtmlGetsThePage) {
    for (auto const* accept : {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                               "text/html", "TEXT/HTML;q=0.1", "image/png, text/html ; q=1"})
        EXPECT_EQ(refuse(accept).field("Content-Type"), "text/html; charset=utf-8") << accept;
    for (auto const* accept : {"", "*/*", "text/*", "text/html;q=0", "text/html; level=1; q=0.000",
                               "application/json", "text/htmlx", "image/avif,image/webp,*/*;q=0.8"})
        EXPECT_EQ(refuse(accept).field("Content-Type"), "application/problem+json") << accept;
}

TEST_F(UnpaidTest, ThePageIsSmallAndAsksForNothingByItself) {
    for (auto const decision :
         {Decision::unpaid, Decision::bad_receipt, Decision::expired, Decision::shared})
        for (bool const sells : {true, false}) {
            if (!sells) item.platform.clear();
            auto const response = refuse("text/html", decision);
            auto const page = response.body_text();
            EXPECT_LT(page.size(), kLargestPage);
            for (auto const* loader : {" src=", "<link rel=\"stylesheet", "@import", "url("})
                EXPECT_EQ(page.find(loader), page.npos) << loader;
            EXPECT_NE(page.find("0.0004 XLM"), page.npos);
            EXPECT_EQ(page.find("secret-name"), page.npos);
            EXPECT_EQ(page.find("n1hLnMiJwAwB"), page.npos);
            for (auto const* button : {"id=\"pay\"", "id=\"owned\""})
                EXPECT_EQ(page.find(button) != page.npos, sells) << button;
            EXPECT_EQ(page.find("lumens, are the money") != page.npos, sells);
            auto const policy = response.field("Content-Security-Policy");
            EXPECT_TRUE(policy.starts_with("default-src 'none';")) << policy;
            EXPECT_EQ(policy.find("https://pay.example.org") != policy.npos, sells);
            item.platform = "https://pay.example.org/testnet";
        }
}

TEST_F(UnpaidTest, NothingOfTheItemBecomesMarkup) {
    auto const response = refuse("text/html");
    auto const page = response.body_text();
    EXPECT_NE(page.find("Tom &amp; &lt;Jerry&gt; &quot;&#39;"), page.npos);
    EXPECT_EQ(page.find("<Jerry>"), page.npos);
}

TEST_F(UnpaidTest, TheFormKeepsTheRestOfTheQuery) {
    auto const response = refuse("text/html", Decision::bad_receipt,
                                 "file=a%22b.html&paymentReceipt=x.y&&x&paymentCert=z&=n&bad=%zz");
    auto const page = response.body_text();
    EXPECT_NE(page.find(R"(<input type="hidden" name="file" value="a&quot;b.html">)"), page.npos);
    EXPECT_NE(page.find(R"(<input type="hidden" name="x" value="">)"), page.npos);
    EXPECT_EQ(page.find("x.y"), page.npos);
    EXPECT_EQ(page.find("paymentCert\""), page.npos);
    EXPECT_EQ(page.find("name=\"bad"), page.npos);
    auto const longest = refuse("text/html", Decision::unpaid, std::string(8'000, '"'));
    EXPECT_LT(longest.body_size(), kLargestPage);
}

// An expired receipt in the path and a new one in the query would be two proofs.
TEST_F(UnpaidTest, ThePageLeadsPastTheReceiptInThePath) {
    auto const receipt = "eyJ." + std::string(128, 'a');
    struct Case {
        std::string path;
        std::string way;
    };
    for (auto const& [path, way] :
         std::initializer_list<Case>{{"/film/" + receipt + "/a/%20b.ts", "../../a/%20b.ts"},
                                     {"/film/" + receipt + "/1.ts", "../1.ts"},
                                     {"/film/" + receipt + "/", "../"},
                                     {"/film/" + receipt, "./"}}) {
        auto const response = refuse_at(path, receipt);
        auto const page = response.body_text();
        EXPECT_NE(page.find("<form method=\"get\" action=\"" + way + "\">\n"), page.npos) << path;
        EXPECT_NE(page.find(" data-way=\"" + way + "\""), page.npos) << path;
    }
    auto const response = refuse_at("/film/1.ts", "");
    EXPECT_NE(response.body_text().find("<form method=\"get\">\n<label>"), std::string_view::npos);
}

TEST_F(UnpaidTest, SaysWhyAProofIsNone) {
    struct Case {
        Decision decision;
        char const* code;
    };
    for (auto const& [decision, code] :
         std::initializer_list<Case>{{Decision::bad_receipt, "\"bad_receipt\""},
                                     {Decision::cert_refused, "\"cert_refused\""},
                                     {Decision::expired, "\"receipt_expired\""},
                                     {Decision::shared, "\"receipt_shared\""}})
        EXPECT_NE(refuse("", decision).body_text().find(code), std::string_view::npos) << code;
    EXPECT_EQ(refuse("text/html", Decision::contradictory).status(), 400);
}

}  // namespace
}  // namespace farthing::delivery
