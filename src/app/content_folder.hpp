#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "api/content.hpp"
#include "app/file_cache.hpp"
#include "store/descriptor.hpp"

namespace farthing::app {

/// The folder of the files that the platform delivers, with a folder for each good:
///
///     content/558bcdbb1309c59725bdb559/article.html   one file: the good is that file
///     content/558bcdbb1309c59725bdb560/index.m3u8     several: the good is the folder
///     content/558bcdbb1309c59725bdb560/720p/1.ts
///
/// Names that begin with a dot and symbolic links do not count.
class ContentFolder final : public api::Content {
public:
    /// Makes the folder if it is missing. Throws when that cannot be done.
    ContentFolder(std::filesystem::path const& folder, base::Clock const& clock);

    std::optional<Place> find(goods::GoodId const& good) override;
    delivery::Files& files() override { return files_; }

    /// What lies there and is no good's folder, such as a file that somebody has put beside them:
    /// some of the names, for a warning.
    std::vector<std::string> strangers() const;

private:
    store::Descriptor folder_;
    FileCache files_;
};

/// Where the files of a platform lie that keeps its data in `data_dir`, if nothing else is said.
std::filesystem::path default_content(std::filesystem::path const& data_dir);

/// Files on their way into the folder of a running or stopped platform: copied first, and then
/// there at once and as a whole, in place of what the good had.
class NewContent {
public:
    /// Copies `source`, a file or a folder, into a hidden place in `folder`. Throws
    /// std::runtime_error with what is wrong.
    NewContent(std::filesystem::path const& folder, std::filesystem::path const& source);
    ~NewContent();
    NewContent(NewContent const&) = delete;
    NewContent& operator=(NewContent const&) = delete;

    void become(goods::GoodId const& good);

private:
    std::filesystem::path folder_;
    std::filesystem::path staged_;
};

}  // namespace farthing::app
