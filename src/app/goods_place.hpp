#pragma once

#include <memory>

#include "app/commands.hpp"
#include "app/goods_registry.hpp"
#include "app/runtime.hpp"

namespace farthing::app {

/// The registry that the options and the environment name. Throws std::runtime_error. `runtime`
/// must outlive it.
std::unique_ptr<GoodsRegistry> open_registry(Runtime& runtime, GoodsPlace const& place);

/// The folder that the platform of these goods delivers files from. Throws std::runtime_error when
/// it is not said for a server.
std::filesystem::path content_of(GoodsPlace const& place);

/// Tells people on standard error what the registry warned of.
void print_warnings(GoodsRegistry const& registry);

/// The secret in a file that only its owner may read, without the space around it.
base::Secret read_secret_file(std::filesystem::path const& file);

}  // namespace farthing::app
