#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
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

    /// The time that its timers have come to.
    std::chrono::milliseconds now() {
        std::lock_guard const lock(mutex_);
        return now_;
    }

    /// As when the program ends: nothing of what was posted or set will run.
    void forget() {
        std::lock_guard const lock(mutex_);
        work_.clear();
        timers_.clear();
    }

    /// Called before a timer fires: waits for work that other threads may still post, so that time
    /// does not pass while they are at it.
    void before_timers(std::function<void()> wait) { wait_ = std::move(wait); }

    /// Runs until `done`. Timers fire only when nothing else comes for a moment.
    bool run_until(std::function<bool()> const& done) {
        for (int i = 0; i < 10'000 && !done(); ++i) run_one();
        return done();
    }

private:
    void run_one() {
        if (!is_work_coming() && wait_) wait_();
        std::unique_lock lock(mutex_);
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

    bool is_work_coming() {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::milliseconds(2),
                                 [this] { return !work_.empty(); });
    }

    std::function<void()> wait_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> work_;
    std::multimap<std::chrono::milliseconds, std::function<void()>> timers_;
    std::chrono::milliseconds now_{0};
};

/// A stream that was asked for. The test says what comes of it; the listener hears it on the
/// scheduler's thread, as long as nobody has cancelled.
class TestStream {
public:
    TestStream(base::Scheduler& scheduler, http::ClientRequest asked,
               http::StreamListener stream_listener)
        : request(std::move(asked)), scheduler_(scheduler), listener_(std::move(stream_listener)) {}

    void head(http::ClientResponse const& head) {
        tell(listener_.on_head, [head](auto const& on_head) { on_head(head); });
    }
    void text(std::string const& text) {
        tell(listener_.on_text, [text](auto const& on_text) { on_text(text); });
    }
    void end(base::Result<void> const& result = {}) {
        tell(listener_.on_end, [result](auto const& on_end) { on_end(result); });
    }
    bool is_cancelled() const { return *cancelled_; }
    /// What the one who asked gets.
    std::shared_ptr<http::ClientStream> hold() const { return std::make_shared<Hold>(cancelled_); }

    http::ClientRequest const request;

private:
    using Flag = std::shared_ptr<std::atomic<bool>>;

    class Hold final : public http::ClientStream {
    public:
        explicit Hold(Flag cancelled) : cancelled_(std::move(cancelled)) {}
        Hold(Hold const&) = delete;
        Hold& operator=(Hold const&) = delete;
        ~Hold() override { *cancelled_ = true; }
        void cancel() override { *cancelled_ = true; }

    private:
        Flag cancelled_;
    };

    template <class Function, class Call>
    void tell(Function const& function, Call call) {
        scheduler_.post([cancelled = cancelled_, function, call] {
            if (function && !*cancelled) call(function);
        });
    }

    base::Scheduler& scheduler_;
    http::StreamListener listener_;
    Flag cancelled_ = std::make_shared<std::atomic<bool>>(false);
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

    std::shared_ptr<http::ClientStream> stream(http::ClientRequest request,
                                               http::StreamListener listener) override {
        auto stream =
            std::make_shared<TestStream>(scheduler_, std::move(request), std::move(listener));
        auto hold = stream->hold();
        scheduler_.post([this, stream = std::move(stream)] { streams.push_back(stream); });
        return hold;
    }

    std::vector<http::ClientRequest> asked;
    std::vector<std::shared_ptr<TestStream>> streams;

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
