#pragma once

#include <string>

#include "base/json.hpp"

namespace farthing::horizon {

/// JSON for people: two spaces for each level, one value on each line, a line break at the end. For
/// values that the program made itself: the depth is not bounded.
std::string pretty(base::json::value const& value);

}  // namespace farthing::horizon
