#include "app/file_cache.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <system_error>

#include "base/encoding.hpp"

namespace farthing::app {
namespace {

constexpr std::chrono::milliseconds kCheckEvery(1'000);
constexpr std::size_t kMaxEntries = 1'000;
/// Files up to this size are kept in memory: 16 MB at most, with kMaxEntries.
constexpr std::uint64_t kSmallFile = 16 * 1024;

/// Opens a file that lies below the folder, by no symbolic link. The kernel does the checking, so
/// no spelling escapes it.
int open_beneath(int folder, char const* name) {
    open_how how{};
    how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return static_cast<int>(::syscall(SYS_openat2, folder, name, &how, sizeof how));
}

/// Changes whenever the file is written or replaced.
std::string etag_of(struct stat const& status) {
    std::array<std::int64_t, 4> const facts{static_cast<std::int64_t>(status.st_ino),
                                            status.st_size, status.st_mtim.tv_sec,
                                            status.st_mtim.tv_nsec};
    std::string tag = "\"";
    for (auto const fact : facts) {
        std::array<char, 20> digits{};
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), fact, 36).ptr;
        tag.append(digits.data(), end).append(1, '-');
    }
    tag.back() = '"';
    return tag;
}

/// The content of a small file; null for others, and for one that was cut while it was read.
std::shared_ptr<std::string const> content_of(http::File const& file) {
    if (file.size() > kSmallFile) return nullptr;
    auto content = std::make_shared<std::string>(static_cast<std::size_t>(file.size()), '\0');
    auto const size = ::pread(file.descriptor(), content->data(), content->size(), 0);
    return size == static_cast<ssize_t>(content->size()) ? content : nullptr;
}

}  // namespace

FileCache::FileCache(std::filesystem::path const& folder, base::Clock const& clock)
    : folder_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)), clock_(clock) {
    if (folder_ < 0)
        throw std::system_error(errno, std::generic_category(),
                                "the folder of paid files, " + folder.string());
}

FileCache::~FileCache() {
    ::close(folder_);
}

std::shared_ptr<delivery::StoredFile const> FileCache::open_now(std::string const& name) const {
    auto const descriptor = open_beneath(folder_, name.c_str());
    if (descriptor < 0) return nullptr;
    struct stat status {};
    bool const is_file = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    auto const size = static_cast<std::uint64_t>(is_file ? status.st_size : 0);
    auto file = std::make_shared<http::File const>(descriptor, size);
    if (!is_file) return nullptr;
    return std::make_shared<delivery::StoredFile>(delivery::StoredFile{
        .file = file,
        .content = content_of(*file),
        .etag = etag_of(status),
        .last_modified = base::to_http_date(base::Timestamp::from_seconds(status.st_mtim.tv_sec))});
}

base::Result<std::shared_ptr<delivery::StoredFile const>> FileCache::open(
    delivery::Item const& item) {
    auto const now = clock_.now();
    std::lock_guard const lock(mutex_);
    auto entry = entries_.find(item.file);
    if (entry == entries_.end()) {
        if (entries_.size() == kMaxEntries) entries_.clear();
        entry = entries_.emplace(item.file, Entry{}).first;
    }
    auto& [stored, checked_at] = entry->second;
    if (!stored || now - checked_at >= kCheckEvery || now < checked_at) {
        stored = open_now(item.file);
        checked_at = now;
    }
    if (!stored)
        return base::fail(base::Errc::unavailable,
                          "the publisher's file is missing at present; try again later");
    return stored;
}

}  // namespace farthing::app
