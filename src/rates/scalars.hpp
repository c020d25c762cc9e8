#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing::rates {

/// The strings and numbers of a JSON text by their JSON pointer (RFC 6901), such as
/// `/stellar/eur`. Numbers stand as they were written: a rate must not go through a double.
using Scalars = std::map<std::string, std::string, std::less<>>;

/// invalid_request with the place of the fault. As strict as base::parse_json. What stands at a
/// pointer of more than 256 bytes is left out.
base::Result<Scalars> parse_scalars(std::string_view text);

}  // namespace farthing::rates
