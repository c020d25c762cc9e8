#include "app/rate_settings.hpp"

#include <cstdlib>
#include <stdexcept>

#include "app/goods_place.hpp"
#include "http/url.hpp"

namespace farthing::app {
namespace {

base::Secret read_key(std::filesystem::path const& file) {
    if (!file.empty()) return read_secret_file(file);
    auto const* key = std::getenv(kRatesKeyVariable);
    return base::Secret(key != nullptr ? key : "");
}

std::string base_url(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    auto const parsed = http::parse_url(url);
    if (!parsed || parsed->target.find('?') != std::string::npos)
        throw std::runtime_error(
            "--rates-url must be an http or https address without a query, such as "
            "https://proxy.example.org/kraken");
    return url;
}

void complete(rates::Source& source, ExchangeRateOptions const& options) {
    if (!options.url.empty()) source.base_url = base_url(options.url);
    source.key = read_key(options.key_file);
    if (source.service == rates::Service::coinmarketcap && source.key.empty())
        throw std::runtime_error("CoinMarketCap wants an API key: set " +
                                 std::string(kRatesKeyVariable) + " or --rates-key-file");
}

}  // namespace

rates::Settings rate_settings(ExchangeRateOptions const& options) {
    auto settings = rates::parse_settings(options.source);
    if (!settings) throw std::runtime_error("--rates: " + settings.error().message);
    if (auto* followed = std::get_if<rates::Followed>(&*settings))
        complete(followed->source, options);
    else if (!options.url.empty() || !options.key_file.empty())
        throw std::runtime_error(
            "--rates-url and --rates-key-file need a source that is asked, such "
            "as --rates kraken");
    return std::move(*settings);
}

}  // namespace farthing::app
