#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "app/goods_source.hpp"

namespace farthing::app {

/// Reads `goods.toml`, the list of goods of a publisher's endpoint:
///
///     platform = "https://pay.example.org"  # where satoshipay.js is; for the 402 page
///
///     [[good]]
///     path = "/paid/article.html"     # of the URL, decoded
///     file = "article.html"           # below the folder of paid files; or folder = "film"
///     id = "558bcdbb1309c59725bdb559" # as the registry gave it
///     price = 4000                    # stroops, for the 402 answer
///     shared_secret = "..."           # as in the registry
///     # and, where wanted:
///     title = "..."  content_type = "..."  save_as = "..."  download = true
///     index = "master.m3u8"  payment_cert = true  json_content = true
///
/// An entry with a fault is left out; the fault names file, line and what would be right. The file
/// holds secrets, so others must not be able to read it.
base::Result<GoodsList> read_goods_file(std::filesystem::path const& file);

/// As above, from the text of a file whose name the messages tell.
base::Result<GoodsList> parse_goods_file(std::string_view text, std::string const& name);

/// Writes such a file for its owner only.
void write_goods_file(std::filesystem::path const& file,
                      std::vector<delivery::Shelved> const& goods);

/// The file as a source of goods whose files lie in `folder`; empty: nobody looks for them.
class GoodsFile final : public GoodsSource {
public:
    GoodsFile(std::filesystem::path file, std::filesystem::path folder)
        : file_(std::move(file)), folder_(std::move(folder)) {}
    base::Result<GoodsList> read() const override;
    std::string fingerprint() const override;
    std::string name() const override { return file_.string(); }

private:
    std::filesystem::path file_;
    std::filesystem::path folder_;
};

/// What changes when a file is written or replaced. Empty for a file that is not there.
std::string file_fingerprint(std::filesystem::path const& file);

}  // namespace farthing::app
