#include "store/database.hpp"

#include "store/sqlite.hpp"

namespace farthing::store {
namespace {

/// How many commands share one sync at the most: bounds how long the first of them waits.
constexpr std::size_t kGroupMax = 256;

base::Error to_error(std::exception const& exception) {
    if (dynamic_cast<DiskFull const*>(&exception) != nullptr)
        return base::fail(base::Errc::unavailable, "the server's disk is full");
    return base::fail(base::Errc::internal, exception.what());
}

void roll_back(SqliteConnection& connection) {
    if (connection.in_transaction()) connection.execute("ROLLBACK");
}

}  // namespace

/// A bounded queue that is closed once. What was accepted is handed out, also after closing.
class Database::Queue {
public:
    explicit Queue(std::size_t capacity) : capacity_(capacity) {}

    bool push(Job& job) {
        std::lock_guard const lock(mutex_);
        if (closed_ || jobs_.size() >= capacity_) return false;
        jobs_.push_back(std::move(job));
        ready_.notify_one();
        return true;
    }

    /// Waits for work; takes at most `most`. Empty: closed and nothing left.
    std::vector<Job> take(std::size_t most) {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
        std::vector<Job> taken;
        while (!jobs_.empty() && taken.size() < most) {
            taken.push_back(std::move(jobs_.front()));
            jobs_.pop_front();
        }
        return taken;
    }

    void close() {
        std::lock_guard const lock(mutex_);
        closed_ = true;
        ready_.notify_all();
    }

private:
    std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<Job> jobs_;
    bool closed_ = false;
};

Database::Database(Options options, Schema const& schema)
    : options_(std::move(options)),
      writes_(std::make_unique<Queue>(options_.writer_queue)),
      reads_(std::make_unique<Queue>(options_.reader_queue)) {
    prepare_file(options_.file, schema);
    threads_.emplace_back([this] { write_loop(); });
    for (std::size_t i = 0; i < options_.readers; ++i)
        threads_.emplace_back([this] { read_loop(); });
}

Database::~Database() {
    stop();
}

void Database::stop() {
    if (threads_.empty()) return;
    // Writes first: their callbacks may still ask to read.
    writes_->close();
    threads_.front().join();
    reads_->close();
    threads_.clear();
}

void Database::push_write(Job job) {
    if (!writes_->push(job))
        job.fail(base::fail(base::Errc::unavailable, "the server is busy; try again in a moment"));
}

void Database::push_read(Job job) {
    if (!reads_->push(job))
        job.fail(base::fail(base::Errc::unavailable, "the server is busy; try again in a moment"));
}

void Database::write_loop() {
    SqliteConnection connection(options_.file, SqliteConnection::Mode::write);
    for (;;) {
        auto group = writes_->take(kGroupMax);
        if (group.empty()) return;
        run_group(connection, group);
    }
}

/// Runs the commands in one transaction, each in a savepoint of its own, and commits. A command
/// that throws breaks the transaction: it is answered, and the others run again without it.
void Database::run_group(SqliteConnection& connection, std::vector<Job>& group) {
    while (!group.empty()) {
        std::size_t at = 0;
        try {
            connection.execute("BEGIN IMMEDIATE");
            for (; at < group.size(); ++at) {
                connection.execute("SAVEPOINT command");
                if (!group[at].run(connection)) connection.execute("ROLLBACK TO command");
                connection.execute("RELEASE command");
            }
            break;
        } catch (std::exception const& exception) {
            roll_back(connection);
            group[at].fail(to_error(exception));
            group.erase(group.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
    if (!group.empty()) commit_group(connection, group);
}

void Database::commit_group(SqliteConnection& connection, std::vector<Job>& group) {
    try {
        connection.execute("COMMIT");
    } catch (DiskFull const& full) {
        roll_back(connection);
        for (auto& job : group) job.fail(to_error(full));
        return;
    } catch (std::exception const& exception) {
        // The sync failed: what is on the disk is unknown, and only a fresh start can tell.
        options_.on_fatal(exception.what());
        return;
    }
    for (auto& job : group) job.finish();
}

void Database::read_loop() {
    SqliteConnection connection(options_.file, SqliteConnection::Mode::read);
    for (;;) {
        auto jobs = reads_->take(1);
        if (jobs.empty()) return;
        auto& job = jobs.front();
        try {
            connection.execute("BEGIN");
            job.run(connection);
            connection.execute("COMMIT");
        } catch (std::exception const& exception) {
            roll_back(connection);
            job.fail(to_error(exception));
            continue;
        }
        job.finish();
    }
}

}  // namespace farthing::store
