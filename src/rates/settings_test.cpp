#include "rates/settings.hpp"

#include <gtest/gtest.h>

namespace farthing::rates {
namespace {

TEST(RateSettings, NameFixedRates) {
    auto const settings = parse_settings("fixed:EUR=0.10,usd=0.11");
    ASSERT_TRUE(settings);
    EXPECT_EQ(std::get<Quotes>(*settings),
              (Quotes{{*Currency::parse("EUR"), Rate::of(10'000'000)},
                      {*Currency::parse("USD"), Rate::of(11'000'000)}}));
    EXPECT_TRUE(std::get<Quotes>(*parse_settings("none")).empty());
}

TEST(RateSettings, NameAServiceAndItsCurrencies) {
    auto const settings = parse_settings("kraken:EUR,CHF");
    ASSERT_TRUE(settings);
    auto const& followed = std::get<Followed>(*settings);
    EXPECT_EQ(followed.source.service, Service::kraken);
    EXPECT_EQ(followed.source.base_url, "https://api.kraken.com/0");
    EXPECT_EQ(followed.currencies, (std::vector{*Currency::parse("EUR"), *Currency::parse("CHF")}));
    for (auto const* name : {"coingecko", "kraken", "coinmarketcap"})
        EXPECT_EQ(std::get<Followed>(*parse_settings(name)).currencies.size(), 3U) << name;
}

TEST(RateSettings, RefuseWhatTheyDoNotKnowAndSayWhatTheyDo) {
    for (auto const* text :
         {"", "krake", "fixed", "fixed:", "fixed:EUR", "fixed:EUR=", "fixed:EUR=0", "fixed:EUR=-1",
          "fixed:EUR=0.1,", "fixed:EUR=0.1,EUR=0.2", "fixed:EURO=1", "kraken:", "kraken:EUR,",
          "kraken:EUR,EUR", "none:EUR", "Kraken",
          "kraken:AAA,AAB,AAC,AAD,AAE,AAF,AAG,AAH,AAI,AAJ,AAK,AAL,AAM,AAN,AAO,AAP,AAQ,AAR,AAS,AAT,"
          "AAU"}) {
        auto const settings = parse_settings(text);
        ASSERT_FALSE(settings) << text;
        EXPECT_NE(settings.error().message.find("kraken:EUR,USD"), std::string::npos);
    }
}

}  // namespace
}  // namespace farthing::rates
