#include <gtest/gtest.h>

#include <thread>

#include "net/body_stream_testing.hpp"

namespace farthing::net {
namespace {

TEST(BodyStream, DeliversPiecesAsTheyAreSent) {
    StreamServer fixture;
    auto peer = fixture.server.connect();
    peer.send(get("/now"));
    auto const head = peer.receive_response(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("Content-Type"), "text/event-stream");
    EXPECT_EQ(head.field("Transfer-Encoding"), "chunked");
    EXPECT_EQ(head.field("Content-Length"), "-");
    EXPECT_EQ(head.field("Connection"), "close");
    EXPECT_NE(head.field("X-Request-Id"), "-");
    EXPECT_EQ(fixture.events->take(), "open");

    auto const sender = *fixture.senders->take();
    for (auto const* piece : {"one", "two\r\n", "three"}) {
        sender->send(piece);
        EXPECT_EQ(receive_chunk(peer), piece);
    }
    sender->send("");  // No piece is the end.
    sender->send("four");
    EXPECT_EQ(receive_chunk(peer), "four");
    sender->end();
    EXPECT_TRUE(ends(peer));
    EXPECT_EQ(fixture.events->take(), "close");
}

TEST(BodyStream, MayBeTheAnswerOfADeferredHandler) {
    StreamServer fixture;
    auto peer = fixture.server.connect();
    peer.send(get("/later"));
    (*fixture.held->take())(fixture.answer());
    EXPECT_EQ(peer.receive_response(true).field("Transfer-Encoding"), "chunked");
    EXPECT_EQ(fixture.events->take(), "open");
    auto const sender = *fixture.senders->take();
    sender->send("hello");
    EXPECT_EQ(receive_chunk(peer), "hello");
    sender->end();
    EXPECT_TRUE(ends(peer));
}

TEST(BodyStream, KeepsTheOrderOfWhatIsSentBeforeItOpens) {
    StreamServer fixture;
    auto [peer, sender] = open_stream(fixture, "/now?talk");
    sender->send("three");
    EXPECT_EQ(receive_text(peer, 13), "one two three");
}

TEST(BodyStream, EndsWhereTheRoomWishes) {
    StreamServer fixture;
    auto [peer, sender] = open_stream(fixture, "/now?bye");
    EXPECT_TRUE(ends(peer));
    EXPECT_EQ(fixture.events->take(), "close");
    sender->send("too late");
    sender->abort();
}

TEST(BodyStream, SendsAllThatIsQueuedBeforeItsEnd) {
    StreamServer fixture;
    auto [peer, sender] = open_stream(fixture);
    std::string text;
    for (int i = 0; text.size() < 200'000; ++i) text += std::to_string(i) + " ";
    for (std::size_t at = 0; at < text.size(); at += 1000) sender->send(text.substr(at, 1000));
    sender->end();
    sender->abort();  // Comes after the end, so that nothing happens.
    EXPECT_TRUE(receive_text(peer, text.size()) == text);
    EXPECT_TRUE(ends(peer));
}

TEST(BodyStream, GoesOnUntilTheConnectionEndsForHttp10) {
    StreamServer fixture;
    for (bool const properly : {true, false}) {
        auto peer = fixture.server.connect();
        peer.send("GET /now HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        auto const head = peer.receive_response(true);
        EXPECT_EQ(head.field("Transfer-Encoding"), "-");
        EXPECT_EQ(head.field("Content-Length"), "-");
        EXPECT_EQ(head.field("Connection"), "close");
        auto const sender = *fixture.senders->take();
        sender->send("hello");
        EXPECT_EQ(peer.receive(5), "hello");
        if (properly)
            sender->end();
        else
            sender->abort();
        EXPECT_TRUE(peer.closes());
        EXPECT_NE(peer.was_reset(), properly);
    }
}

TEST(BodyStream, IsNotOpenedWhereThereIsNoBody) {
    StreamServer fixture;
    auto peer = fixture.server.connect();
    peer.send("HEAD /now HTTP/1.1\r\nHost: x\r\n\r\n");
    auto const head = peer.receive_response(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("Transfer-Encoding"), "chunked");
    EXPECT_EQ(head.field("Content-Length"), "-");
    EXPECT_TRUE(peer.closes());

    auto other = fixture.server.connect();
    other.send(get("/now?204"));
    auto const empty = other.receive_response(true);
    EXPECT_EQ(empty.status, 204);
    EXPECT_EQ(empty.field("Transfer-Encoding"), "-");
    EXPECT_TRUE(other.closes());
    EXPECT_EQ(fixture.senders->size(), 0U);
    EXPECT_EQ(fixture.events->size(), 0U);
}

TEST(BodyStream, ComesInItsTurnAndIsTheLast) {
    StreamServer fixture;
    auto peer = fixture.server.connect();
    peer.send(get("/ping") + get("/ping") + get("/now") + get("/now") + get("/ping"));
    EXPECT_EQ(peer.receive_response().body, "pong");
    EXPECT_EQ(peer.receive_response().body, "pong");
    EXPECT_EQ(peer.receive_response(true).field("Transfer-Encoding"), "chunked");
    auto const sender = *fixture.senders->take();
    peer.send(get("/ping"));
    sender->send("hello");
    EXPECT_EQ(receive_chunk(peer), "hello");
    sender->end();
    EXPECT_TRUE(ends(peer));
    EXPECT_EQ(fixture.senders->size(), 0U);
}

TEST(BodyStream, WaitsBehindAnAnswerThatIsReadSlowly) {
    StreamServer fixture;
    auto peer = fixture.server.connect(4096);
    ASSERT_EQ(peer.exchange(get("/ping")).body, "pong");
    peer.squeeze_sender();
    // So many that the server reads and answers them together with the one behind them.
    constexpr int kRequests = 90;
    std::string requests;
    for (int i = 0; i < kRequests; ++i) requests += get("/text");
    peer.send(requests + get("/later"));
    (*fixture.held->take())(fixture.answer());
    auto const sender = *fixture.senders->take();
    sender->send("hello");
    sender->end();
    for (int i = 0; i < kRequests; ++i)
        ASSERT_EQ(peer.receive_response().body, std::string(500, 'x'));
    EXPECT_EQ(peer.receive_response(true).field("Transfer-Encoding"), "chunked");
    EXPECT_EQ(receive_chunk(peer), "hello");
    EXPECT_TRUE(ends(peer));
}

TEST(BodyStream, AnswersAnErrorOfItsRoom) {
    StreamServer fixture;
    auto peer = fixture.server.connect();
    EXPECT_EQ(peer.exchange(get("/now?throw")).status, 500);
    EXPECT_EQ(peer.exchange(get("/ping")).body, "pong");
    EXPECT_EQ(fixture.events->size(), 0U);
    auto [other, sender] = open_stream(fixture, "/now?throw-later");
    EXPECT_TRUE(is_cut_off(other));
    EXPECT_EQ(fixture.events->take(), "close");
}

TEST(BodyStream, IsToldToTheAccessLogWhenItEnds) {
    struct Line {
        std::string text;
        std::uint64_t bytes;
        std::chrono::microseconds duration;
    };
    Mailbox<Line> lines;
    auto options = TestServer::quick();
    options.access_log = [&](AccessRecord const& record) {
        std::string text(record.method);
        text.append(" ").append(record.path).append(" ").append(std::to_string(record.status));
        text.append(" ").append(record.peer).append(" ").append(record.id);
        lines.put({text.append(" ").append(record.user_agent), record.bytes, record.duration});
    };
    StreamServer fixture(std::move(options));
    for (bool const properly : {true, false}) {
        auto peer = fixture.server.connect();
        auto const begin = std::chrono::steady_clock::now();
        peer.send(get("/now?receipt=secret", "User-Agent: test\r\n"));
        auto const id = peer.receive_response(true).field("X-Request-Id");
        auto const sender = *fixture.senders->take();
        sender->send("hello");
        EXPECT_EQ(receive_chunk(peer), "hello");
        EXPECT_EQ(lines.size(), 0U);
        if (properly)
            sender->end();
        else
            sender->abort();
        auto const line = *lines.take();
        EXPECT_EQ(line.text, "GET /now 200 127.0.0.1 " + id + " test");
        EXPECT_EQ(line.bytes, properly ? 15U : 10U);  // 5 CRLF hello CRLF, 0 CRLF CRLF
        EXPECT_GT(line.duration.count(), 0);
        EXPECT_LE(line.duration, std::chrono::steady_clock::now() - begin);
    }
    fixture.server->stop();
    EXPECT_EQ(lines.size(), 0U);
}

TEST(BodyStream, ServesTwoHundredAtOnce) {
    auto options = TestServer::quick();
    options.threads = 2;
    StreamServer fixture(std::move(options));
    std::vector<OpenedStream> streams;
    for (int i = 0; i < 200; ++i) streams.push_back(open_stream(fixture));
    EXPECT_EQ(fixture.server->connections(), 200U);
    for (int round = 0; round < 3; ++round) {
        for (std::size_t i = 0; i < streams.size(); ++i)
            streams[i].sender->send(std::to_string(round) + "/" + std::to_string(i));
        for (std::size_t i = 0; i < streams.size(); ++i) {
            auto const text = std::to_string(round) + "/" + std::to_string(i);
            ASSERT_EQ(receive_text(streams[i].peer, text.size()), text);
        }
    }
    for (std::size_t i = 0; i < streams.size(); i += 2) streams[i].peer.close();
    for (std::size_t i = 1; i < streams.size(); i += 2) streams[i].sender->end();
    for (std::size_t i = 1; i < streams.size(); i += 2) ASSERT_TRUE(ends(streams[i].peer));
    for (std::size_t i = 0; i < streams.size(); ++i) ASSERT_EQ(fixture.events->take(), "close");
    EXPECT_EQ(fixture.server.connect().exchange(get("/ping")).body, "pong");
}

// Property: whoever sends, nothing is lost, and each thread's pieces come in its order.

TEST(BodyStream, KeepsTheOrderOfEachThreadThatSends) {
    StreamServer fixture;
    auto [peer, sender] = open_stream(fixture);
    constexpr int kThreads = 4;
    constexpr int kPieces = 500;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
        threads.emplace_back([&sender = sender, thread] {
            for (int i = 0; i < kPieces; ++i)
                sender->send(std::to_string(thread) + ":" + std::to_string(1000 + i) + "\n");
        });
    auto const text = receive_text(peer, std::size_t{kThreads} * kPieces * 7);
    std::vector<int> next(kThreads, 1000);
    for (std::size_t at = 0; at + 7 <= text.size(); at += 7) {
        auto const thread = static_cast<std::size_t>(text[at] - '0');
        ASSERT_LT(thread, next.size());
        ASSERT_EQ(text.substr(at + 2, 5), std::to_string(next[thread]++) + "\n");
    }
    for (int const count : next) EXPECT_EQ(count, 1000 + kPieces);
}

// Sends, ends and departures meet in every order.

}  // namespace
}  // namespace farthing::net
