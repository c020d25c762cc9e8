#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace farthing::net {

/// One thread that runs tasks one by one: background work, timers, and what HttpClient reports.
///
/// An exception that leaves a task is told to the error log; the thread goes on.
class Worker {
public:
    using Task = std::function<void()>;

    /// `error_log` is called on the worker's thread.
    explicit Worker(std::function<void(std::string_view)> error_log = {});
    /// Lets the task that runs end, and drops those that wait. Not from a task.
    ~Worker();
    Worker(Worker const&) = delete;
    Worker& operator=(Worker const&) = delete;

    /// Runs `task` after those posted before. From any thread.
    void post(Task task);
    /// Runs `task` when `delay` has passed. From any thread.
    void after(std::chrono::milliseconds delay, Task task);

    /// The event loop, known to this room only.
    struct Loop;
    Loop& loop() { return *loop_; }

private:
    std::unique_ptr<Loop> loop_;
};

}  // namespace farthing::net
