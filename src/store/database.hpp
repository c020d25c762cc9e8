#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "base/result.hpp"
#include "store/job.hpp"
#include "store/transaction.hpp"

namespace farthing::store {

/// One database file and what works on it: one writer, which runs commands one by one and commits
/// many of them with one sync (group commit), and readers with connections of their own.
///
/// All functions may be called from any thread. The callbacks run on the writer's or a reader's
/// thread, or within the call itself when the queue is full or closed, and must not block.
class Database {
public:
    Database() = default;
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;
    virtual ~Database() = default;

    template <class T>
    using Decide = std::function<base::Result<T>(Transaction&)>;
    template <class T>
    using Done = std::function<void(base::Result<T>)>;

    /// Runs `decide` on the writer and, after its changes are durable, `done` with what it
    /// returned. When `decide` returns an error or throws, its changes are undone. `decide` may run
    /// twice (when a neighbour's are), so it has no effects but through its Transaction.
    /// With a full queue `done` gets `unavailable` at once.
    template <class T>
    void write(Decide<T> decide, Done<T> done);

    /// Runs `look` on a reader, on one consistent snapshot, then `done`. Sees every commit whose
    /// `done` was called before.
    template <class T>
    void read(Decide<T> look, Done<T> done);

    /// As write and read, but waits for the outcome. For start-up and commands, never on a network
    /// thread.
    template <class T>
    base::Result<T> write_now(Decide<T> decide);
    template <class T>
    base::Result<T> read_now(Decide<T> look);

protected:
    /// What is refused, because the queue is full or closed, fails within the call.
    virtual void push_write(Job job) = 0;
    virtual void push_read(Job job) = 0;

private:
    template <class T>
    static Job make_job(Decide<T> decide, Done<T> done);
};

template <class T>
Job Database::make_job(Decide<T> decide, Done<T> done) {
    auto const outcome = std::make_shared<base::Result<T>>(base::fail(base::Errc::internal));
    auto const shared_done = std::make_shared<Done<T>>(std::move(done));
    return {.run =
                [decide = std::move(decide), outcome](Transaction& transaction) {
                    *outcome = decide(transaction);
                    return outcome->has_value();
                },
            .finish = [outcome, shared_done] { (*shared_done)(std::move(*outcome)); },
            .fail = [shared_done](base::Error error) { (*shared_done)(std::move(error)); }};
}

template <class T>
void Database::write(Decide<T> decide, Done<T> done) {
    push_write(make_job<T>(std::move(decide), std::move(done)));
}

template <class T>
void Database::read(Decide<T> look, Done<T> done) {
    push_read(make_job<T>(std::move(look), std::move(done)));
}

/// One outcome handed from a database thread to the thread that waits for it.
template <class T>
class Handover {
public:
    void put(base::Result<T> result) {
        std::lock_guard const lock(mutex_);
        result_.emplace(std::move(result));
        ready_.notify_one();
    }
    base::Result<T> take() {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [this] { return result_.has_value(); });
        return std::move(*result_);
    }

private:
    std::mutex mutex_;
    std::condition_variable ready_;
    std::optional<base::Result<T>> result_;
};

template <class T>
base::Result<T> Database::write_now(Decide<T> decide) {
    auto const handover = std::make_shared<Handover<T>>();
    write<T>(std::move(decide), [handover](base::Result<T> r) { handover->put(std::move(r)); });
    return handover->take();
}

template <class T>
base::Result<T> Database::read_now(Decide<T> look) {
    auto const handover = std::make_shared<Handover<T>>();
    read<T>(std::move(look), [handover](base::Result<T> r) { handover->put(std::move(r)); });
    return handover->take();
}

}  // namespace farthing::store
