#include <gtest/gtest.h>

#include <thread>

#include "net/body_stream_testing.hpp"

/// How bodies that go on come to their end.
namespace farthing::net {
namespace {

using std::chrono::milliseconds;

TEST(BodyStreamEnds, NoticesThatThePeerLeaves) {
    StreamServer fixture;
    for (auto const* way : {"close", "reset", "finish"}) {
        auto [peer, sender] = open_stream(fixture);
        if (way == std::string_view("close")) peer.close();
        if (way == std::string_view("reset")) peer.reset();
        if (way == std::string_view("finish")) peer.finish_sending();
        EXPECT_EQ(fixture.events->take(), "close");
        sender->send("nobody hears this");
        sender->end();
    }
    EXPECT_TRUE(eventually([&] { return fixture.server->connections() == 0; }));
    EXPECT_EQ(fixture.events->size(), 0U);
}

TEST(BodyStreamEnds, ClosesEachSessionOnceAlsoWhenThePeerLeftBefore) {
    StreamServer fixture;
    for (int i = 0; i < 20; ++i) {
        auto peer = fixture.server.connect();
        peer.send(get("/later"));
        auto const respond = *fixture.held->take();
        peer.reset();
        respond(fixture.answer());
        fixture.senders->take();
    }
    EXPECT_TRUE(eventually([&] { return fixture.server->connections() == 0; }));
    fixture.server->stop();
    int closed = 0;
    while (fixture.events->size() > 0) closed += fixture.events->take() == "close" ? 1 : 0;
    EXPECT_EQ(closed, 20);
}

TEST(BodyStreamEnds, ToleratesASenderThatOutlivesTheServer) {
    Sender sender;
    {
        StreamServer fixture;
        sender = open_stream(fixture).sender;
    }
    sender->send("nobody hears this");
    sender->end();
    sender->abort();
}

TEST(BodyStreamEnds, CutsOffAPeerThatNeverReads) {
    StreamServer fixture;
    auto peer = fixture.server.connect(4096);
    peer.send(get("/now"));
    ASSERT_EQ(fixture.events->take(), "open");
    auto const sender = *fixture.senders->take();
    std::string const piece(10'000, 'x');
    for (int i = 0; i < 10'000 && fixture.events->size() == 0; ++i) {
        sender->send(piece);
        if (i % 20 == 0) ::poll(nullptr, 0, 1);
    }
    EXPECT_EQ(fixture.events->take(), "close");
    EXPECT_TRUE(eventually([&] { return fixture.server->connections() == 0; }));
    peer.receive_all();
    EXPECT_TRUE(peer.was_reset());
}

TEST(BodyStreamEnds, TakesNoPieceThatIsLargerThanItsQueue) {
    StreamServer fixture;
    auto [fits, sender] = open_stream(fixture);
    std::string const largest(base::limits::kStreamQueueBytes, 'x');
    sender->send(largest);
    EXPECT_TRUE(receive_text(fits, largest.size()) == largest);
    auto [peer, other] = open_stream(fixture);
    other->send(largest + "x");
    EXPECT_EQ(fixture.events->take(), "close");
    EXPECT_TRUE(is_cut_off(peer));
}

TEST(BodyStreamEnds, IsCutForAPeerThatTakesNothingButNeverForSilence) {
    auto options = TestServer::quick();
    options.idle_timeout = options.header_timeout = options.body_window = milliseconds(200);
    options.reader_window = milliseconds(500);
    StreamServer fixture(std::move(options));
    auto [silent, sender] = open_stream(fixture);
    auto idle = fixture.server.connect();
    EXPECT_EQ(idle.exchange(get("/ping")).body, "pong");
    // What waits for the peer may stand here or in the kernel.
    auto here = fixture.server.connect(4096);
    auto kernel = fixture.server.connect(4096);
    for (auto* const stuck : {&here, &kernel}) {
        stuck->send(get("/now"));
        ASSERT_EQ(fixture.events->take(), "open");
        if (stuck == &here) stuck->squeeze_sender();
        (*fixture.senders->take())->send(std::string(200'000, 'x'));
    }
    EXPECT_TRUE(idle.closes());
    EXPECT_EQ(fixture.events->take(), "close");
    EXPECT_EQ(fixture.events->take(), "close");
    EXPECT_TRUE(eventually([&] { return fixture.server->connections() == 1; }));
    sender->send("still there");
    EXPECT_EQ(receive_chunk(silent), "still there");
}

TEST(BodyStreamEnds, BreaksWhenItIsAborted) {
    StreamServer fixture;
    auto [peer, sender] = open_stream(fixture);
    sender->send("hello");
    EXPECT_EQ(receive_chunk(peer), "hello");
    sender->abort();
    EXPECT_TRUE(is_cut_off(peer));
    EXPECT_EQ(fixture.events->take(), "close");
}

TEST(BodyStreamEnds, BreaksWhenNobodyCouldEndIt) {
    StreamServer fixture;
    {
        auto peer = fixture.server.connect();
        peer.send(get("/now?null"));
        peer.receive_until("\r\n\r\n");
        auto sender = *fixture.senders->take();
        sender->send("hello");
        EXPECT_EQ(receive_chunk(peer), "hello");
        sender.reset();
        EXPECT_TRUE(is_cut_off(peer));
    }
    auto peer = fixture.server.connect();
    peer.send(get("/now?forget"));
    peer.receive_until("\r\n\r\n");
    EXPECT_TRUE(is_cut_off(peer));
    EXPECT_EQ(fixture.events->size(), 0U);
}

TEST(BodyStreamEnds, IgnoresWhatThePeerSaysButNotForever) {
    StreamServer fixture;
    auto [peer, sender] = open_stream(fixture);
    peer.send(std::string(30'000, 'x'));
    sender->send("hello");
    EXPECT_EQ(receive_chunk(peer), "hello");
    peer.send(std::string(60'000, 'x'));
    EXPECT_EQ(fixture.events->take(), "close");
}

TEST(BodyStreamEnds, EndsProperlyWhenTheServerStops) {
    StreamServer fixture;
    auto [peer, sender] = open_stream(fixture);
    auto late = fixture.server.connect();
    late.send(get("/later"));
    auto const respond = *fixture.held->take();
    std::jthread const stopper([&] { fixture.server->stop(); });
    EXPECT_TRUE(ends(peer));
    peer.close();
    EXPECT_EQ(fixture.events->take(), "close");
    respond(fixture.answer());
    EXPECT_EQ(late.receive_response(true).status, 200);
    EXPECT_TRUE(ends(late));
    late.close();
    EXPECT_EQ(fixture.events->take(), "open");
    EXPECT_EQ(fixture.events->take(), "close");
}

TEST(BodyStreamEnds, SurvivesEndsFromAllSidesAtOnce) {
    auto options = TestServer::quick();
    options.threads = 2;
    StreamServer fixture(std::move(options));
    for (int round = 0; round < 100; ++round) {
        auto [peer, sender] = open_stream(fixture);
        std::jthread const talker([&sender = sender] {
            for (int i = 0; i < 50; ++i) sender->send("hello");
        });
        std::jthread const ender([&sender = sender, round] {
            if (round % 3 == 0) sender->end();
            if (round % 3 == 1) sender->abort();
        });
        if (round % 2 == 0)
            peer.close();
        else
            peer.receive(static_cast<std::size_t>(round));
        peer.close();
        ASSERT_EQ(fixture.events->take(), "close");
    }
    EXPECT_TRUE(eventually([&] { return fixture.server->connections() == 0; }));
    EXPECT_EQ(fixture.events->size(), 0U);
}

}  // namespace
}  // namespace farthing::net
