#include "process_database.hpp"

#include <memory>
#include <vector>

#include "base/limits.hpp"
#include "base/testing.hpp"

namespace farthing::sim {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kSlowestTurn = 3;

/// As store::prepare_file does it, but on the simulated disk: first an empty file, with its name
/// durable.
std::filesystem::path prepared_file(Disk& disk) {
    std::filesystem::path file("/simulated/farthing.db");
    if (!disk.find(file.string())) {
        auto verdict = Disk::Verdict::fine;
        auto const created = disk.create(file.string(), verdict);
        if (verdict == Disk::Verdict::fine) verdict = disk.sync(*created, true);
        if (verdict != Disk::Verdict::fine) throw store::StoreFailure("cannot be created");
    }
    store::prepare_existing_file(file, store::platform_schema(), base::sealing_keys_for_tests());
    return file;
}

}  // namespace

ProcessDatabase::ProcessDatabase(Needs needs)
    : needs_(std::move(needs)),
      file_(prepared_file(needs_.disk)),
      writer_(file_, store::SqliteConnection::Mode::write, base::sealing_keys_for_tests()),
      reader_(file_, store::SqliteConnection::Mode::read, base::sealing_keys_for_tests()) {}

store::Job ProcessDatabase::guarded(store::Job job) {
    auto& disk = needs_.disk;
    return {.run = std::move(job.run),
            .finish =
                [&disk, finish = std::move(job.finish)] {
                    if (!disk.is_down()) finish();
                },
            .fail =
                [&disk, fail = std::move(job.fail)](base::Error const& error) {
                    if (!disk.is_down()) fail(error);
                }};
}

void ProcessDatabase::push_write(store::Job job) {
    if (writes_.size() >= base::limits::kWriterQueue) return job.fail(store::refusal());
    writes_.push_back(guarded(std::move(job)));
    expect_turn();
}

void ProcessDatabase::expect_turn() {
    if (turn_is_coming_ || writes_.empty()) return;
    turn_is_coming_ = true;
    needs_.scheduler.after(needs_.chance.between(0, kSlowestTurn), [this] { write_turn(); });
}

void ProcessDatabase::push_read(store::Job job) {
    auto const shared = std::make_shared<store::Job>(guarded(std::move(job)));
    needs_.scheduler.after(needs_.chance.between(0, kSlowestTurn),
                           [this, shared] { read_turn(*shared); });
}

void ProcessDatabase::write_turn() {
    turn_is_coming_ = false;
    std::vector<store::Job> group;
    while (!writes_.empty() && group.size() < store::kGroupMax) {
        group.push_back(std::move(writes_.front()));
        writes_.pop_front();
    }
    try {
        store::run_group(writer_, std::move(group), needs_.on_fatal);
    } catch (std::exception const& exception) {
        // What leaves a thread ends the program.
        needs_.on_fatal(exception.what());
    }
    expect_turn();
}

void ProcessDatabase::read_turn(store::Job& job) {
    try {
        store::run_query(reader_, job);
    } catch (std::exception const& exception) {
        needs_.on_fatal(exception.what());
    }
}

}  // namespace farthing::sim
