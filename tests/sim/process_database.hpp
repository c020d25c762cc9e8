#pragma once

#include <deque>
#include <filesystem>

#include "chance.hpp"
#include "disk.hpp"
#include "store/database.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"
#include "timeline.hpp"

namespace farthing::sim {

/// A database whose writer and readers take their turns on a simulated process's scheduler.
class ProcessDatabase final : public store::Database {
public:
    struct Needs {
        Disk& disk;
        base::Scheduler& scheduler;
        Chance chance;
        /// The process dies.
        store::OnFatal on_fatal;
    };
    /// Prepares the file. Throws store::StoreFailure.
    explicit ProcessDatabase(Needs needs);

    /// For those who only look, between two turns.
    store::Transaction& view() { return reader_; }

protected:
    void push_write(store::Job job) override;
    void push_read(store::Job job) override;

private:
    void write_turn();
    void read_turn(store::Job& job);
    /// Nobody hears of what came of a job when the power went meanwhile.
    store::Job guarded(store::Job job);
    void expect_turn();

    Needs needs_;
    std::filesystem::path file_;
    store::SqliteConnection writer_;
    store::SqliteConnection reader_;
    std::deque<store::Job> writes_;
    bool turn_is_coming_ = false;
};

}  // namespace farthing::sim
