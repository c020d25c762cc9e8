#include "app/file_cache.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include "app/open_beneath.hpp"
#include "base/encoding.hpp"

namespace farthing::app {
namespace {

constexpr std::chrono::milliseconds kCheckEvery(1'000);
constexpr std::size_t kMaxEntries = 1'000;
/// Files up to this size are kept in memory.
constexpr std::uint64_t kSmallFile = 16 * 1024;
/// Files up to this size may be sent in their JSON form.
constexpr std::uint64_t kJsonFile = 256 * 1024;
/// How much of small files is kept together.
constexpr std::size_t kMaxContentBytes = 32 * 1024 * 1024;

/// nginx answers for one with a redirection to its own name for it.
bool is_directory(int folder, std::string const& name) {
    return store::Descriptor(open_beneath(folder, name.c_str(), O_PATH | O_DIRECTORY)).valid();
}

/// Changes whenever the file is written or replaced.
std::string etag_of(struct stat const& status, std::string_view form) {
    std::array<std::int64_t, 4> const facts{static_cast<std::int64_t>(status.st_ino),
                                            status.st_size, status.st_mtim.tv_sec,
                                            status.st_mtim.tv_nsec};
    std::string tag = "\"" + std::string(form);
    for (auto const fact : facts) {
        std::array<char, 20> digits{};
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), fact, 36).ptr;
        tag.append(digits.data(), end).append(1, '-');
    }
    tag.back() = '"';
    return tag;
}

/// When it was written, in the years that HTTP can tell: a file system may say any other.
base::Timestamp modified_at(struct stat const& status) {
    constexpr std::int64_t kEndOfYear9999 = 253'402'300'799;
    return base::Timestamp::from_seconds(
        std::clamp<std::int64_t>(status.st_mtim.tv_sec, 0, kEndOfYear9999));
}

std::size_t content_size(delivery::StoredFile const& stored) {
    return stored.content ? stored.content->size() : 0;
}

/// The content of a file up to `limit`; null for others, and for one that was cut while it was
/// read.
std::shared_ptr<std::string const> content_of(http::File const& file, std::uint64_t limit) {
    if (file.size() > limit) return nullptr;
    auto content = std::make_shared<std::string>(static_cast<std::size_t>(file.size()), '\0');
    auto const size = ::pread(file.descriptor(), content->data(), content->size(), 0);
    return size == static_cast<ssize_t>(content->size()) ? content : nullptr;
}

}  // namespace

FileCache::FileCache(std::filesystem::path const& folder, base::Clock const& clock)
    : folder_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)), clock_(clock) {
    if (!folder_.valid())
        throw std::system_error(errno, std::generic_category(),
                                "the folder of paid files, " + folder.string());
}

FileCache::Stored FileCache::open_now(std::string const& name, bool as_json) const {
    auto const descriptor = open_beneath(folder_.get(), name.c_str(), O_RDONLY | O_NONBLOCK);
    if (descriptor < 0) return nullptr;
    struct stat status {};
    bool const is_file = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    auto const size = static_cast<std::uint64_t>(is_file ? status.st_size : 0);
    auto file = std::make_shared<http::File const>(descriptor, size);
    if (!is_file) return nullptr;
    auto stored = std::make_shared<delivery::StoredFile>(
        delivery::StoredFile{.file = file,
                             .content = content_of(*file, as_json ? kJsonFile : kSmallFile),
                             .etag = etag_of(status, as_json ? "j" : ""),
                             .modified = modified_at(status)});
    if (as_json) {
        if (stored->content == nullptr) return nullptr;
        stored->content =
            std::make_shared<std::string const>(delivery::json_content(*stored->content));
    }
    delivery::complete(*stored);
    return stored;
}

FileCache::Stored FileCache::look_up(Key key) {
    // Before the disk is read: what changes meanwhile is noticed the next time.
    auto const now = clock_.now();
    if (auto fresh = find_fresh(key, now)) return fresh;
    Entry entry{
        .name = std::string(key.name), .as_json = key.as_json, .stored = {}, .checked_at = now};
    entry.stored = open_now(entry.name, entry.as_json);
    auto stored = entry.stored;
    put(std::move(entry));
    return stored;
}

FileCache::Stored FileCache::find_fresh(Key key, base::Timestamp now) {
    std::lock_guard const lock(mutex_);
    auto const found = index_.find(key);
    if (found == index_.end()) return nullptr;
    auto const& entry = *found->second;
    if (now - entry.checked_at >= kCheckEvery || now < entry.checked_at) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return entry.stored;
}

void FileCache::put(Entry entry) {
    Entries forgotten;  // Files are closed after the lock is given back.
    std::lock_guard const lock(mutex_);
    if (auto const old = index_.find(entry.key()); old != index_.end())
        forget(old->second, forgotten);
    if (!entry.stored) return;  // Names of what is not there must not push others out.
    content_bytes_ += content_size(*entry.stored);
    entries_.push_front(std::move(entry));
    index_.emplace(entries_.front().key(), entries_.begin());
    while (entries_.size() > kMaxEntries || content_bytes_ > kMaxContentBytes)
        forget(std::prev(entries_.end()), forgotten);
}

void FileCache::forget(Entries::iterator entry, Entries& forgotten) {
    index_.erase(entry->key());
    content_bytes_ -= content_size(*entry->stored);
    forgotten.splice(forgotten.end(), entries_, entry);
}

base::Result<std::shared_ptr<delivery::StoredFile const>> FileCache::open(
    delivery::Item const& item, std::string_view member) {
    if (item.file.empty())
        return base::fail(base::Errc::not_found, "another server has the file of this good");
    // The kernel keeps a name below the endpoint's folder, but not below the item's.
    if (item.is_folder && !delivery::is_good_path("/" + std::string(member)))
        return base::fail(base::Errc::not_found, "this folder has no such file");
    std::string of_folder;
    if (item.is_folder) of_folder.append(item.file).append(1, '/').append(member);
    auto const stored =
        look_up({.name = item.is_folder ? of_folder : item.file, .as_json = item.is_json_content});
    if (stored) return stored;
    if (item.is_folder) return base::fail(base::Errc::not_found, "this folder has no such file");
    return base::fail(base::Errc::unavailable,
                      "the publisher's file is missing at present; try again later");
}

HandedOverFiles::HandedOverFiles(std::string prefix, std::filesystem::path const& folder)
    : prefix_(std::move(prefix)),
      folder_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

base::Result<std::shared_ptr<delivery::StoredFile const>> HandedOverFiles::open(
    delivery::Item const& item, std::string_view member) {
    if (item.file.empty() || item.is_json_content)
        return base::fail(base::Errc::unavailable,
                          "the file of this good cannot be handed over to the server in front");
    auto const name = item.is_folder ? item.file + "/" + std::string(member) : item.file;
    if (is_directory(folder_.get(), name))
        return base::fail(base::Errc::not_found, "this folder has no such file");
    auto stored = std::make_shared<delivery::StoredFile>();
    stored->handed_over = prefix_ + http::percent_encode(name, "/");
    return std::shared_ptr<delivery::StoredFile const>(std::move(stored));
}

}  // namespace farthing::app
