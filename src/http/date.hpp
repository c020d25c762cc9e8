#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace farthing::http {

/// Reads an HTTP date in any of the three forms that RFC 9110 section 5.6.7 obliges a recipient to
/// know:
///
///     Sun, 06 Nov 1994 08:49:37 GMT       what is sent today
///     Sunday, 06-Nov-94 08:49:37 GMT      two digits of the year: 1970 to 2069
///     Sun Nov  6 08:49:37 1994            what C's asctime() writes
///
/// Nothing when the text is none of them, or names a day that there is not. The name of the weekday
/// is not compared with the date.
std::optional<base::Timestamp> parse_date(std::string_view text);

}  // namespace farthing::http
