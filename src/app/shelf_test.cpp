#include "app/shelf.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace farthing::app {
namespace {

/// Keeps what is to be done, until the test does it.
class HandScheduler final : public base::Scheduler {
public:
    void post(std::function<void()> work) override { waiting.push_back(std::move(work)); }
    void after(std::chrono::milliseconds, std::function<void()> work) override {
        waiting.push_back(std::move(work));
    }
    void run_one() {
        auto const work = std::move(waiting.front());
        waiting.pop_front();
        work();
    }
    std::deque<std::function<void()>> waiting;
};

class LinesLog final : public base::Log {
public:
    void write(base::LogLevel, std::string_view event,
               std::initializer_list<Field> fields) override {
        lines.emplace_back(event);
        for (auto const& [name, value] : fields) lines.back().append(" ").append(value);
    }
    std::vector<std::string> lines;
};

class TestSource final : public GoodsSource {
public:
    base::Result<GoodsList> read() const override { return list; }
    std::string fingerprint() const override { return print; }
    std::string name() const override { return "test"; }

    base::Result<GoodsList> list = GoodsList();
    std::string print = "1";
};

class ShelfTest : public testing::Test {
protected:
    static delivery::Shelved good(std::string path) {
        return {.path = std::move(path),
                .item = {.shared_secret = base::Secret("n1hLnMiJwAwBqT7xVz3KpR8s")}};
    }
    void change(base::Result<GoodsList> list) {
        source->list = std::move(list);
        source->print += "x";
        scheduler.run_one();
    }

    HandScheduler scheduler;
    LinesLog log;
    std::shared_ptr<TestSource> source = std::make_shared<TestSource>();
    std::shared_ptr<Shelf> shelf = std::make_shared<Shelf>(log);
};

TEST_F(ShelfTest, FollowsItsSourceAndKeepsWhatRequestsHold) {
    source->list = GoodsList{.goods = {good("/a")}};
    ASSERT_TRUE(shelf->follow(source, scheduler));
    auto const held = shelf->catalogue();
    change(GoodsList{.goods = {good("/b")}});
    EXPECT_TRUE(held->find("/a"));
    EXPECT_FALSE(shelf->catalogue()->find("/a"));
    EXPECT_TRUE(shelf->catalogue()->find("/b"));
    scheduler.run_one();
    EXPECT_TRUE(shelf->catalogue()->find("/b"));
}

TEST_F(ShelfTest, WhatCannotBeReadLeavesTheOldGoods) {
    source->list = GoodsList{.goods = {good("/a")}};
    ASSERT_TRUE(shelf->follow(source, scheduler));
    change(base::fail(base::Errc::invalid_request, "line 7 is torn"));
    EXPECT_TRUE(shelf->catalogue()->find("/a"));
    EXPECT_NE(log.lines.back().find("line 7 is torn"), std::string::npos);
    change(GoodsList{.goods = {good("/b")}});
    EXPECT_TRUE(shelf->catalogue()->find("/b"));
}

TEST_F(ShelfTest, TellsOfEntriesThatAreLeftOutAndOfDangerousSecrets) {
    source->list = GoodsList{.goods = {good("/a"), good("/b")},
                             .faults = {"line 3: no"},
                             .missing = {"line 9: a.txt: none"}};
    ASSERT_TRUE(shelf->follow(source, scheduler));
    ASSERT_EQ(log.lines.size(), 3U);
    EXPECT_NE(log.lines[0].find("line 3: no"), std::string::npos);
    EXPECT_NE(log.lines[1].find("line 9: a.txt: none"), std::string::npos);
    EXPECT_NE(log.lines[2].find("/a and /b"), std::string::npos);
    EXPECT_TRUE(shelf->catalogue()->find("/a"));
}

TEST_F(ShelfTest, AFirstListThatCannotBeReadIsAnError) {
    source->list = base::fail(base::Errc::unavailable, "gone");
    EXPECT_FALSE(shelf->follow(source, scheduler));
    EXPECT_TRUE(scheduler.waiting.empty());
}

TEST_F(ShelfTest, AListWithoutOneRightEntryIsNoListButAnEmptyOneIs) {
    source->list = GoodsList{.goods = {}, .faults = {"line 1: no"}};
    EXPECT_EQ(shelf->follow(source, scheduler).error().message, "line 1: no");
    source->list = GoodsList{.goods = {good("/a")}};
    ASSERT_TRUE(shelf->follow(source, scheduler));
    change(GoodsList{.goods = {}, .faults = {"line 1: no"}});
    EXPECT_TRUE(shelf->catalogue()->find("/a"));
    change(GoodsList{});
    EXPECT_FALSE(shelf->catalogue()->find("/a"));
}

TEST_F(ShelfTest, MayGoWhileItIsFollowed) {
    ASSERT_TRUE(shelf->follow(source, scheduler));
    shelf.reset();
    scheduler.run_one();
    EXPECT_TRUE(scheduler.waiting.empty());
}

}  // namespace
}  // namespace farthing::app
