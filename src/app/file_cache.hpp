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
        delivery::Item const& item) override;

private:
    struct Entry {
        std::shared_ptr<delivery::StoredFile const> stored;
        base::Timestamp checked_at;
    };

    std::shared_ptr<delivery::StoredFile const> open_now(std::string const& name) const;

    int folder_;
    base::Clock const& clock_;
    std::mutex mutex_;
    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace farthing::app
