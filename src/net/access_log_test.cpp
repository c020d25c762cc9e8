#include "net/access_log.hpp"

#include <gtest/gtest.h>

namespace farthing::net {
namespace {

AccessRecord record() {
    return {.method = "GET",
            .path = "/v2/goods",
            .status = 200,
            .bytes = 17,
            .duration = std::chrono::microseconds(42),
            .peer = "127.0.0.1",
            .id = "abc1",
            .user_agent = "curl/8"};
}

TEST(AccessLog, WritesOneLineOfJson) {
    EXPECT_EQ(to_json_line(record(), base::Timestamp::from_seconds(1'700'000'000)),
              R"({"time":"2023-11-14T22:13:20Z","id":"abc1","peer":"127.0.0.1","method":"GET",)"
              R"("path":"/v2/goods","status":200,"bytes":17,"microseconds":42,"agent":"curl/8"})");
}

TEST(AccessLog, LetsNoRequestForgeALine) {
    auto forged = record();
    forged.path = "/\"},\r\n{\"id\":\"x";
    forged.user_agent = "\x1b[2J\xff\x7f";
    auto const line = to_json_line(forged, base::Timestamp());
    for (char const c : line) EXPECT_TRUE(c >= 0x20 && c < 0x7f);
    EXPECT_NE(line.find(R"("path":"/\"},\u000d\u000a{\"id\":\"x")"), line.npos);
    EXPECT_NE(line.find(R"("agent":"\u001b[2J\u00ff\u007f")"), line.npos);
}

}  // namespace
}  // namespace farthing::net
