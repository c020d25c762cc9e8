#pragma once

#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace farthing::base {

/// The texts of the values in a JSON object or array, in their order, each as it stands in `text`:
/// for what a parsed value does not keep, such as how a number was written. The values of any other
/// text are none.
///
/// `text` must be valid, that is, parse_json must have read it. The parts are views of it.
std::vector<std::string_view> json_parts(std::string_view text);

/// The part of the field `key`, of an object with these parts. Empty when it is not there.
std::string_view part_of(json::object const& object, std::vector<std::string_view> const& parts,
                         std::string_view key);

}  // namespace farthing::base
