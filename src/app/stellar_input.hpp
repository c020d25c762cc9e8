#pragma once

#include <string>

namespace farthing::app {

/// The argument, or standard input when there is none; white space at both ends is cut off. Throws
/// std::runtime_error when standard input is longer than 64 KiB or cannot be read.
std::string argument_or_input(std::string const& argument);

}  // namespace farthing::app
