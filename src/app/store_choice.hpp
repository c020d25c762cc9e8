#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"
#include "stores/store.hpp"

namespace farthing::app {

/// The folder, if it is a platform's: asking must not make what is asked for. Throws
/// std::runtime_error when it is not; `otherwise` is what else its message proposes.
std::filesystem::path existing_platform(std::filesystem::path const& folder,
                                        std::string_view otherwise = {});

/// By their ids: the oldest first.
std::vector<stores::Store> all_stores(store::Database& database);

/// The store with the id `wanted`, or the only one when it is empty. Throws std::runtime_error,
/// naming those that there are.
stores::Store choose_store(store::Database& database, std::string const& wanted);

}  // namespace farthing::app
