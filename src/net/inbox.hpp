#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace farthing::net {

/// The way into one network thread: tasks from other threads, taken over in batches.
///
/// Asio's own post() would do the same, but then every operation of the thread pays for locks that
/// only this needs. Lives as long as anybody may still post.
class Inbox : public std::enable_shared_from_this<Inbox> {
public:
    using Task = std::function<void()>;

    Inbox();
    ~Inbox();
    Inbox(Inbox const&) = delete;
    Inbox& operator=(Inbox const&) = delete;

    /// From any thread. After close() the task is dropped.
    void post(Task task);

    /// Becomes readable when there are tasks.
    int descriptor() const { return descriptor_; }
    /// Says that the calling thread is the owner; before it posts or takes.
    void adopt() { owner_ = std::this_thread::get_id(); }
    bool owned_by_this_thread() const { return owner_ == std::this_thread::get_id(); }
    /// All tasks so far, in order. By the owner.
    std::vector<Task> take();
    /// Nothing comes in after this. Returns what was still there, to be dropped outside of the
    /// lock.
    std::vector<Task> close();

private:
    void wake() const;

    int descriptor_;
    std::thread::id owner_;
    std::mutex mutex_;
    std::vector<Task> tasks_;
    bool closed_ = false;
};

}  // namespace farthing::net
