#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/transaction.hpp"

namespace farthing::store {

class SqliteConnection;

/// One piece of work for a database: run inside a transaction (false: undo), then finish or fail
/// outside of it.
struct Job {
    std::function<bool(Transaction&)> run;
    std::function<void()> finish;
    std::function<void(base::Error)> fail;
};

/// How many commands share one sync at the most: bounds how long the first of them waits.
constexpr std::size_t kGroupMax = 256;

/// Told when the outcome of a commit cannot be known. Must end the process: on the next start the
/// file tells.
using OnFatal = std::function<void(std::string const&)>;

/// A writer's turn: runs the commands in one transaction, commits, and then finishes them. What a
/// command has written that fails is undone; then, and when one throws, the others run again.
void run_group(SqliteConnection& connection, std::vector<Job> group, OnFatal const& on_fatal);

/// A reader's turn: runs one query on one consistent snapshot.
void run_query(SqliteConnection& connection, Job& job);

/// What a job fails with that finds the queue full or closed.
base::Error refusal();

}  // namespace farthing::store
