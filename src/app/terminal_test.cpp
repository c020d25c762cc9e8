#include "app/terminal.hpp"

#include <gtest/gtest.h>

namespace farthing::app {
namespace {

TEST(Terminal, IsNotCommandedByWhatOthersWrote) {
    EXPECT_EQ(printable("plain \xc3\xa9 \xe2\x82\xac"), "plain \xc3\xa9 \xe2\x82\xac");
    EXPECT_EQ(printable("\x1b[2J\a\n\t\x7f"), "?[2J????");
    EXPECT_EQ(printable("\xc2\x9b"
                        "31m\xc2\xa0\xc2"),
              "?31m\xc2\xa0\xc2");
}

}  // namespace
}  // namespace farthing::app
