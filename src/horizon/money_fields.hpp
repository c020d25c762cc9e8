#pragma once

#include <string>

#include "base/json.hpp"
#include "horizon/operation_details.hpp"

namespace farthing::horizon {

/// Money for people who look into it: the field in lumens, and `<field>_stroops`.
inline void add_money(base::json::object& out, std::string const& field, std::int64_t stroops) {
    out[field] = signed_amount(stroops);
    out[field + "_stroops"] = std::to_string(stroops);
}

}  // namespace farthing::horizon
