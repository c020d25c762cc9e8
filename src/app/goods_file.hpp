#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "delivery/deliver.hpp"

namespace farthing::app {

/// One good of a publisher's endpoint: where it is asked for, and what is sent.
struct Shelved {
    std::string path;  ///< Of the URL, such as `/paid/article.html`.
    delivery::Item item;
};

/// Reads `goods.toml`, the list of goods of a publisher's endpoint:
///
///     [[good]]
///     path = "/paid/article.html"     # of the URL; no `..`, no `%`
///     file = "article.html"           # below the folder of paid files
///     id = "558bcdbb1309c59725bdb559" # as the registry gave it
///     price = 4000                    # stroops, for the 402 answer
///     shared_secret = "..."           # as in the registry
///     content_type = "text/html; charset=utf-8"
///
/// The error names the file, the line and what would be right. The file holds secrets, so others
/// must not be able to read it.
base::Result<std::vector<Shelved>> read_goods_file(std::filesystem::path const& file);

/// As above, from the text of a file whose name the error tells.
base::Result<std::vector<Shelved>> parse_goods_file(std::string_view text, std::string const& name);

/// Writes such a file for its owner only.
void write_goods_file(std::filesystem::path const& file, std::vector<Shelved> const& goods);

}  // namespace farthing::app
