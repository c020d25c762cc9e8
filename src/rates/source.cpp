#include "rates/source.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "rates/scalars.hpp"

namespace farthing::rates {
namespace {

using base::Result;

constexpr std::size_t kMostComplaint = 100;

Question about_all(Source const& source, std::vector<Currency> const& currencies) {
    std::string list;
    for (auto const& currency : currencies)
        list += (list.empty() ? "" : ",") + base::to_lower(currency.code());
    return {.url = source.base_url + "/simple/price?ids=stellar&vs_currencies=" + list,
            .currencies = currencies};
}

/// Kraken names bitcoin by the code of ISO 4217's kind.
std::string kraken_name_of(Currency const& currency) {
    return currency.code() == "BTC" ? "XBT" : currency.code();
}

Question about_one(Source const& source, Currency const& currency) {
    auto const path =
        source.service == Service::kraken
            ? "/public/Ticker?pair=XLM" + kraken_name_of(currency)
            : "/v1/cryptocurrency/quotes/latest?symbol=XLM&convert=" + currency.code();
    return {.url = source.base_url + path, .currencies = {currency}};
}

std::string_view key_field(Service service) {
    switch (service) {
        case Service::coingecko:
            return "x-cg-demo-api-key";
        case Service::coinmarketcap:
            return "X-CMC_PRO_API_KEY";
        case Service::kraken:
            break;
    }
    return "";
}

std::string_view text_at(Scalars const& answer, std::string const& pointer) {
    auto const found = answer.find(pointer);
    return found == answer.end() ? std::string_view() : std::string_view(found->second);
}

/// Kraken names the pair in its own way; there is only one.
std::string_view last_trade(Scalars const& answer) {
    auto const found = std::ranges::find_if(answer, [](auto const& entry) {
        return entry.first.starts_with("/result/") && entry.first.ends_with("/c/0");
    });
    return found == answer.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view price_in(Service service, Scalars const& answer, std::string const& currency) {
    switch (service) {
        case Service::coingecko:
            return text_at(answer, "/stellar/" + base::to_lower(currency));
        case Service::kraken:
            return last_trade(answer);
        case Service::coinmarketcap:
            break;
    }
    auto const quote = "/quote/" + currency + "/price";
    auto const price = text_at(answer, "/data/XLM" + quote);
    return price.empty() ? text_at(answer, "/data/XLM/0" + quote) : price;
}

/// What the service complains of in a place of its own, as far as it may stand in a log.
std::string complaint_in(Scalars const& answer) {
    for (auto const* pointer : {"/error/0", "/status/error_message"}) {
        std::string text(text_at(answer, pointer).substr(0, kMostComplaint));
        std::erase_if(text, [](char c) { return c < ' ' || c > '~'; });
        if (!text.empty()) return ": " + text;
    }
    return "";
}

}  // namespace

std::string_view name_of(Service service) {
    switch (service) {
        case Service::coingecko:
            return "coingecko";
        case Service::kraken:
            return "kraken";
        case Service::coinmarketcap:
            break;
    }
    return "coinmarketcap";
}

std::string_view base_url_of(Service service) {
    switch (service) {
        case Service::coingecko:
            return "https://api.coingecko.com/api/v3";
        case Service::kraken:
            return "https://api.kraken.com/0";
        case Service::coinmarketcap:
            break;
    }
    return "https://pro-api.coinmarketcap.com";
}

std::vector<Question> questions(Source const& source, std::vector<Currency> const& currencies) {
    std::vector<Question> all;
    if (source.service == Service::coingecko)
        all.push_back(about_all(source, currencies));
    else
        for (auto const& currency : currencies) all.push_back(about_one(source, currency));
    auto const field = key_field(source.service);
    for (auto& question : all) {
        question.fields.emplace_back("Accept", "application/json");
        if (!source.key.empty() && !field.empty())
            question.fields.emplace_back(field, source.key.reveal());
    }
    return all;
}

Result<Quotes> read_answer(Service service, Question const& question, std::string_view body) {
    auto const answer = parse_scalars(body);
    if (!answer) return answer.error();
    Quotes quotes;
    for (auto const& currency : question.currencies)
        if (auto const rate = parse_rate(price_in(service, *answer, currency.code())))
            quotes.emplace(currency, *rate);
    if (quotes.empty())
        return base::fail(base::Errc::invalid_request,
                          "the answer has no rate" + complaint_in(*answer));
    return quotes;
}

}  // namespace farthing::rates
