#pragma once

#include <string>
#include <vector>

#include "delivery/catalogue.hpp"

namespace farthing::delivery {

/// A sentence for each good whose file another good's receipt opens too, because it lies in that
/// one's folder and is not sold at the path that it has there.
std::vector<std::string> overlap_warnings(std::vector<Shelved> const& goods);

}  // namespace farthing::delivery
