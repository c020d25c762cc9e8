#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit.hpp"
#include "server.hpp"
#include "vfs.hpp"

namespace farthing::sim {

/// What is simulated. The same scenario always takes the same course.
struct Scenario {
    std::uint64_t seed = 1;
    std::uint64_t steps = 2'000;  ///< Events until all faults stop.
    /// Nothing goes wrong but this: the power goes at the n-th operation of the disk.
    struct CrashPoint {
        std::uint64_t operation;
        Loss loss;
    };
    std::optional<CrashPoint> crash_point = {};
    bool calm = false;  ///< Nothing goes wrong, except at the crash point.
};

struct Outcome {
    std::string violation;   ///< Empty: all is well.
    std::uint64_t hash = 0;  ///< Over everything that happened.
    std::vector<std::string> last_steps = {};
    std::uint64_t disk_operations = 0;
    Audit::Totals totals = {};
    std::map<std::string, std::uint64_t> injected = {};
    std::map<std::string, std::uint64_t> deeds = {};
};

/// A world with one server, its readers and the network, from one seed.
class Simulation {
public:
    explicit Simulation(Scenario const& scenario);
    Outcome run();

private:
    void live();
    void calm_down();
    bool is_settled_down();
    void step();
    void boot();
    void crash();
    void look();
    void open_shop();
    base::Result<std::vector<goods::GoodId>> open_shop_once(store::Transaction& transaction);

    void tick_ledger();
    void tick_readers();
    void tick_weather();
    void change_weather();
    void plan_disk();
    std::uint64_t maybe(std::uint64_t most);
    void count(char const* fault) { ++injected_[fault]; }

    /// What kind of weather a seed has: much or little goes wrong, for long or for short.
    struct Climate {
        std::uint64_t bad = 35;  ///< Percent of all possible faults that are there at a time.
        std::int64_t longest_ms = 9'000;
    };
    static Climate draw_climate(Chance& chance);

    Scenario scenario_;
    Chance chance_;
    Climate climate_;
    Timeline timeline_;
    Disk disk_;
    Mount mount_{disk_};
    MachineClock clock_{timeline_};
    LedgerNetwork network_{timeline_};
    Wire wire_;
    Chance server_chance_;
    std::vector<stellar::PublicKey> merchants_;
    std::int64_t merchants_before_ = 0;
    std::vector<goods::GoodId> goods_;
    std::unique_ptr<Server> server_;
    Readership readers_;
    Audit audit_;
    std::map<std::string, std::uint64_t> injected_;
    bool boot_is_coming_ = false;
    bool is_calm_ = false;
    bool readers_have_gone_ = false;
    bool crash_point_is_set_ = false;
    base::Timestamp ledger_stalls_until_;
};

}  // namespace farthing::sim
