#pragma once

#include <vector>

#include "app/goods_registry.hpp"
#include "app/import_file.hpp"

namespace farthing::app {

enum class ImportAction { create, update, nothing };

/// What is to be done about a good of the file.
struct PlannedGood {
    std::size_t line = 0;
    ImportAction action = ImportAction::create;
    GoodsRegistry::Put put;
};

struct ImportPlan {
    std::vector<PlannedGood> goods = {};
    std::vector<ImportFault> faults = {};
};

/// Compares a file with the goods that are registered: what is there already is left alone, so a
/// file may be imported again.
///
/// A good of the file is that of the store with its id; without one, that with its url and title;
/// and otherwise a new one. A secret or validity period that the file does not give stays as it is.
/// Faults are an id that the store does not have, a url and title that several goods of the store
/// have, and a good that the file names twice.
ImportPlan plan_import(std::vector<ImportedGood> const& file,
                       std::vector<ListedGood> const& registered);

}  // namespace farthing::app
