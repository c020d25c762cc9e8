#include "net/inbox.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "base/wake_later.hpp"

namespace farthing::net {
namespace {

bool is_readable(Inbox const& inbox) {
    pollfd ready{.fd = inbox.descriptor(), .events = POLLIN, .revents = 0};
    return ::poll(&ready, 1, 0) == 1;
}

TEST(Inbox, WakesItsOwnerOnceForManyTasks) {
    auto const owned = std::make_shared<Inbox>();
    auto& inbox = *owned;
    EXPECT_FALSE(is_readable(inbox));
    int sum = 0;
    for (int i = 1; i <= 3; ++i) inbox.post([&sum, i] { sum = sum * 10 + i; });
    EXPECT_TRUE(is_readable(inbox));
    for (auto const& task : inbox.take()) task();
    EXPECT_EQ(sum, 123);
    EXPECT_FALSE(is_readable(inbox));
    inbox.post([] {});
    EXPECT_TRUE(is_readable(inbox));
}

TEST(Inbox, WakesItsOwnerLaterWhenManyAreToBeWoken) {
    auto inbox = std::make_shared<Inbox>();
    std::optional<base::WakeLater> later(std::in_place);
    inbox->post([] {});
    EXPECT_FALSE(is_readable(*inbox));
    later.reset();
    EXPECT_TRUE(is_readable(*inbox));

    later.emplace();
    inbox->take();
    inbox->post([] {});
    std::weak_ptr<Inbox> const watched = inbox;
    inbox.reset();
    EXPECT_FALSE(watched.expired());
    later.reset();
    EXPECT_TRUE(watched.expired());
}

TEST(Inbox, DropsWhatComesAfterItsEnd) {
    auto const owned = std::make_shared<Inbox>();
    auto& inbox = *owned;
    auto const kept = std::make_shared<int>(1);
    inbox.post([kept] {});
    EXPECT_EQ(kept.use_count(), 2);
    EXPECT_EQ(inbox.close().size(), 1U);
    EXPECT_EQ(kept.use_count(), 1);
    inbox.post([kept] {});
    EXPECT_EQ(kept.use_count(), 1);
    EXPECT_TRUE(inbox.take().empty());
}

TEST(Inbox, LosesNothingBetweenThreads) {
    auto const owned = std::make_shared<Inbox>();
    auto& inbox = *owned;
    inbox.adopt();
    int count = 0;
    std::vector<std::jthread> senders;
    for (int thread = 0; thread < 3; ++thread)
        senders.emplace_back([&] {
            EXPECT_FALSE(inbox.owned_by_this_thread());
            for (int i = 0; i < 10'000; ++i) inbox.post([&count] { ++count; });
        });
    EXPECT_TRUE(inbox.owned_by_this_thread());
    while (count < 30'000) {
        pollfd ready{.fd = inbox.descriptor(), .events = POLLIN, .revents = 0};
        ASSERT_EQ(::poll(&ready, 1, 20'000), 1);
        for (auto const& task : inbox.take()) task();
    }
    EXPECT_FALSE(is_readable(inbox));
}

}  // namespace
}  // namespace farthing::net
