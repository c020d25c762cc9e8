#include "base/secret.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace farthing::base {
namespace {

bool holds(Secret const& secret, std::string_view text) {
    auto const* bytes = reinterpret_cast<char const*>(std::addressof(secret));
    return std::string_view(bytes, sizeof secret).find(text) != std::string_view::npos;
}

TEST(Secret, MovesAndLeavesNothingBehind) {
    for (auto const& text : {std::string("short"), std::string(100, 'x')}) {
        Secret from{std::string_view(text)};
        Secret const to(std::move(from));
        EXPECT_EQ(to.reveal(), text);
        EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): what is left is the point.
        EXPECT_FALSE(holds(from, text.substr(1)));
    }
}

TEST(Secret, IsItsTextAndNoOther) {
    Secret secret(std::string_view("one"));
    auto const copy = secret;
    secret = Secret(std::string_view("two"));
    EXPECT_EQ(copy.reveal(), "one");
    EXPECT_EQ(secret.reveal(), "two");
    EXPECT_FALSE(secret == copy);
    EXPECT_TRUE(copy == Secret(std::string_view("one")));
}

}  // namespace
}  // namespace farthing::base
