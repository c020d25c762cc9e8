#pragma once

#include <filesystem>
#include <map>

#include "app/goods_file.hpp"
#include "app/import_file.hpp"

namespace farthing::app {

/// What is imported: a file, standard input, or a folder of paid files with a manifest.
struct ImportSource {
    std::string name;  ///< Of the file with the goods, for messages.
    ImportFile file;
    std::filesystem::path folder = {};  ///< Empty: there is none.

    bool is_folder() const { return !folder.empty(); }
};

/// Reads CSV or JSON, whichever it is: a file, `-` for standard input, or the `manifest.csv` or
/// `manifest.json` of a folder, whose goods each name a file in it. Throws std::runtime_error when
/// there is nothing to read.
ImportSource read_source(std::filesystem::path const& path, base::Random& random);

/// The goods of a folder's `goods.toml` by their file; none when it has none yet.
std::map<std::string, delivery::Shelved> read_shelf(std::filesystem::path const& folder);

/// The entry of `goods.toml` for a good of a folder once it is registered. What the manifest does
/// not say is as before, or the usual: `/paid/` and the file's name.
delivery::Shelved shelve(GoodInput const& input, goods::GoodId const& id,
                         goods::Description const& registered, delivery::Shelved const* before);

/// Writes `goods.toml`, from which `farthing deliver` serves the folder.
void write_shelf(std::filesystem::path const& folder,
                 std::map<std::string, delivery::Shelved> const& shelf);

}  // namespace farthing::app
