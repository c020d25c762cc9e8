#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "rates/source.hpp"

namespace farthing::rates {

/// Rates that are asked for.
struct Followed {
    Source source;
    std::vector<Currency> currencies;
};

/// Where an operator wants rates from. Fixed ones may be none at all.
using Settings = std::variant<Quotes, Followed>;

/// Reads `fixed:EUR=0.10,USD=0.11`, `kraken`, `coingecko:EUR,CHF` or `none`. A service without a
/// list is asked for USD, EUR and GBP, which are the widget's currencies. Its address is its own.
base::Result<Settings> parse_settings(std::string_view text);

}  // namespace farthing::rates
