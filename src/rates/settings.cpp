#include "rates/settings.hpp"

#include <algorithm>
#include <array>

namespace farthing::rates {
namespace {

using base::Errc;
using base::fail;
using base::Result;

constexpr std::string_view kWidgetCurrencies = "USD,EUR,GBP";

base::Error refuse(std::string const& what) {
    return fail(Errc::invalid_request,
                what +
                    "; rates are fixed:EUR=0.10,USD=0.11, or coingecko, kraken or "
                    "coinmarketcap, each also with currencies such as kraken:EUR,USD, or none");
}

std::vector<std::string_view> split(std::string_view list) {
    std::vector<std::string_view> items;
    for (;;) {
        auto const comma = list.find(',');
        items.push_back(list.substr(0, comma));
        if (comma == list.npos) return items;
        list.remove_prefix(comma + 1);
    }
}

Result<std::vector<Currency>> parse_currencies(std::string_view list) {
    std::vector<Currency> currencies;
    for (auto const item : split(list)) {
        auto const currency = Currency::parse(item);
        if (!currency) return refuse("\"" + std::string(item) + "\" is no currency");
        if (std::ranges::find(currencies, *currency) != currencies.end())
            return refuse(currency->code() + " is named twice");
        currencies.push_back(*currency);
    }
    if (currencies.size() > kMostCurrencies)
        return refuse("there are more than " + std::to_string(kMostCurrencies) + " currencies");
    return currencies;
}

Result<Settings> parse_fixed(std::string_view list) {
    Quotes quotes;
    for (auto const item : split(list)) {
        auto const equals = std::min(item.find('='), item.size());
        auto const currency = Currency::parse(item.substr(0, equals));
        auto const rate = parse_rate(item.substr(std::min(equals + 1, item.size())));
        if (!currency || !rate) return refuse("\"" + std::string(item) + "\" is no rate");
        if (!quotes.emplace(*currency, *rate).second)
            return refuse(currency->code() + " is named twice");
    }
    if (quotes.size() > kMostCurrencies)
        return refuse("there are more than " + std::to_string(kMostCurrencies) + " currencies");
    return Settings(std::move(quotes));
}

}  // namespace

Result<Settings> parse_settings(std::string_view text) {
    auto const colon = text.find(':');
    auto const name = text.substr(0, colon);
    auto const list = colon == text.npos ? std::string_view() : text.substr(colon + 1);
    if (text == "none") return Settings(Quotes());
    if (name == "fixed") return parse_fixed(list);
    for (auto const service : {Service::coingecko, Service::kraken, Service::coinmarketcap}) {
        if (name != name_of(service)) continue;
        auto currencies = parse_currencies(colon == text.npos ? kWidgetCurrencies : list);
        if (!currencies) return currencies.error();
        return Settings(
            Followed{.source = {.service = service, .base_url = std::string(base_url_of(service))},
                     .currencies = std::move(*currencies)});
    }
    return refuse("\"" + std::string(name) + "\" is no source of rates");
}

}  // namespace farthing::rates
