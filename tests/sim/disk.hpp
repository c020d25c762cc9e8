#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chance.hpp"

namespace farthing::sim {

/// What becomes of everything that was not yet synced when the power goes.
enum class Loss {
    keep,  ///< It was written nevertheless; also when only the process dies.
    drop,
    torn,  ///< Some of it: each sector of each write by itself, each name by itself.
};
std::string_view to_text(Loss loss);

/// One file: what processes see of it, and what is certain to be there after a power cut.
class File {
public:
    std::string const& content() const { return content_; }
    void write(std::uint64_t offset, std::string_view bytes);
    void truncate(std::uint64_t size);
    void sync();
    void lose(Loss loss, Chance& chance);

    /// Locks and shared memory of the processes that have it open.
    struct Sharing {
        int readers = 0;
        bool reserved = false;
        bool exclusive = false;
        std::vector<std::unique_ptr<std::array<char, 32'768>>> regions = {};
        std::array<int, 8> shared_slots = {};
        std::array<bool, 8> exclusive_slots = {};
    };
    std::shared_ptr<Sharing> sharing = std::make_shared<Sharing>();

private:
    struct Change {
        std::uint64_t offset;
        std::optional<std::string> bytes;  ///< Absent: the file ends at `offset` from now on.
    };
    static void apply(std::string& content, Change const& change);
    void tear(Change const& change, Chance& chance);

    std::string content_;
    std::string durable_;
    std::vector<Change> unsynced_;
};
using FilePtr = std::shared_ptr<File>;

/// The disk of one machine, with one folder. Counts everything that changes it, and fails when it
/// is told to.
class Disk {
public:
    explicit Disk(Chance chance) : chance_(chance) {}

    enum class Verdict { fine, error, full, down };

    /// Faults to come, each at the n-th operation from the first.
    struct Plan {
        std::optional<std::uint64_t> power_cut = {};
        Loss loss = Loss::keep;
        std::optional<std::uint64_t> error = {};
        bool full = false;  ///< No file can grow.
    };
    Plan plan;

    FilePtr find(std::string const& name) const;
    FilePtr create(std::string const& name, Verdict& verdict);
    Verdict remove(std::string const& name, bool durable);
    Verdict write(File& file, std::uint64_t offset, std::string_view bytes);
    Verdict truncate(File& file, std::uint64_t size);
    /// `new_name`: also its name in the folder.
    Verdict sync(File& file, bool new_name);

    /// The process dies, and with a loss other than keep so does the machine: from now on every
    /// operation of those who have files open fails.
    void cut(Loss loss);
    bool is_down() const { return down_; }
    /// The machine runs again.
    void restart();
    /// Changes with every restart, so that handles from before are known.
    std::uint64_t epoch() const { return epoch_; }

    std::uint64_t operations() const { return operations_; }
    struct Injected {
        std::uint64_t cuts = 0, errors = 0, fulls = 0;
    };
    Injected const& injected() const { return injected_; }
    Chance& chance() { return chance_; }

    /// While one lives nothing fails and nothing is counted: for those who only look.
    class Peace {
    public:
        explicit Peace(Disk& disk) : disk_(disk) { ++disk_.peace_; }
        Peace(Peace const&) = delete;
        Peace& operator=(Peace const&) = delete;
        ~Peace() { --disk_.peace_; }

    private:
        Disk& disk_;
    };

private:
    Verdict begin();
    Verdict end(Verdict verdict);
    void keep_name(File const& file);
    void lose_names(Loss loss);

    struct Name {
        std::string name;
        FilePtr file;  ///< Null: removed.
    };
    using Names = std::map<std::string, FilePtr>;
    static void apply(Names& names, Name const& change);

    Chance chance_;
    Names names_;
    Names durable_names_;
    std::vector<Name> unsynced_names_;
    std::uint64_t operations_ = 0;
    std::uint64_t epoch_ = 1;
    int peace_ = 0;
    bool down_ = false;
    Injected injected_;
};

}  // namespace farthing::sim
