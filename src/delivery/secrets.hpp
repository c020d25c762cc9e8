#pragma once

#include <string>
#include <vector>

#include "delivery/catalogue.hpp"

namespace farthing::delivery {

/// What is dangerous about the secrets of these goods, a sentence for each good that is concerned:
/// one that another good has too, one that is the end of another, one that is easy to guess.
/// A receipt names no good, so that a receipt for one of two such goods may open the other.
std::vector<std::string> secret_warnings(std::vector<Shelved> const& goods);

}  // namespace farthing::delivery
