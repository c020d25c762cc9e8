#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "base/sealing.hpp"
#include "base/secret.hpp"
#include "store/descriptor.hpp"

namespace farthing::store {

/// The platform's database in its folder.
constexpr char const* kPlatformFile = "farthing.db";

/// The folder that holds everything one Farthing knows. Only one process may have it open.
class DataDirectory {
public:
    /// Makes the folder (0700) if it is missing and locks it. Throws StoreFailure when another
    /// process holds the lock, or when others may read the folder.
    explicit DataDirectory(std::filesystem::path const& path);

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path file(std::string_view name) const { return path_ / name; }

    /// The secret in the file `name` (0600); made of 32 random bytes in hex and synced to disk when
    /// it is missing.
    base::Secret secret_file(std::string_view name, base::Random& random) const;

    /// The keys that secrets of the platform's database are sealed with, from `key_file` (0600) or,
    /// if that is empty, `secrets.key` in this folder. Made when the file is missing, unless the
    /// database holds secrets already.
    std::shared_ptr<base::SealingKeys const> sealing_keys(std::filesystem::path const& key_file,
                                                          base::Random& random) const;
    std::filesystem::path sealing_key_file(std::filesystem::path const& key_file) const {
        return key_file.empty() ? file("secrets.key") : key_file;
    }

private:
    std::filesystem::path path_;
    Descriptor lock_;
};

/// The keys in a file that only its owner may read. Throws StoreFailure.
base::SealingKeys read_sealing_keys(std::filesystem::path const& key_file);

/// Writes a file for its owner only (0600), whole or not at all: to a temporary name, synced, then
/// renamed.
void write_private_file(std::filesystem::path const& file, std::string_view content);

/// The content of a file of at most `limit` bytes that only its owner may read. Throws
/// StoreFailure.
std::string read_private_file(std::filesystem::path const& file, std::size_t limit = 64 * 1024);

}  // namespace farthing::store
