#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "net/web_socket_testing.hpp"

namespace farthing::net {
namespace {

struct FrameCase {
    std::string name;
    std::string bytes;
    int code;  // What the server closes with. 0: it reads on.
};

std::vector<FrameCase> frame_cases() {  // long: a table
    std::string unmasked = "\x81\x02hi";
    std::vector<FrameCase> cases{
        {"unmasked", unmasked, 1002},
        {"binary", frame(0x82, "x"), 1003},
        {"message too large", text_frame(std::string(16 * 1024 + 1, 'x')), 1009},
        {"fragments too large",
         frame(0x01, std::string(9000, 'x')) + frame(0x80, std::string(9000, 'x')), 1009},
        {"largest message", text_frame(std::string(16 * 1024, 'x')), 0},
        {"length with high bit", "\x81\xff\x80" + std::string(7, '\0') + "\x11\x22\x33\x44", 1009},
        {"length 16 not minimal", std::string("\x81\xfe\x00\x01\x11\x22\x33\x44x", 9), 1002},
        {"length 64 not minimal", std::string("\x81\xff\0\0\0\0\0\0\0\x01\x11\x22\x33\x44x", 15),
         1002},
        {"control frame too long", frame(0x89, std::string(126, 'x')), 1002},
        {"fragmented ping", frame(0x09, "x"), 1002},
        {"fragmented close", frame(0x08, ""), 1002},
        {"continuation without begin", frame(0x80, "x"), 1002},
        {"begin within a message", frame(0x01, "x") + frame(0x81, "y"), 1002},
        {"pong that nobody asked for", frame(0x8a, "x"), 0},
        {"empty text", text_frame(""), 0},
        {"empty fragments", frame(0x01, "") + frame(0x00, "") + frame(0x80, ""), 0},
        {"close without code", frame(0x88, ""), 1000},
        {"close with one byte", frame(0x88, "x"), 1002},
        {"close with bad text", close_frame(1000, "\xff"), 1002},
    };
    for (unsigned const bits : {0x40U, 0x20U, 0x10U, 0x70U})
        cases.push_back({"reserved bits " + std::to_string(bits), frame(0x81 | bits, "x"), 1002});
    for (unsigned const opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U})
        cases.push_back({"opcode " + std::to_string(opcode), frame(0x80 | opcode, "x"), 1002});
    for (int const code : {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999})
        cases.push_back({"close code " + std::to_string(code),
                         close_frame(static_cast<std::uint16_t>(code)), 1002});
    for (int const code : {1000, 1001, 1003, 1007, 1011, 3000, 4999, 5000})
        cases.push_back({"close code " + std::to_string(code),
                         close_frame(static_cast<std::uint16_t>(code)), code});
    for (std::string const text : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\x80",
                                   "\xe2\x82", "\xf8\x88\x80\x80\x80"}) {
        cases.push_back({"not UTF-8", text_frame(text), 1007});
        cases.push_back({"not UTF-8 in parts",
                         frame(0x01, text.substr(0, 1)) + frame(0x80, text.substr(1)), 1007});
    }
    cases.push_back({"UTF-8 cut between parts", frame(0x01, "\xe2\x82") + frame(0x80, "\xac"), 0});
    return cases;
}

/// What the server makes of `bytes` sent in pieces of `step`: a close code, 0 for reading on, -1
/// for a close without code.
int verdict(SocketServer& fixture, std::string const& bytes, std::size_t step) {
    auto peer = open_socket(fixture);
    for (std::size_t i = 0; i < bytes.size() && peer.send(bytes.substr(i, step)); i += step) {
    }
    peer.send(text_frame("echo:still here"));
    auto const answer = receive_frame(peer);
    peer.close();
    std::optional<std::string> event;
    do event = fixture.events->take();
    while (event && event != "close");
    EXPECT_TRUE(event);
    if (answer.payload == "still here") return 0;
    return answer.close_code();
}

TEST(WebSocket, JudgesFramesAsRfc6455Does) {
    SocketServer fixture;
    for (auto const& c : frame_cases()) {
        EXPECT_EQ(verdict(fixture, c.bytes, c.bytes.size()), c.code) << c.name;
        if (c.bytes.size() > 100) continue;
        EXPECT_EQ(verdict(fixture, c.bytes, 1), c.code) << c.name << " byte by byte";
    }
}

}  // namespace
}  // namespace farthing::net
