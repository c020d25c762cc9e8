#include "app/content_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace farthing::app {
namespace {

namespace fs = std::filesystem;

/// What a folder stands for by itself: the first of these that is in it.
constexpr std::array<char const*, 5> kIndexes{"index.html", "index.htm", "index.m3u8",
                                              "master.m3u8", "manifest.mpd"};

/// So much of the folder is looked through for what does not belong there, and so much is named.
constexpr std::size_t kLookedThrough = 10'000;
constexpr std::size_t kNamed = 5;

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

Directory open_directory(int folder, char const* name) {
    auto const descriptor = ::openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return nullptr;
    Directory directory(::fdopendir(descriptor));
    if (directory == nullptr) ::close(descriptor);
    return directory;
}

bool is_file(int folder, char const* name) {
    struct stat status {};
    return ::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode);
}

bool is_visible(std::string const& name) {
    return delivery::is_good_path("/" + name);
}

/// At most `most` of the names in a directory that can be asked for.
std::vector<std::string> visible_names(DIR* directory, std::size_t most) {
    std::vector<std::string> names;
    // Each thread reads a directory stream of its own.
    for (auto const* entry = ::readdir(directory); entry != nullptr && names.size() < most;
         entry = ::readdir(directory))
        if (std::string name(entry->d_name); is_visible(name)) names.push_back(std::move(name));
    return names;
}

std::string index_of(int folder) {
    for (auto const* name : kIndexes)
        if (is_file(folder, name)) return name;
    return {};
}

bool holds(fs::path const& outer, fs::path const& inner) {
    auto const around = fs::canonical(outer);
    auto const within = fs::weakly_canonical(inner);
    auto const [rest, end] =
        std::mismatch(around.begin(), around.end(), within.begin(), within.end());
    return rest == around.end();
}

/// What a link leads to was not offered for sale, and need not be the seller's.
void expect_no_links(fs::path const& source) {
    for (auto const& entry : fs::recursive_directory_iterator(source))
        if (entry.is_symlink())
            throw std::runtime_error(entry.path().string() +
                                     " is a symbolic link; put the file itself there");
}

void expect_content(fs::path const& source, fs::path const& folder) {
    auto const name = fs::absolute(source).lexically_normal().filename().string();
    if (!fs::exists(source)) throw std::runtime_error(source.string() + " is not there");
    // It would be copied into itself without end, perhaps with the platform's keys.
    if (holds(source, folder))
        throw std::runtime_error(source.string() + " holds the folder of content, " +
                                 folder.string() + "; name the one with the good's files");
    if (fs::is_directory(source)) return expect_no_links(source);
    if (!fs::is_regular_file(source))
        throw std::runtime_error(source.string() + " is neither a file nor a folder");
    if (!is_visible(name))
        throw std::runtime_error(source.string() +
                                 " cannot be delivered under this name: it must not begin with a "
                                 "dot, and be UTF-8 without control characters and backslashes");
}

/// What the files say must be on the disk before their names do.
void sync_disk_of(fs::path const& folder) {
    store::Descriptor const disk(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!disk.valid() || ::syncfs(disk.get()) != 0)
        throw std::system_error(errno, std::generic_category(), folder.string());
}

/// A name in `folder` that nothing has, and nobody is sent anything from.
fs::path make_hidden(fs::path const& folder) {
    auto pattern = (folder / ".new-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), folder.string());
    return pattern;
}

}  // namespace

fs::path default_content(fs::path const& data_dir) {
    return data_dir / "content";
}

ContentFolder::ContentFolder(fs::path const& folder, base::Clock const& clock)
    : folder_((fs::create_directories(folder),
               ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))),
      files_(folder, clock) {
    if (!folder_.valid())
        throw std::system_error(errno, std::generic_category(),
                                "the folder of content, " + folder.string());
}

std::optional<api::Content::Place> ContentFolder::find(goods::GoodId const& good) {
    auto const& id = good.text();
    auto const directory = open_directory(folder_.get(), id.c_str());
    if (directory == nullptr) return std::nullopt;
    auto const names = visible_names(directory.get(), 2);
    if (names.empty()) return std::nullopt;
    auto const descriptor = ::dirfd(directory.get());
    if (names.size() == 1 && is_file(descriptor, names.front().c_str()))
        return Place{.file = id + "/" + names.front()};
    return Place{.file = id, .is_folder = true, .index = index_of(descriptor)};
}

std::vector<std::string> ContentFolder::strangers() const {
    auto const directory = open_directory(folder_.get(), ".");
    if (directory == nullptr) return {};
    auto names = visible_names(directory.get(), kLookedThrough);
    std::erase_if(names, [this](std::string const& name) {
        return goods::GoodId::parse(name).has_value() &&
               open_directory(folder_.get(), name.c_str());
    });
    names.resize(std::min(names.size(), kNamed));
    return names;
}

NewContent::NewContent(fs::path const& folder, fs::path const& source) : folder_(folder) {
    expect_content(source, folder);
    fs::create_directories(folder);
    staged_ = make_hidden(folder);
    try {
        auto const to = fs::is_directory(source) ? staged_ : staged_ / source.filename();
        fs::copy(source, to, fs::copy_options::recursive);
        fs::permissions(staged_, fs::status(folder).permissions());
        sync_disk_of(staged_);
    } catch (std::exception const&) {
        fs::remove_all(staged_);
        throw;
    }
}

NewContent::~NewContent() {
    std::error_code ignored;
    fs::remove_all(staged_, ignored);
}

void NewContent::become(goods::GoodId const& good) {
    auto const place = folder_ / good.text();
    // Exchanged, so that there is no moment without content. What was there goes with `this`.
    unsigned const flags = fs::exists(fs::symlink_status(place)) ? RENAME_EXCHANGE : 0;
    if (::renameat2(AT_FDCWD, staged_.c_str(), AT_FDCWD, place.c_str(), flags) != 0)
        throw std::system_error(errno, std::generic_category(), place.string());
    sync_disk_of(folder_);
}

}  // namespace farthing::app
