#include "net/inbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

#include "base/wake_later.hpp"

namespace farthing::net {

Inbox::Inbox() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Inbox::~Inbox() {
    ::close(descriptor_);
}

void Inbox::post(Task task) {
    bool wake = false;
    {
        std::lock_guard const lock(mutex_);
        if (closed_) return;
        // Whoever finds the queue empty wakes the owner; it takes all that has gathered until then.
        wake = tasks_.empty();
        tasks_.push_back(std::move(task));
    }
    if (wake) base::WakeLater::wake(this, [self = shared_from_this()] { self->wake(); });
}

void Inbox::wake() const {
    std::uint64_t const one = 1;
    // Cannot fail: the counter is far from its end.
    [[maybe_unused]] auto const written = ::write(descriptor_, &one, sizeof one);
}

std::vector<Inbox::Task> Inbox::take() {
    std::uint64_t count = 0;
    // Read before taking: a task that comes in between wakes once too often, never once too seldom.
    [[maybe_unused]] auto const read = ::read(descriptor_, &count, sizeof count);
    std::vector<Task> tasks;
    std::lock_guard const lock(mutex_);
    tasks.swap(tasks_);
    return tasks;
}

std::vector<Inbox::Task> Inbox::close() {
    std::vector<Task> tasks;
    std::lock_guard const lock(mutex_);
    closed_ = true;
    tasks.swap(tasks_);
    return tasks;
}

}  // namespace farthing::net
