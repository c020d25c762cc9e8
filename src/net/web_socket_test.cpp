#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "net/web_socket_testing.hpp"

namespace farthing::net {
namespace {

TEST(WebSocket, AnswersTheHandshakeOfRfc6455) {
    SocketServer fixture;
    auto peer = fixture.server.connect();
    peer.send(handshake("Origin: https://wallet.example\r\n"));
    auto const answer = peer.receive_response();
    EXPECT_EQ(answer.status, 101);
    EXPECT_EQ(answer.field("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(answer.field("Sec-WebSocket-Protocol"), "test.v1");
    EXPECT_EQ(answer.field("Sec-WebSocket-Extensions"), "-");
    EXPECT_NE(answer.field("X-Request-Id"), "-");
}

TEST(WebSocket, RefusesHandshakesThatAreNotMeantForIt) {
    struct Case {
        std::string request;
        int status;
    };
    auto const without = [](std::string const& line) {
        auto text = handshake();
        auto const at = text.find(line);
        return text.erase(at, text.find("\r\n", at) + 2 - at);
    };
    auto const replaced = [](std::string const& old, std::string const& text) {
        auto changed = handshake();
        return changed.replace(changed.find(old), old.size(), text);
    };
    std::vector<Case> const cases{
        {get("/socket"), 426},
        {without("Connection:"), 426},
        {without("Upgrade: "), 426},
        {without("Sec-WebSocket-Version"), 426},
        {replaced("Version: 13", "Version: 8"), 426},
        {replaced("Version: 13", "Version: 13, 8"), 426},
        {handshake("Sec-WebSocket-Version: 13\r\n"), 426},
        {replaced("Connection: Upgrade", "Connection: Upgrade, close"), 426},
        {replaced("HTTP/1.1", "HTTP/1.0"), 426},
        {replaced("websocket", "h2c"), 426},
        {"HEAD" + handshake().substr(3), 426},
        {without("Sec-WebSocket-Key"), 400},
        {handshake("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), 400},
        {replaced("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZR=="), 400},
        {replaced("dGhlIHNhbXBsZSBub25jZQ==", "YWJj"), 400},
        {without("Sec-WebSocket-Protocol"), 400},
        {replaced("test.v1", "test.v2"), 400},
        {replaced("test.v1", "TEST.V1"), 400},
        {handshake("Content-Length: 1\r\n") + "x", 400},
        {handshake() + text_frame("too early"), 400},
        {handshake("Origin: https://evil.example\r\n"), 403},
        {handshake("Origin: null\r\n"), 403},
        {handshake("Origin:\r\n"), 403},
        {handshake("Origin: https://wallet.example.evil.example\r\n"), 403},
        {handshake("Origin: https://wallet.example:443\r\n"), 403},
        {handshake("Origin: http://wallet.example\r\n"), 403},
        {handshake("Origin: HTTPS://wallet.example\r\n"), 403},
        {handshake("Origin: https://wallet.example\r\nOrigin: https://wallet.example\r\n"), 403},
        {handshake("Origin: https://wallet.example, https://evil.example\r\n"), 403},
        {handshake("", "/socket?none"), 403},
        {handshake("", "/socket?throw"), 500},
    };
    SocketServer fixture;
    for (auto const& c : cases) {
        auto peer = fixture.server.connect();
        peer.send(c.request);
        auto const answer = peer.receive_response(c.request.starts_with("HEAD"));
        EXPECT_EQ(answer.status, c.status) << c.request;
        if (c.status == 426) {
            EXPECT_EQ(answer.field("Sec-WebSocket-Version"), "13");
        }
    }
    EXPECT_EQ(fixture.events->size(), 0U);
}

TEST(WebSocket, AcceptsTheSpellingsOfBrowsers) {
    SocketServer fixture;
    auto const accepts = [&](std::string const& old, std::string const& text) {
        auto changed = handshake("Origin: http://127.0.0.1:8402\r\n");
        changed.replace(changed.find(old), old.size(), text);
        auto peer = fixture.server.connect();
        return peer.exchange(changed).status == 101;
    };
    EXPECT_TRUE(accepts("Connection: Upgrade", "Connection: keep-alive, Upgrade"));
    EXPECT_TRUE(accepts("Upgrade: websocket", "upgrade: WebSocket"));
    EXPECT_TRUE(accepts("test.v1", "other, test.v1"));
}

TEST(WebSocket, CarriesTextBothWays) {
    SocketServer fixture;
    auto peer = open_socket(fixture);
    peer.send(text_frame("echo:hello") + text_frame("echo:" + std::string(16'000, 'x')));
    EXPECT_EQ(receive_frame(peer), (Frame{0x81, "hello"}));
    EXPECT_EQ(receive_frame(peer), (Frame{0x81, std::string(16'000, 'x')}));
    auto const sender = *fixture.senders->take();
    sender->send("from another thread");
    EXPECT_EQ(receive_frame(peer), (Frame{0x81, "from another thread"}));
    peer.send(frame(0x01, "in ") + frame(0x89, "ping") + frame(0x00, "three ") +
              frame(0x80, "parts"));
    EXPECT_EQ(receive_frame(peer), (Frame{0x8a, "ping"}));
    EXPECT_EQ(fixture.events->take(), "text:echo:hello");
    fixture.events->take();
    EXPECT_EQ(fixture.events->take(), "text:in three parts");
}

TEST(WebSocket, ClosesAsEitherSideWishes) {
    SocketServer fixture;
    {
        auto peer = open_socket(fixture);
        peer.send(close_frame(1000));
        EXPECT_EQ(receive_frame(peer).close_code(), 1000);
        EXPECT_TRUE(peer.closes());
        peer.close();
        EXPECT_EQ(fixture.events->take(), "close");
    }
    {
        auto peer = open_socket(fixture);
        peer.send(text_frame("echo:last words") + text_frame("bye"));
        EXPECT_EQ(receive_frame(peer), (Frame{0x81, "last words"}));
        auto const closing = receive_frame(peer);
        EXPECT_EQ(closing.close_code(), 4001);
        EXPECT_EQ(closing.payload.substr(2), "bye");
        peer.send(close_frame(4001));
        peer.close();
        EXPECT_EQ(fixture.events->take(), "text:echo:last words");
        EXPECT_EQ(fixture.events->take(), "text:bye");
        EXPECT_EQ(fixture.events->take(), "close");
    }
    EXPECT_TRUE(eventually([&] { return fixture.server->connections() == 0; }));
    EXPECT_EQ(fixture.events->size(), 0U);
}

TEST(WebSocket, ToleratesASenderThatOutlivesIt) {
    SocketServer fixture;
    std::shared_ptr<http::SocketSender> sender;
    for (bool const abrupt : {true, false}) {
        auto peer = open_socket(fixture);
        sender = *fixture.senders->take();
        if (abrupt)
            peer.reset();
        else
            peer.close();
        EXPECT_EQ(fixture.events->take(), "close");
        sender->send("nobody hears this");
        sender->close(1000, "");
    }
    fixture.server->stop();
    sender->send("nor this");
    sender->close(1000, "");
}

TEST(WebSocket, EndsWithAnErrorOfItsRoom) {
    SocketServer fixture;
    auto peer = open_socket(fixture);
    peer.send(text_frame("throw"));
    EXPECT_EQ(receive_frame(peer).close_code(), 1011);
    peer.close();
    EXPECT_EQ(fixture.events->take(), "close");
}

TEST(WebSocket, StopsAFlood) {
    struct Case {
        std::string name;
        std::string begin;
        std::string unit;
    };
    for (auto const& c : std::vector<Case>{{"messages", "", text_frame("x")},
                                           {"pings", "", frame(0x89, "x")},
                                           {"pongs", "", frame(0x8a, std::string(100, 'x'))},
                                           {"fragments", frame(0x01, ""), frame(0x00, "")}}) {
        SocketServer fixture;
        auto peer = open_socket(fixture);
        std::string flood;
        while (flood.size() < 100'000) flood += c.unit;
        peer.send(c.begin);
        std::atomic<bool> enough = false;
        std::jthread const sender([&] {
            while (!enough && peer.send(flood)) {
            }
        });
        auto next = receive_frame(peer);
        while (next.first == 0x8a) next = receive_frame(peer);
        EXPECT_EQ(next.close_code(), 1008) << c.name;
        enough = true;
        peer.finish_sending();
    }
}

TEST(WebSocket, CutsOffAPeerThatNeverReads) {
    SocketServer fixture;
    auto peer = fixture.server.connect(4096);
    peer.send(handshake());
    ASSERT_EQ(fixture.events->take(), "open");
    auto const sender = *fixture.senders->take();
    std::string const message(10'000, 'x');
    for (int i = 0; i < 10'000 && fixture.events->size() == 0; ++i) {
        sender->send(message);
        if (i % 20 == 0) ::poll(nullptr, 0, 1);
    }
    EXPECT_EQ(fixture.events->take(), "close");
    EXPECT_TRUE(eventually([&] { return fixture.server->connections() == 0; }));
}

TEST(WebSocket, PingsSilentPeersAndDropsDeadOnes) {
    auto options = TestServer::quick();
    options.ping_interval = std::chrono::milliseconds(100);
    SocketServer fixture(std::move(options));
    auto peer = open_socket(fixture);
    auto const ping = receive_frame(peer);
    EXPECT_EQ(ping.first, 0x89U);
    peer.send(frame(0x8a, ping.payload));
    EXPECT_EQ(receive_frame(peer).first, 0x89U);
    EXPECT_EQ(fixture.events->take(), "close");
}

TEST(WebSocket, TellsPeersThatTheServerStops) {
    SocketServer fixture;
    auto polite = open_socket(fixture);
    auto silent = open_socket(fixture);
    std::jthread const stopper([&] { fixture.server->stop(); });
    EXPECT_EQ(receive_frame(polite).close_code(), 1001);
    EXPECT_EQ(receive_frame(silent).close_code(), 1001);
    polite.send(close_frame(1001));
    EXPECT_TRUE(polite.closes());
    polite.close();
    EXPECT_EQ(fixture.events->take(), "close");
    EXPECT_EQ(fixture.events->take(), "close");  // The silent one is not waited for.
}

}  // namespace
}  // namespace farthing::net
