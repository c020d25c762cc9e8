#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "http/client.hpp"

/// A scheduler whose time a test commands, a Horizon that answers what a test says, and a log that
/// remembers.
namespace farthing::engine {

/// Runs posted work on the test's own thread. Timers fire in their order, without waiting for real
/// time.
class TestScheduler final : public base::Scheduler {
public:
    void post(std::function<void()> work) override {
        std::lock_guard const lock(mutex_);
        work_.push_back(std::move(work));
        changed_.notify_one();
    }
    void after(std::chrono::milliseconds delay, std::function<void()> work) override {
        std::lock_guard const lock(mutex_);
        timers_.emplace(now_ + delay, std::move(work));
        changed_.notify_one();
    }

    /// Runs until `done`. Timers fire only when nothing else comes for a moment: a database thread
    /// may still be at work.
    bool run_until(std::function<bool()> const& done) {
        for (int i = 0; i < 10'000 && !done(); ++i) run_one();
        return done();
    }

private:
    void run_one() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::milliseconds(2), [this] { return !work_.empty(); });
        std::function<void()> work;
        if (!work_.empty()) {
            work = std::move(work_.front());
            work_.pop_front();
        } else if (!timers_.empty()) {
            auto const first = timers_.begin();
            now_ = first->first;
            work = std::move(first->second);
            timers_.erase(first);
        }
        lock.unlock();
        if (work) work();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> work_;
    std::multimap<std::chrono::milliseconds, std::function<void()>> timers_;
    std::chrono::milliseconds now_{0};
};

/// Answers each request by the test's function; remembers what was asked.
class TestClient final : public http::Client {
public:
    using Answer = std::function<base::Result<http::ClientResponse>(http::ClientRequest const&)>;

    TestClient(base::Scheduler& scheduler, Answer answer)
        : scheduler_(scheduler), answer_(std::move(answer)) {}

    void send(http::ClientRequest request,
              std::function<void(base::Result<http::ClientResponse>)> done) override {
        scheduler_.post([this, request = std::move(request), done = std::move(done)] {
            asked.push_back(request);
            done(answer_(request));
        });
    }

    std::vector<http::ClientRequest> asked;

private:
    base::Scheduler& scheduler_;
    Answer answer_;
};

class TestLog final : public base::Log {
public:
    void write(base::LogLevel, std::string_view event,
               std::initializer_list<Field> fields) override {
        std::lock_guard const lock(mutex_);
        text_.append(event);
        for (auto const& [name, value] : fields)
            text_.append(" ").append(name).append("=").append(value);
        text_.append("\n");
    }
    std::string text() {
        std::lock_guard const lock(mutex_);
        return text_;
    }

private:
    std::mutex mutex_;
    std::string text_;
};

}  // namespace farthing::engine
