#pragma once

#include <chrono>
#include <string_view>

#include "base/result.hpp"

namespace farthing::goods {

using ValidityPeriod = std::chrono::milliseconds;

/// The longest purchase validity, 100 years of 365.25 days: beyond it a date says nothing.
constexpr ValidityPeriod kMaxValidityPeriod(100LL * 31'557'600'000);

/// Reads a purchaseValidityPeriod as the npm package `ms` 2.1.3 reads text: `60000`, `5s`, `2.5
/// hrs`, `2 days`, `1y`.
///
/// Exact decimal arithmetic, rounded half up to a whole millisecond. invalid_request for what `ms`
/// refuses, for periods that are not positive, and for periods beyond kMaxValidityPeriod.
base::Result<ValidityPeriod> parse_validity_period(std::string_view text);

/// Reads a JSON number of milliseconds in any spelling: `60000`, `60000.0`, `6e4`. invalid_request
/// for a fraction of a millisecond and for what is no period.
base::Result<ValidityPeriod> parse_validity_number(std::string_view number);

/// A period that was given as a number of milliseconds.
base::Result<ValidityPeriod> validity_period_of(std::int64_t milliseconds);

}  // namespace farthing::goods
