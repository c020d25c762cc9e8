#pragma once

#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "delivery/deliver.hpp"
#include "store/descriptor.hpp"

namespace farthing::app {

/// The files of a publisher's folder, kept open and looked at again once a second, so that a
/// replaced file is noticed and a request need not open one: so many of those that were asked for
/// last. Used by all network threads; none waits while another reads the disk.
class FileCache final : public delivery::Files {
public:
    /// Throws std::system_error when the folder cannot be opened.
    FileCache(std::filesystem::path const& folder, base::Clock const& clock);

    base::Result<std::shared_ptr<delivery::StoredFile const>> open(
        delivery::Item const& item, std::string_view member) override;

private:
    struct Key {
        std::string_view name;
        bool as_json;  ///< The file inside its JSON form.
        auto operator<=>(Key const&) const = default;
    };
    using Stored = std::shared_ptr<delivery::StoredFile const>;
    struct Entry {
        std::string name;
        bool as_json;
        Stored stored;
        base::Timestamp checked_at;
        Key key() const { return {.name = name, .as_json = as_json}; }
    };
    using Entries = std::list<Entry>;

    Stored open_now(std::string const& name, bool as_json) const;
    Stored look_up(Key key);
    /// What is cached and was looked at lately; else null.
    Stored find_fresh(Key key, base::Timestamp now);
    void put(Entry entry);
    void forget(Entries::iterator entry, Entries& forgotten);

    store::Descriptor folder_;
    base::Clock const& clock_;
    std::mutex mutex_;                        ///< Of what follows. Not held while the disk is read.
    Entries entries_;                         ///< What was asked for last is in front.
    std::map<Key, Entries::iterator> index_;  ///< The names are those of the entries.
    std::size_t content_bytes_ = 0;
};

/// Leaves the sending to the nginx in front: names the files as its internal location knows them.
class HandedOverFiles final : public delivery::Files {
public:
    /// `prefix` begins and ends with a slash. `folder`: where the files are if they are on this
    /// machine.
    HandedOverFiles(std::string prefix, std::filesystem::path const& folder);
    base::Result<std::shared_ptr<delivery::StoredFile const>> open(
        delivery::Item const& item, std::string_view member) override;

private:
    std::string prefix_;
    store::Descriptor folder_;  ///< Not valid: not here.
};

}  // namespace farthing::app
