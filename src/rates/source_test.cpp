#include "rates/source.hpp"

#include <gtest/gtest.h>

#include <random>

namespace farthing::rates {
namespace {

Currency const kEur = *Currency::parse("EUR");
Currency const kUsd = *Currency::parse("USD");
Currency const kGbp = *Currency::parse("GBP");

// As the services document them.
constexpr auto kCoinGecko =
    R"({"stellar":{"usd":0.1625,"eur":0.1448,"gbp":0.1209,"last_updated_at":1700000000}})";
constexpr auto kKraken =
    R"({"error":[],"result":{"XXLMZUSD":{"a":["0.16260000","5","5.000"],"b":["0.16240000","9","9.000"],)"
    R"("c":["0.16250000","120.5"],"v":["1","2"],"p":["0.16","0.16"],"t":[1,2],"l":["0.15","0.15"],)"
    R"("h":["0.17","0.17"],"o":"0.16000000"}}})";
constexpr auto kCoinMarketCap =
    R"({"status":{"error_code":0,"error_message":null},"data":{"XLM":{"id":512,"symbol":"XLM",)"
    R"("quote":{"EUR":{"price":0.144812345678901,"last_updated":"2023-11-14T22:13:20.000Z"}}}}})";

Source source(Service service, char const* key = "") {
    return {.service = service, .base_url = "http://x", .key = base::Secret(key)};
}

Question about(std::vector<Currency> currencies) {
    return {.url = "", .currencies = std::move(currencies)};
}

TEST(RateSource, CoinGeckoIsAskedOnceForAllCurrencies) {
    auto const asked = questions(source(Service::coingecko, "k"), {kEur, kUsd});
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].url, "http://x/simple/price?ids=stellar&vs_currencies=eur,usd");
    EXPECT_EQ(asked[0].fields.back(),
              (std::pair<std::string, std::string>("x-cg-demo-api-key", "k")));
    auto const quotes = read_answer(Service::coingecko, about({kEur, kUsd, kGbp}), kCoinGecko);
    ASSERT_TRUE(quotes);
    EXPECT_EQ(*quotes, (Quotes{{kEur, Rate::of(14'480'000)},
                               {kUsd, Rate::of(16'250'000)},
                               {kGbp, Rate::of(12'090'000)}}));
}

TEST(RateSource, KrakenIsAskedForEachPairAndItsOwnNameOfThePairDoesNotMatter) {
    auto const asked = questions(source(Service::kraken, "unused"), {kEur, kUsd});
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_EQ(asked[1].url, "http://x/public/Ticker?pair=XLMUSD");
    EXPECT_EQ(asked[1].currencies, std::vector{kUsd});
    EXPECT_EQ(asked[1].fields.size(), 1U);
    auto const bitcoin = questions(source(Service::kraken, "unused"), {*Currency::parse("BTC")});
    EXPECT_EQ(bitcoin[0].url, "http://x/public/Ticker?pair=XLMXBT");
    EXPECT_EQ(*read_answer(Service::kraken, asked[1], kKraken),
              (Quotes{{kUsd, Rate::of(16'250'000)}}));
}

TEST(RateSource, CoinMarketCapIsAskedForEachCurrencyAndBothItsShapesAreRead) {
    auto const asked = questions(source(Service::coinmarketcap, "k"), {kEur, kUsd});
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_EQ(asked[0].url, "http://x/v1/cryptocurrency/quotes/latest?symbol=XLM&convert=EUR");
    EXPECT_EQ(asked[0].fields.back(),
              (std::pair<std::string, std::string>("X-CMC_PRO_API_KEY", "k")));
    Quotes const expected{{kEur, Rate::of(14'481'235)}};
    EXPECT_EQ(*read_answer(Service::coinmarketcap, asked[0], kCoinMarketCap), expected);
    EXPECT_EQ(*read_answer(Service::coinmarketcap, asked[0],
                           R"({"data":{"XLM":[{"quote":{"EUR":{"price":1.4481235e-1}}}]}})"),
              expected);
}

TEST(RateSource, ACurrencyThatTheServiceDoesNotKnowIsLeftOut) {
    auto const quotes =
        read_answer(Service::coingecko, about({kEur, kUsd}), R"({"stellar":{"eur":0.1448}})");
    EXPECT_EQ(*quotes, (Quotes{{kEur, Rate::of(14'480'000)}}));
}

TEST(RateSource, AnAnswerWithoutARateIsRefusedWithWhatItComplainsOf) {
    struct Case {
        Service service;
        char const* body;
        char const* message;
    };
    for (auto const& c : std::initializer_list<Case>{
             {Service::kraken, R"({"error":["EQuery:Unknown asset pair"]})",
              ": EQuery:Unknown asset pair"},
             {Service::kraken, R"({"error":["\u001b[31mred\n"],"result":{}})", ": [31mred"},
             {Service::kraken, R"({"error":[],"result":{"XXLMZUSD":{"c":[]}}})", "no rate"},
             {Service::kraken, R"({"error":[],"result":{"XXLMZUSD":{"c":["-1"]}}})", "no rate"},
             {Service::coingecko, R"({"stellar":{"eur":null}})", "no rate"},
             {Service::coingecko, R"({"stellar":{"eur":0}})", "no rate"},
             {Service::coingecko, R"([])", "no rate"},
             {Service::coingecko, "<html>", "JSON"},
             {Service::coingecko, "", "JSON"},
             {Service::coinmarketcap, R"({"status":{"error_message":"API key missing."}})",
              ": API key missing."},
             {Service::coinmarketcap, R"({"data":{"XLM":[]}})", "no rate"}}) {
        auto const quotes = read_answer(c.service, about({kEur}), c.body);
        ASSERT_FALSE(quotes) << c.body;
        EXPECT_NE(quotes.error().message.find(c.message), std::string::npos)
            << quotes.error().message;
    }
}

TEST(RateSource, ADamagedAnswerIsReadOrRefusedButGivesNoRateThatIsNone) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 3'000; ++i) {
        std::string body = i % 2 == 0 ? kCoinGecko : kKraken;
        for (auto changes = 1 + random() % 4; changes > 0; --changes)
            body[random() % body.size()] = static_cast<char>(random() % 256);
        for (auto const service : {Service::coingecko, Service::kraken, Service::coinmarketcap}) {
            auto const quotes = read_answer(service, about({kEur, kUsd}), body);
            if (!quotes) continue;
            for (auto const& [currency, rate] : *quotes) ASSERT_GT(rate.scaled(), 0);
        }
    }
}

}  // namespace
}  // namespace farthing::rates
