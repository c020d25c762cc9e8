#include "delivery/overlaps.hpp"

namespace farthing::delivery {
namespace {

using Folders = std::unordered_multimap<std::string, Shelved const*>;

/// What is to be said of a good and the goods whose folder is `folder`, above its file.
void warn_of(Shelved const& good, std::string const& folder, Folders const& folders,
             std::vector<std::string>& warnings) {
    auto const [begin, end] = folders.equal_range(folder);
    for (auto found = begin; found != end; ++found) {
        auto const& around = *found->second;
        auto const guarded = around.path + good.item.file.substr(folder.size());
        if (good.path == guarded) continue;
        warnings.push_back("a receipt for " + around.path + " also opens " + good.item.file +
                           " of " + good.path + ": sell it at " + guarded +
                           ", or move it out of the folder");
    }
}

}  // namespace

std::vector<std::string> overlap_warnings(std::vector<Shelved> const& goods) {
    Folders folders;
    for (auto const& good : goods)
        if (good.item.is_folder && !good.item.file.empty()) folders.emplace(good.item.file, &good);
    std::vector<std::string> warnings;
    for (auto const& good : goods) {
        auto const& file = good.item.file;
        for (auto end = file.find('/'); end != file.npos; end = file.find('/', end + 1))
            warn_of(good, file.substr(0, end), folders, warnings);
    }
    return warnings;
}

}  // namespace farthing::delivery
