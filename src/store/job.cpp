#include "store/job.hpp"

#include "base/failpoint.hpp"
#include "base/wake_later.hpp"
#include "store/sqlite.hpp"

namespace farthing::store {
namespace {

base::Error to_error(std::exception const& exception) {
    if (dynamic_cast<DiskFull const*>(&exception) != nullptr)
        return base::fail(base::Errc::unavailable, "the server's disk is full");
    return base::fail(base::Errc::internal, exception.what());
}

void roll_back(SqliteConnection& connection) {
    if (connection.in_transaction()) connection.execute("ROLLBACK");
}

/// Undoes what a command has written that fails.
void run_isolated(SqliteConnection& connection, Job& job) {
    connection.execute("SAVEPOINT command");
    if (!job.run(connection)) connection.execute("ROLLBACK TO command");
    connection.execute("RELEASE command");
}

/// Runs the commands; `at` is the one that is running. Most that fail have written nothing, so that
/// nothing need be undone, and a savepoint costs as much as what it is for. False: one has written
/// and failed, and all must run again, isolated.
bool run_all(SqliteConnection& connection, std::vector<Job>& group, std::size_t& at,
             bool isolated) {
    for (; at < group.size(); ++at) {
        auto const before = connection.changed_rows();
        if (isolated)
            run_isolated(connection, group[at]);
        else if (!group[at].run(connection) && connection.changed_rows() != before)
            return false;
    }
    return true;
}

void commit_group(SqliteConnection& connection, std::vector<Job>& group, OnFatal const& on_fatal) {
    try {
        base::failpoint("store.before_commit");
        connection.execute("COMMIT");
        base::failpoint("store.after_commit");
    } catch (DiskFull const& full) {
        roll_back(connection);
        for (auto& job : group) job.fail(to_error(full));
        return;
    } catch (std::exception const& exception) {
        // The sync failed: what is on the disk is unknown, and only a fresh start can tell.
        on_fatal(exception.what());
        return;
    }
    base::WakeLater const later;
    for (auto& job : group) job.finish();
}

}  // namespace

void run_group(SqliteConnection& connection, std::vector<Job> group, OnFatal const& on_fatal) {
    bool isolated = false;
    while (!group.empty()) {
        std::size_t at = 0;
        try {
            connection.execute("BEGIN IMMEDIATE");
            if (run_all(connection, group, at, isolated)) break;
            roll_back(connection);
            isolated = true;
        } catch (std::exception const& exception) {
            roll_back(connection);
            group[at].fail(to_error(exception));
            group.erase(group.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
    if (!group.empty()) commit_group(connection, group, on_fatal);
}

void run_query(SqliteConnection& connection, Job& job) {
    try {
        connection.execute("BEGIN");
        job.run(connection);
        connection.execute("COMMIT");
    } catch (std::exception const& exception) {
        roll_back(connection);
        job.fail(to_error(exception));
        return;
    }
    job.finish();
}

base::Error refusal() {
    return base::fail(base::Errc::unavailable, "the server is busy; try again in a moment");
}

}  // namespace farthing::store
