#include "net/input.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace farthing::net {
namespace {

void append(Input& input, std::string_view text) {
    while (!text.empty()) {
        auto const room = input.writable();
        auto const size = text.copy(room.data(), room.size());
        input.commit(size);
        text.remove_prefix(size);
    }
}

TEST(Input, KeepsWhatWasReceivedInOnePiece) {
    Input input;
    EXPECT_TRUE(input.empty());
    append(input, "hello ");
    append(input, "world");
    input.consume(3);
    EXPECT_EQ(input.readable(), "lo world");
    append(input, std::string(30'000, 'x'));
    EXPECT_EQ(input.readable(), "lo world" + std::string(30'000, 'x'));
}

TEST(Input, AlwaysHasRoom) {
    Input input;
    for (int i = 0; i < 100; ++i) {
        EXPECT_GE(input.writable().size(), 1024U);
        append(input, std::string(777, 'x'));
    }
}

TEST(Input, GivesItsMemoryBackWhenItIsEmpty) {
    Input input;
    append(input, std::string(100'000, 'x'));
    EXPECT_GT(input.writable().size(), 4096U);
    input.consume(100'000);
    EXPECT_EQ(input.writable().size(), 4096U);
}

TEST(Input, DetachesAPartWithoutMovingIt) {
    Input input;
    append(input, "first second");
    auto const first = input.readable().substr(0, 6);
    auto const detached = input.detach(6);
    EXPECT_EQ(detached.readable().data(), first.data());
    EXPECT_EQ(detached.readable(), "first ");
    EXPECT_EQ(input.readable(), "second");
    append(input, "!");
    EXPECT_EQ(input.readable(), "second!");
    EXPECT_EQ(input.detach(7).readable(), "second!");
    EXPECT_TRUE(input.empty());
    append(input, "third");
    EXPECT_EQ(input.readable(), "third");
}

// Property: whatever the order of operations, the bytes come out as they went in.
TEST(Input, LosesNothing) {
    std::mt19937_64 random(5);
    Input input;
    std::string expected;
    char next = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto const size = random() % 3000;
        if (random() % 3 == 0) {
            auto const taken = std::min<std::size_t>(size, expected.size());
            if (random() % 2 == 0)
                input.consume(taken);
            else
                ASSERT_EQ(input.detach(taken).readable(), expected.substr(0, taken));
            expected.erase(0, taken);
        } else if (expected.size() < 20'000) {
            std::string text(size, ' ');
            for (auto& c : text) c = ++next;
            append(input, text);
            expected += text;
        }
        ASSERT_EQ(input.readable(), expected);
    }
}

}  // namespace
}  // namespace farthing::net
