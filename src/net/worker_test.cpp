#include "net/worker.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "net/testing.hpp"

namespace farthing::net {
namespace {

using std::chrono::milliseconds;

TEST(Worker, RunsTasksInTheirOrderOnOneThread) {
    Mailbox<int> done;
    Mailbox<std::thread::id> threads;
    Worker worker;
    for (int i = 0; i < 100; ++i)
        worker.post([&, i] {
            done.put(i);
            threads.put(std::this_thread::get_id());
        });
    for (int i = 0; i < 100; ++i) EXPECT_EQ(done.take(), i);
    auto const first = threads.take();
    EXPECT_FALSE(first == std::this_thread::get_id());
    for (int i = 1; i < 100; ++i) EXPECT_TRUE(threads.take() == first);
}

TEST(Worker, RunsTasksAfterTheirTime) {
    Mailbox<std::string> done;
    Worker worker;
    auto const start = std::chrono::steady_clock::now();
    worker.after(milliseconds(60), [&] { done.put("later"); });
    worker.after(milliseconds(20), [&] { done.put("sooner"); });
    worker.post([&] { done.put("now"); });
    EXPECT_EQ(done.take(), "now");
    EXPECT_EQ(done.take(), "sooner");
    EXPECT_EQ(done.take(), "later");
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(60));
}

TEST(Worker, GoesOnAfterAnException) {
    Mailbox<std::string> errors;
    Mailbox<int> done;
    Worker worker([&](std::string_view text) { errors.put(std::string(text)); });
    worker.post([] { throw std::runtime_error("as asked"); });
    worker.post([&] { done.put(1); });
    EXPECT_EQ(errors.take(), "background work: as asked");
    EXPECT_EQ(done.take(), 1);
}

TEST(Worker, DropsWhatWaitsWhenItEnds) {
    auto const kept = std::make_shared<int>(1);
    {
        Worker worker;
        worker.after(std::chrono::hours(1), [kept] { FAIL(); });
    }
    EXPECT_EQ(kept.use_count(), 1);
}

}  // namespace
}  // namespace farthing::net
