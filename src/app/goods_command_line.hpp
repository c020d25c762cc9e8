#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>

#include "app/commands.hpp"

namespace farthing::app {

/// Adds `goods` and its commands, which read their options into `options`. `choose` is called with
/// the command that the command line names.
void add_goods_commands(CLI::App& app, GoodsOptions& options,
                        std::filesystem::path const& default_data_dir,
                        std::function<void(std::function<int()>)> const& choose);

}  // namespace farthing::app
