#include "store/data_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/encoding.hpp"
#include "store/schema.hpp"
#include "store/transaction.hpp"

namespace farthing::store {
namespace {

[[noreturn]] void fail(std::filesystem::path const& path, std::string_view what) {
    throw StoreFailure(path.string() + ": " + std::string(what) + ": " + std::strerror(errno));
}

void refuse_if_others_may_read(std::filesystem::path const& path, mode_t mode) {
    if ((mode & (S_IRWXG | S_IRWXO)) != 0)
        throw StoreFailure(path.string() +
                           " is open to other users; run: chmod go= " + path.string());
}

void write_all(int descriptor, std::string_view content, std::filesystem::path const& file) {
    while (!content.empty()) {
        auto const written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(file, "cannot be written");
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

void sync_folder(std::filesystem::path const& folder) {
    Descriptor const descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.valid() || ::fsync(descriptor.get()) != 0) fail(folder, "cannot be synced");
}

std::filesystem::path make_private_folder(std::filesystem::path path) {
    std::filesystem::create_directories(path.parent_path());
    if (::mkdir(path.c_str(), S_IRWXU) == 0) {
        sync_folder(path.parent_path());
    } else if (errno != EEXIST) {
        fail(path, "cannot be created");
    }
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) fail(path, "cannot be read");
    if (!S_ISDIR(status.st_mode)) throw StoreFailure(path.string() + " is not a folder");
    refuse_if_others_may_read(path, status.st_mode);
    return path;
}

}  // namespace

void write_private_file(std::filesystem::path const& file, std::string_view content) {
    auto const temporary = file.string() + ".new";
    // What is left from a write that ended early may be open to others, or somebody's link.
    if (::unlink(temporary.c_str()) != 0 && errno != ENOENT) fail(temporary, "cannot be removed");
    {
        Descriptor const out(::open(temporary.c_str(),
                                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                    S_IRUSR | S_IWUSR));
        if (!out.valid() || ::fchmod(out.get(), S_IRUSR | S_IWUSR) != 0)
            fail(temporary, "cannot be created");
        write_all(out.get(), content, temporary);
        if (::fsync(out.get()) != 0) fail(temporary, "cannot be synced");
    }
    if (::rename(temporary.c_str(), file.c_str()) != 0) fail(file, "cannot be replaced");
    sync_folder(file.parent_path());
}

std::string read_private_file(std::filesystem::path const& file, std::size_t limit) {
    Descriptor const in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!in.valid()) fail(file, "cannot be read");
    struct stat status {};
    if (::fstat(in.get(), &status) != 0) fail(file, "cannot be read");
    refuse_if_others_may_read(file, status.st_mode);
    std::string content(limit + 1, '\0');
    std::size_t size = 0;
    for (;;) {
        auto const got = ::read(in.get(), content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(file, "cannot be read");
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
        if (size > limit) throw StoreFailure(file.string() + " is too large");
    }
    content.resize(size);
    return content;
}

DataDirectory::DataDirectory(std::filesystem::path const& path)
    : path_(make_private_folder(std::filesystem::absolute(path))),
      lock_(::open(file("lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (!lock_.valid()) fail(file("lock"), "cannot be opened");
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0)
        throw StoreFailure(
            path_.string() +
            " is in use by another farthing process; stop it, choose another --data-dir, or ask "
            "it with --server where the command has that");
}

base::Secret DataDirectory::secret_file(std::string_view name, base::Random& random) const {
    auto const path = file(name);
    if (!std::filesystem::exists(path)) write_private_file(path, base::to_hex(random.bytes<32>()));
    return base::Secret(read_private_file(path));
}

std::shared_ptr<base::SealingKeys const> DataDirectory::sealing_keys(
    std::filesystem::path const& key_file, base::Random& random) const {
    auto const path = sealing_key_file(key_file);
    if (!std::filesystem::exists(path)) {
        auto const needed = sealing_keys_of(file(kPlatformFile));
        if (!needed.empty())
            throw StoreFailure(path.string() + " is missing, and secrets in " + path_.string() +
                               " are sealed under its key " + base::to_hex(needed.front()) +
                               "; put the file back, or name it with --secrets-key");
        write_private_file(path, base::make_sealing_key(random).reveal());
    }
    return std::make_shared<base::SealingKeys>(read_sealing_keys(path));
}

base::SealingKeys read_sealing_keys(std::filesystem::path const& key_file) {
    auto keys = base::SealingKeys::parse(base::Secret(read_private_file(key_file)));
    if (!keys) throw StoreFailure(key_file.string() + ": " + keys.error().message);
    return std::move(*keys);
}

}  // namespace farthing::store
