#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "base/limits.hpp"
#include "store/database.hpp"
#include "store/schema.hpp"

namespace farthing::store {

/// A database with threads: one for the writer, and one for each reader.
class ThreadedDatabase final : public Database {
public:
    struct Options {
        std::filesystem::path file;
        std::size_t readers = 2;
        std::size_t writer_queue = base::limits::kWriterQueue;
        std::size_t reader_queue = base::limits::kReaderQueue;
        OnFatal on_fatal;
        /// For a database that seals secrets.
        std::shared_ptr<base::SealingKeys const> keys = nullptr;
    };

    /// Prepares the file and starts the threads. Throws StoreFailure.
    ThreadedDatabase(Options options, Schema const& schema);
    ~ThreadedDatabase() override;
    /// Runs what is queued, then ends the threads. From then on everything is refused as
    /// `unavailable`. Whatever callbacks refer to must live until this has returned.
    void stop();

protected:
    void push_write(Job job) override;
    void push_read(Job job) override;

private:
    class Queue;

    void write_loop(SqliteConnection& connection);
    void read_loop(SqliteConnection& connection);

    Options options_;
    std::unique_ptr<Queue> writes_;
    std::unique_ptr<Queue> reads_;
    std::vector<std::jthread> threads_;
};

}  // namespace farthing::store
