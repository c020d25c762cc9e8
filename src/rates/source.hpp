#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "rates/rate_board.hpp"

/// Where the price of a lumen is asked for over HTTP, and how the answers are read.
///
///   CoinGecko      GET /simple/price?ids=stellar&vs_currencies=eur,usd
///                  {"stellar":{"eur":0.1448,"usd":0.1625}}
///   Kraken         GET /public/Ticker?pair=XLMEUR, one pair a request
///                  {"error":[],"result":{"XXLMZEUR":{"c":["0.14480000","12.5"],...}}}
///   CoinMarketCap  GET /v1/cryptocurrency/quotes/latest?symbol=XLM&convert=EUR, one currency a
///                  request as the free plan wants it
///                  {"data":{"XLM":{"quote":{"EUR":{"price":0.1448}}}}}; with "XLM" an array in v2
namespace farthing::rates {

enum class Service { coingecko, kraken, coinmarketcap };

/// A service as the operator set it up.
struct Source {
    Service service = Service::kraken;
    std::string base_url;   ///< Without a slash at its end.
    base::Secret key = {};  ///< Sent in the service's own header when there is one.
};

std::string_view name_of(Service service);
/// Where the service itself answers.
std::string_view base_url_of(Service service);

/// One GET.
struct Question {
    std::string url;
    std::vector<std::pair<std::string, std::string>> fields = {};
    std::vector<Currency> currencies = {};  ///< That the answer tells of.
};

/// What to ask so that every currency is told of.
std::vector<Question> questions(Source const& source, std::vector<Currency> const& currencies);

/// Reads the body of a 200. Currencies that the service does not know are left out;
/// invalid_request when there is none that could be read.
base::Result<Quotes> read_answer(Service service, Question const& question, std::string_view body);

}  // namespace farthing::rates
