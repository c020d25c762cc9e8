#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "net/client_stream_testing.hpp"

/// How holders and clients end streams.
namespace farthing::net {
namespace {

using base::Errc;

TEST(ClientStreamCancel, TellsNothingMoreOnceItIsCancelled) {
    RawListener listener;
    StreamClient client;
    for (bool const by_destroying : {false, true}) {
        std::atomic<int> calls = 0;
        http::StreamListener counting;
        counting.on_text = [&](std::string_view) { ++calls; };
        counting.on_end = [&](base::Result<void> const&) { ++calls; };
        auto stream = client->stream({.url = url(listener.port())}, std::move(counting));
        auto peer = accept_request(listener);
        peer.send(kChunkedHead);
        std::jthread flood([&] {
            while (peer.send("5\r\nhello\r\n")) {
            }
        });
        EXPECT_TRUE(eventually([&] { return calls > 10; }));
        if (by_destroying)
            stream.reset();
        else
            stream->cancel();
        client.wait_for_thread();
        int const before = calls;
        flood.join();  // Its connection has ended.
        client.wait_for_thread();
        EXPECT_EQ(calls, before);
    }
}

TEST(ClientStreamCancel, MayBeCancelledByItsListener) {
    for (auto const kind : {Heard::Kind::head, Heard::Kind::text, Heard::Kind::end}) {
        RawListener listener;
        StreamClient client;
        std::shared_ptr<http::ClientStream> stream;
        auto talking = client.listener();
        auto const drop = [&](Heard::Kind now) {
            if (now == kind) stream.reset();
        };
        talking.on_head = [&, tell = talking.on_head](http::ClientResponse const& head) {
            tell(head);
            drop(Heard::Kind::head);
        };
        talking.on_text = [&, tell = talking.on_text](std::string_view text) {
            tell(text);
            drop(Heard::Kind::text);
        };
        talking.on_end = [&, tell = talking.on_end](base::Result<void> const& result) {
            tell(result);
            drop(Heard::Kind::end);
        };
        stream = client->stream({.url = url(listener.port())}, std::move(talking));
        auto peer = accept_request(listener);
        peer.send(std::string(kChunkedHead) + "1\r\nx\r\n0\r\n\r\n");
        client.hear(Heard::Kind::head);
        if (kind != Heard::Kind::head) client.hear(Heard::Kind::text);
        if (kind == Heard::Kind::end) client.hear(Heard::Kind::end);
        EXPECT_TRUE(peer.closes());
        client.wait_for_thread();
        EXPECT_EQ(client.heard.size(), 0U);
    }
}

TEST(ClientStreamCancel, IsHarmlessToCancelAtAnyTime) {
    RawListener listener;
    StreamClient client;
    client.open({.url = url(listener.port())}).reset();  // Perhaps before it has begun.
    auto const early = client.open({.url = url(listener.port())});
    early->cancel();
    early->cancel();
    auto const ended = client.open({.url = "ftp://127.0.0.1/"});
    EXPECT_EQ(client.hear_error(), Errc::invalid_request);
    ended->cancel();
    auto const one = client.open({.url = url(listener.port())});
    auto const two = client.open({.url = url(listener.port())});
    client.destroy_client();
    EXPECT_EQ(client.hear_end(), "127.0.0.1: the program is shutting down");
    EXPECT_EQ(client.hear_end(), "127.0.0.1: the program is shutting down");
    one->cancel();
    client.destroy_worker();
    one->cancel();
    two->cancel();
    EXPECT_EQ(client.heard.size(), 0U);
}

TEST(ClientStreamCancel, EndsWithItsClient) {
    RawListener listener;
    StreamClient client;
    std::vector<std::shared_ptr<http::ClientStream>> streams;
    for (int i = 0; i < 3; ++i) streams.push_back(client.open({.url = url(listener.port())}));
    auto peer = accept_request(listener);
    peer.send(kChunkedHead);
    EXPECT_EQ(client.hear_status(), 200);
    client.destroy_client();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client.hear_error(), Errc::unavailable);
    EXPECT_EQ(client.heard.size(), 0U);
}

}  // namespace
}  // namespace farthing::net
