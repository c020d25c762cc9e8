#include "store/threaded_database.hpp"

#include <deque>

#include "store/sqlite.hpp"

namespace farthing::store {

/// A bounded queue that is closed once. What was accepted is handed out, also after closing.
class ThreadedDatabase::Queue {
public:
    explicit Queue(std::size_t capacity) : capacity_(capacity) {}

    /// False, and the job stays the caller's, when the queue is full or closed.
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

ThreadedDatabase::ThreadedDatabase(Options options, Schema const& schema)
    : options_(std::move(options)),
      writes_(std::make_unique<Queue>(options_.writer_queue)),
      reads_(std::make_unique<Queue>(options_.reader_queue)) {
    prepare_file(options_.file, schema, options_.keys);
    // All of them before there is a thread: what cannot be opened is thrown to the caller.
    auto const open = [this](SqliteConnection::Mode mode) {
        return std::make_unique<SqliteConnection>(options_.file, mode, options_.keys);
    };
    auto writer = open(SqliteConnection::Mode::write);
    std::vector<std::unique_ptr<SqliteConnection>> readers;
    readers.reserve(options_.readers);
    for (std::size_t i = 0; i < options_.readers; ++i)
        readers.push_back(open(SqliteConnection::Mode::read));
    threads_.emplace_back([this, writer = std::move(writer)] { write_loop(*writer); });
    for (auto& reader : readers)
        threads_.emplace_back([this, reader = std::move(reader)] { read_loop(*reader); });
}

ThreadedDatabase::~ThreadedDatabase() {
    stop();
}

void ThreadedDatabase::stop() {
    if (threads_.empty()) return;
    // Writes first: their callbacks may still ask to read.
    writes_->close();
    threads_.front().join();
    reads_->close();
    threads_.clear();
}

void ThreadedDatabase::push_write(Job job) {
    if (!writes_->push(job)) job.fail(refusal());
}

void ThreadedDatabase::push_read(Job job) {
    if (!reads_->push(job)) job.fail(refusal());
}

void ThreadedDatabase::write_loop(SqliteConnection& connection) {
    for (;;) {
        auto group = writes_->take(kGroupMax);
        if (group.empty()) return;
        run_group(connection, std::move(group), options_.on_fatal);
    }
}

void ThreadedDatabase::read_loop(SqliteConnection& connection) {
    for (;;) {
        auto jobs = reads_->take(1);
        if (jobs.empty()) return;
        run_query(connection, jobs.front());
    }
}

}  // namespace farthing::store
