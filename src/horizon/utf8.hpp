#pragma once

#include <string>
#include <string_view>

namespace farthing::horizon {

/// Text as Horizon shows it where the network lets any bytes through: each byte that belongs to no
/// UTF-8 character becomes U+FFFD.
std::string scrub(std::string_view text);

}  // namespace farthing::horizon
