#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "delivery/catalogue.hpp"

namespace farthing::app {

/// Goods whose files cannot be sent from this folder as it is now: readers would pay for nothing.
/// Each is one line with its place, its file and why. Goods whose bytes lie with another server do
/// not count.
std::vector<std::string> missing_files(std::vector<delivery::Shelved> const& goods,
                                       std::filesystem::path const& folder);

}  // namespace farthing::app
