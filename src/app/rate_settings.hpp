#pragma once

#include "app/commands.hpp"
#include "rates/settings.hpp"

namespace farthing::app {

/// What the options of a command say about rates. Throws std::runtime_error.
rates::Settings rate_settings(ExchangeRateOptions const& options);

}  // namespace farthing::app
