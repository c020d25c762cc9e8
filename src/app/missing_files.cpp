#include "app/missing_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "app/open_beneath.hpp"

namespace farthing::app {
namespace {

std::string reason(int error) {
    if (error == ELOOP) return "it is a symbolic link, or behind one, and those are not followed";
    return std::strerror(error);
}

/// Why a file or a folder cannot be read. Empty: it can.
std::string why_unreadable(int folder, std::string const& name, bool is_folder) {
    // Without waiting for the other end of a pipe.
    auto const descriptor = open_beneath(folder, name.c_str(), O_RDONLY | O_NONBLOCK);
    if (descriptor < 0) return reason(errno);
    struct stat status {};
    bool const known = ::fstat(descriptor, &status) == 0;
    ::close(descriptor);
    if (is_folder && !(known && S_ISDIR(status.st_mode))) return "it is no folder";
    if (!is_folder && !(known && S_ISREG(status.st_mode))) return "it is no file";
    return {};
}

}  // namespace

std::vector<std::string> missing_files(std::vector<delivery::Shelved> const& goods,
                                       std::filesystem::path const& folder) {
    auto const root = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    auto const no_root = root < 0 ? folder.string() + ": " + reason(errno) : std::string();
    std::vector<std::string> missing;
    auto const look = [&](delivery::Shelved const& good, std::string const& name, bool is_folder) {
        auto const why = no_root.empty() ? why_unreadable(root, name, is_folder) : no_root;
        if (!why.empty()) missing.push_back(good.origin + ": " + name + ": " + why);
        return why.empty();
    };
    for (auto const& good : goods) {
        auto const& item = good.item;
        if (item.file.empty() || !look(good, item.file, item.is_folder)) continue;
        if (!item.index.empty()) look(good, item.file + "/" + item.index, false);
    }
    if (root >= 0) ::close(root);
    return missing;
}

}  // namespace farthing::app
