#include <gtest/gtest.h>

#include <thread>

#include "http/event_stream.hpp"
#include "net/body_stream_testing.hpp"
#include "net/client_stream_testing.hpp"

namespace farthing::net {
namespace {

using base::Errc;
using std::chrono::milliseconds;

TEST(ClientStream, TellsPiecesAsTheyCome) {
    RawListener listener;
    StreamClient client({.user_agent = "test/1"});
    auto const port = listener.port();
    auto const stream =
        client.open({.url = url(port, "/events?a"), .fields = {{"Accept", "text/event-stream"}}});
    auto peer = listener.accept();
    EXPECT_EQ(peer.receive_until("\r\n\r\n"),
              "GET /events?a HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                  "\r\nUser-Agent: test/1\r\n"
                  "Accept: text/event-stream\r\n\r\n");
    peer.send(kChunkedHead);
    auto const head = client.hear(Heard::Kind::head).head;
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("content-type"), "text/event-stream");
    EXPECT_EQ(head.body, "");
    peer.send("5\r\nhello\r\n");
    EXPECT_EQ(client.hear_text(5), "hello");
    peer.send("5\r\nwo");
    EXPECT_EQ(client.hear_text(2), "wo");
    peer.send("rld\r\n");
    EXPECT_EQ(client.hear_text(3), "rld");
    peer.send("0\r\n\r\n");
    EXPECT_EQ(client.hear_end(), "");
    EXPECT_TRUE(peer.closes());
}

TEST(ClientStream, ReadsAnswersOfEveryForm) {
    StreamClient client;
    for (std::string const text :
         {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.0 200 OK\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
          "chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
          "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"}) {
        for (auto const step : {std::size_t{1}, text.size()}) {
            RawListener listener;
            auto const stream = client.open({.url = url(listener.port())});
            auto peer = accept_request(listener);
            for (std::size_t at = 0; at < text.size(); at += step) peer.send(text.substr(at, step));
            peer.close();
            EXPECT_EQ(client.hear_status(), 200) << text;
            EXPECT_EQ(client.hear_text(5), "hello") << text;
            EXPECT_EQ(client.hear_end(), "") << text;
        }
    }
}

TEST(ClientStream, TellsEveryStatusWithItsBody) {
    RawListener listener;
    StreamClient client;
    struct Case {
        std::string answer;
        int status;
        std::string body;
    };
    for (auto const& c : std::vector<Case>{
             {"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone", 404, "none"},
             {"HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbusy\r\n0\r\n\r\n", 503,
              "busy"},
             {"HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
             {"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", 302, ""},
         }) {
        auto const stream = client.open({.url = url(listener.port())});
        auto peer = accept_request(listener);
        peer.send(c.answer);
        EXPECT_EQ(client.hear_status(), c.status);
        if (!c.body.empty()) {
            EXPECT_EQ(client.hear_text(4), c.body);
        }
        EXPECT_EQ(client.hear_end(), "");
        EXPECT_TRUE(peer.closes());
    }
}

TEST(ClientStream, ReportsStreamsThatBreak) {
    struct Case {
        std::string answer;
        bool head;
        std::string text;
    };
    std::string const chunked(kChunkedHead);
    StreamClient client;
    for (auto const& c : std::vector<Case>{
             {"", false, ""},
             {"HTTP/1.1 200 OK\r\nContent-", false, ""},
             {"nonsense\r\n\r\n", false, ""},
             {"HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x'), false, ""},
             {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true, ""},
             {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", true, "ab"},
             {chunked, true, ""},
             {chunked + "5\r\nab", true, "ab"},
             {chunked + "2\r\nab\r\n", true, "ab"},
             {chunked + "2\r\nab\r\n0\r\n", true, "ab"},
             {chunked + "2\r\nab\r\nnonsense\r\n", true, "ab"},
             {chunked + "2\r\nab\r\n1;" + std::string(300'000, 'x'), true, "ab"},
         }) {
        RawListener listener;
        auto const stream = client.open({.url = url(listener.port())});
        auto peer = accept_request(listener);
        peer.send(c.answer);
        peer.close();
        if (c.head) {
            EXPECT_EQ(client.hear_status(), 200) << c.answer;
        }
        if (!c.text.empty()) {
            EXPECT_EQ(client.hear_text(c.text.size()), c.text);
        }
        auto const end = client.hear(Heard::Kind::end);
        EXPECT_EQ(end.error, Errc::unavailable) << c.answer;
        EXPECT_EQ(end.text.substr(0, 11), "127.0.0.1: ");
    }
}

TEST(ClientStream, FailsAsRequestsDo) {
    RawListener listener;
    auto const port = listener.port();
    listener.close();
    StreamClient client;
    auto const refused = client.open({.url = url(port)});
    EXPECT_EQ(client.hear_end(), "127.0.0.1: Connection refused");
    auto const foreign = client.open({.url = "ftp://127.0.0.1/"});
    EXPECT_EQ(client.hear_error(), Errc::invalid_request);
    auto const folded = client.open({.url = "http://127.0.0.1/", .fields = {{"X", "a\r\nb"}}});
    EXPECT_EQ(client.hear_error(), Errc::invalid_request);
}

TEST(ClientStream, WaitsForSilenceNoLongerThanAsked) {
    RawListener listener;
    StreamClient client;
    struct Case {
        std::string answer;
        milliseconds timeout;
        milliseconds idle_timeout;
    };
    milliseconds const little(50);
    milliseconds const much(60'000);
    std::string const chunked(kChunkedHead);
    for (auto const& c : std::vector<Case>{{"", little, much},
                                           {"HTTP/1.1 200 OK\r\n", little, much},
                                           {"HTTP/1.1 100 Continue\r\n\r\n", little, much},
                                           {chunked, much, little},
                                           {chunked + "2\r\n", much, little},
                                           {chunked + "2\r\nab\r\n", much, little}}) {
        auto const stream = client.open(
            {.url = url(listener.port()), .timeout = c.timeout, .idle_timeout = c.idle_timeout});
        auto peer = accept_request(listener);
        peer.send(c.answer);
        auto heard = *client.heard.take();
        while (heard.kind != Heard::Kind::end) heard = *client.heard.take();
        EXPECT_EQ(heard.error, Errc::timed_out) << c.answer;
        EXPECT_TRUE(peer.closes());
    }
}

/// Waits until so much time has passed.
bool outlast(milliseconds time) {
    auto const end = std::chrono::steady_clock::now() + time;
    return eventually([end] { return std::chrono::steady_clock::now() > end; });
}

TEST(ClientStream, IsBoundedByEachTimeInItsPlace) {
    RawListener listener;
    milliseconds const connect(150);
    milliseconds const head(700);
    milliseconds const idle(1000);
    StreamClient client({.connect_timeout = connect});
    auto const stream =
        client.open({.url = url(listener.port()), .timeout = head, .idle_timeout = idle});
    auto peer = accept_request(listener);
    EXPECT_TRUE(outlast(connect * 3 / 2));
    peer.send(kChunkedHead);
    EXPECT_EQ(client.hear_status(), 200);
    EXPECT_TRUE(outlast(head));
    for (int i = 0; i < 10; ++i) {
        peer.send("1\r\nx\r\n");
        EXPECT_EQ(client.hear_text(1), "x");
        EXPECT_TRUE(outlast(idle / 8));
    }
    peer.send("0\r\n\r\n");
    EXPECT_EQ(client.hear_end(), "");
}

TEST(ClientStream, DeliversWhatComesFasterThanItIsTaken) {
    std::string content;
    for (int i = 0; content.size() < 3'000'000; ++i) content += std::to_string(i) + " ";
    RawListener listener;
    StreamClient client;
    auto const stream = client.open({.url = url(listener.port())});
    auto peer = accept_request(listener);
    // Whoever reads so large a head reads much of the body with it.
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: " + std::string(15'000, 'x') +
              "\r\n\r\n");
    std::jthread const sender([&] {
        for (std::size_t at = 0; at < content.size(); at += 50'000) {
            auto const piece = content.substr(at, 50'000);
            char size[16];
            std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
            peer.send(size + piece + "\r\n");
        }
        peer.send("0\r\n\r\n");
    });
    EXPECT_EQ(client.hear_status(), 200);
    EXPECT_TRUE(client.hear_text(content.size()) == content);
    EXPECT_EQ(client.hear_end(), "");
}

TEST(ClientStream, IsCountedApartFromRequests) {
    StreamServer fixture;
    StreamClient client({.requests_max = 1, .streams_max = 2});
    auto const port = fixture.server->port();
    auto const ping = [&] {
        Mailbox<bool> answers;
        client->send({.url = url(port, "/ping")},
                     [&](auto const& answer) { answers.put(answer && answer->body == "pong"); });
        return answers.take() == true;
    };
    EXPECT_TRUE(ping());
    auto one = client.open({.url = url(port, "/now")});
    auto const two = client.open({.url = url(port, "/now")});
    EXPECT_EQ(client.hear_status(), 200);
    EXPECT_EQ(client.hear_status(), 200);
    EXPECT_TRUE(ping());
    EXPECT_EQ(fixture.server->connections(), 3U);
    auto const three = client.open({.url = url(port, "/now")});
    EXPECT_EQ(client.hear_end(), "127.0.0.1: too many requests are under way");
    one.reset();
    EXPECT_TRUE(eventually([&] { return fixture.server->connections() == 2; }));
    auto const four = client.open({.url = url(port, "/now")});
    EXPECT_EQ(client.hear_status(), 200);
    EXPECT_TRUE(ping());
    EXPECT_EQ(fixture.server->connections(), 3U);
}

TEST(ClientStream, GoesOnAfterItsListenerFailed) {
    RawListener listener;
    StreamClient client;
    auto failing = client.listener();
    failing.on_head = [](http::ClientResponse const&) { throw std::runtime_error("as asked"); };
    auto const stream = client->stream({.url = url(listener.port())}, std::move(failing));
    auto peer = accept_request(listener);
    peer.send(std::string(kChunkedHead) + "2\r\nab\r\n0\r\n\r\n");
    EXPECT_EQ(client.hear_text(2), "ab");
    EXPECT_EQ(client.hear_end(), "");
    EXPECT_EQ(client.log.take(), "background work: as asked");
}

TEST(ClientStream, NeedsNoListener) {
    RawListener listener;
    StreamClient client;
    auto const stream = client->stream({.url = url(listener.port())}, {});
    auto peer = accept_request(listener);
    peer.send(std::string(kChunkedHead) + "2\r\nab\r\n0\r\n\r\n");
    EXPECT_TRUE(peer.closes());
}

// The program's own server at the other end.

TEST(ClientStream, CarriesEventsOfTwoHundredStreams) {
    constexpr int kStreams = 200;
    StreamServer fixture;
    StreamClient client;
    struct Reader {
        http::EventParser parser;
        std::vector<http::Event> events;
    };
    std::vector<Reader> readers(kStreams);
    std::vector<std::shared_ptr<http::ClientStream>> streams;
    std::vector<Sender> senders;
    for (auto& reader : readers) {
        auto parsing = client.listener();
        parsing.on_text = [&reader](std::string_view text) {
            EXPECT_TRUE(reader.parser.take(text, reader.events));
        };
        auto const target = url(fixture.server->port(), "/now");
        streams.push_back(client->stream({.url = target}, std::move(parsing)));
        EXPECT_EQ(client.hear_status(), 200);
        senders.push_back(*fixture.senders->take());
    }
    for (int i = 0; i < 5; ++i)
        for (auto const& sender : senders) {
            auto const number = std::to_string(i);
            sender->send(http::event_text({.id = number, .data = "line\n" + number}));
        }
    for (auto const& sender : senders) sender->end();
    for (int i = 0; i < kStreams; ++i) EXPECT_EQ(client.hear_end(), "");
    for (auto const& reader : readers) {
        ASSERT_EQ(reader.events.size(), 5U);
        ASSERT_EQ(reader.events[4], (http::Event{.id = "4", .data = "line\n4"}));
    }
}

TEST(ClientStream, TellsAnAbortFromAnEnd) {
    StreamServer fixture;
    StreamClient client;
    auto const target = url(fixture.server->port(), "/now");
    for (bool const properly : {true, false}) {
        auto const stream = client.open({.url = target});
        EXPECT_EQ(client.hear_status(), 200);
        auto const sender = *fixture.senders->take();
        sender->send("hello");
        EXPECT_EQ(client.hear_text(5), "hello");
        if (properly)
            sender->end();
        else
            sender->abort();
        EXPECT_EQ(client.hear_end(), properly ? "" : "127.0.0.1: Connection reset by peer");
    }
}

}  // namespace
}  // namespace farthing::net
