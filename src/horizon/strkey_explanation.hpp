#pragma once

#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace farthing::horizon {

/// What a strkey is: its kind in words, its bytes in hex, and what they are made of. Of a secret
/// seed nothing is said but the account that it belongs to. invalid_request says what is wrong and,
/// where that can be told, at which byte.
base::Result<base::json::object> explain_strkey(std::string_view text);

}  // namespace farthing::horizon
