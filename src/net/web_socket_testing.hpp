#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "net/testing.hpp"

/// A server with one WebSocket route, and a client that builds each frame by hand.
namespace farthing::net {

/// What the room above sees, in order: `open`, `text:...`, `close`.
using Events = Mailbox<std::string>;

class TestSession final : public http::SocketSession {
public:
    TestSession(std::shared_ptr<Events> events, std::shared_ptr<http::SocketSender> sender)
        : events_(std::move(events)), sender_(std::move(sender)) {}
    void on_open() override { events_->put("open"); }
    void on_text(std::string_view text) override {
        if (text == "throw") throw std::runtime_error("as asked");
        if (text.starts_with("echo:")) sender_->send(std::string(text.substr(5)));
        if (text == "bye") sender_->close(4001, "bye");
        events_->put("text:" + std::string(text));
    }
    void on_close() override { events_->put("close"); }

private:
    std::shared_ptr<Events> events_;
    std::shared_ptr<http::SocketSender> sender_;
};

struct SocketServer {
    std::shared_ptr<Events> events = std::make_shared<Events>();
    std::shared_ptr<Mailbox<std::shared_ptr<http::SocketSender>>> senders =
        std::make_shared<Mailbox<std::shared_ptr<http::SocketSender>>>();
    TestServer server;

    explicit SocketServer(ServerOptions options = TestServer::quick())
        : server(router(), std::move(options)) {}

    http::Router router() {
        http::SocketRoute route;
        route.subprotocol = "test.v1";
        route.allowed_origins = {"https://wallet.example", "http://127.0.0.1:8402"};
        route.open = [events = events, senders = senders](
                         http::Request const& request,
                         std::shared_ptr<http::SocketSender> const& sender)
            -> std::shared_ptr<http::SocketSession> {
            if (request.query == "none") return nullptr;
            if (request.query == "throw") throw std::runtime_error("as asked");
            senders->put(sender);
            return std::make_shared<TestSession>(events, sender);
        };
        http::Router router;
        router.add(
            {.method = http::Method::get, .pattern = "/socket", .handler = std::move(route)});
        return router;
    }
};

inline std::string handshake(std::string_view fields = "", std::string_view target = "/socket") {
    return get(target,
               "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
               "Sec-WebSocket-Protocol: test.v1\r\n" +
                   std::string(fields));
}

inline std::string length_bytes(std::size_t size) {
    auto const big_endian = [](std::size_t value, int bytes) {
        std::string text;
        for (int i = bytes; i-- > 0;) text += static_cast<char>(value >> (8 * i));
        return text;
    };
    if (size < 126) return std::string(1, static_cast<char>(0x80U | size));
    if (size < 65536) return "\xfe" + big_endian(size, 2);
    return "\xff" + big_endian(size, 8);
}

/// A frame as a client sends it. `first` is the byte with FIN, RSV and opcode.
inline std::string frame(unsigned first, std::string_view payload) {
    std::string const mask = "\x11\x22\x33\x44";
    std::string text(1, static_cast<char>(first));
    text += length_bytes(payload.size()) + mask;
    for (std::size_t i = 0; i < payload.size(); ++i)
        text += static_cast<char>(payload[i] ^ mask[i % 4]);
    return text;
}

inline std::string text_frame(std::string_view payload) {
    return frame(0x81, payload);
}

inline std::string close_frame(std::uint16_t code, std::string_view reason = "") {
    std::string payload{static_cast<char>(code >> 8U), static_cast<char>(code & 255U)};
    return frame(0x88, payload.append(reason));
}

struct Frame {
    unsigned first = 0;
    std::string payload;
    bool operator==(Frame const&) const = default;
    int close_code() const {
        if (first != 0x88 || payload.size() < 2) return 0;
        return static_cast<unsigned char>(payload[0]) * 256 +
               static_cast<unsigned char>(payload[1]);
    }
};

/// The next frame of the server; `first` 0 at the end of the stream.
inline Frame receive_frame(RawPeer& peer) {
    auto const head = peer.receive(2);
    if (head.size() < 2) return {};
    std::size_t size = static_cast<unsigned char>(head[1]);
    if (size > 125) {
        std::size_t extended = 0;
        for (char const c : peer.receive(size == 126 ? 2 : 8))
            extended = extended * 256 + static_cast<unsigned char>(c);
        size = extended;
    }
    return {static_cast<unsigned char>(head[0]), peer.receive(size)};
}

inline RawPeer open_socket(SocketServer& fixture) {
    auto peer = fixture.server.connect();
    peer.send(handshake());
    EXPECT_EQ(peer.receive_until("\r\n\r\n").substr(0, 12), "HTTP/1.1 101");
    EXPECT_EQ(fixture.events->take(), "open");
    return peer;
}

}  // namespace farthing::net
