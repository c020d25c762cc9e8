#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "delivery/deliver.hpp"

namespace farthing::app {

/// The files of a publisher's folder, kept open and looked at again once a second, so that a
/// replaced file is noticed and a request need not open one. Used by all network threads.
class FileCache final : public delivery::Files {
public:
    /// Throws std::system_error when the folder cannot be opened.
    FileCache(std::filesystem::path const& folder, base::Clock const& clock);
    ~FileCache() override;
    FileCache(FileCache const&) = delete;
    FileCache& operator=(FileCache const&) = delete;

    base::Result<std::shared_ptr<delivery::StoredFile const>> open(
        delivery::Item const& item, std::string_view member) override;

private:
    struct Entry {
        std::shared_ptr<delivery::StoredFile const> stored;
        base::Timestamp checked_at;
    };
    using Entries = std::map<std::string, Entry, std::less<>>;

    std::shared_ptr<delivery::StoredFile const> open_now(std::string const& name,
                                                         bool as_json) const;
    std::shared_ptr<delivery::StoredFile const> look_up(Entries& entries, std::string_view name,
                                                        bool as_json);

    int folder_;
    base::Clock const& clock_;
    std::mutex mutex_;
    Entries files_;
    Entries json_files_;  ///< Files inside their JSON form.
    std::size_t content_bytes_ = 0;
};

/// Leaves the sending to the nginx in front: names the files as its internal location knows them.
class HandedOverFiles final : public delivery::Files {
public:
    /// `prefix` begins and ends with a slash.
    explicit HandedOverFiles(std::string prefix) : prefix_(std::move(prefix)) {}
    base::Result<std::shared_ptr<delivery::StoredFile const>> open(
        delivery::Item const& item, std::string_view member) override;

private:
    std::string prefix_;
};

}  // namespace farthing::app
