#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "net/testing.hpp"

/// A server with routes whose answers go on, and a peer that reads them chunk by chunk.
namespace farthing::net {

using Sender = std::shared_ptr<http::StreamSender>;

class TestStream final : public http::StreamSession {
public:
    using Events = Mailbox<std::string>;

    TestStream(std::shared_ptr<Events> events, Sender sender, std::string kind)
        : events_(std::move(events)), sender_(std::move(sender)), kind_(std::move(kind)) {}
    void on_open() override {
        if (kind_ == "talk") sender_->send("two ");
        if (kind_ == "bye") sender_->end();
        events_->put("open");
        if (kind_ == "throw-later") throw std::runtime_error("as asked");
    }
    void on_close() override { events_->put("close"); }

private:
    std::shared_ptr<Events> events_;
    Sender sender_;
    std::string kind_;
};

struct StreamServer {
    std::shared_ptr<TestStream::Events> events = std::make_shared<TestStream::Events>();
    std::shared_ptr<Mailbox<Sender>> senders = std::make_shared<Mailbox<Sender>>();
    std::shared_ptr<Mailbox<http::Respond>> held = std::make_shared<Mailbox<http::Respond>>();
    TestServer server;

    explicit StreamServer(ServerOptions options = TestServer::quick())
        : server(router(), std::move(options)) {}

    /// An answer that goes on. The kind says what its room does besides.
    http::Response answer(std::string const& kind = "") const {
        http::Response response(kind == "204" ? 204 : 200);
        response.add("Content-Type", "text/event-stream");
        auto const open = [events = events, senders = senders,
                           kind](Sender const& sender) -> std::shared_ptr<http::StreamSession> {
            if (kind == "throw") throw std::runtime_error("as asked");
            if (kind == "talk") sender->send("one ");
            if (kind == "forget") return nullptr;
            senders->put(sender);
            if (kind == "null") return nullptr;
            return std::make_shared<TestStream>(events, sender, kind);
        };
        response.set_body(http::StreamBody{open});
        return response;
    }

    http::Router router() {
        http::Router router;
        auto const now = [this](http::Request const& request, http::Response& response) {
            response = answer(std::string(request.query));
        };
        auto const later = [held = held](http::Request const&, http::Respond respond) {
            held->put(std::move(respond));
        };
        auto const ping = [](http::Request const&, http::Response& response) {
            response.set_body(std::string_view("pong"));
        };
        auto const text = [](http::Request const&, http::Response& response) {
            response.set_body(std::string(500, 'x'));
        };
        auto const add = [&router](std::string pattern, http::Handler handler) {
            router.add({.method = http::Method::get,
                        .pattern = std::move(pattern),
                        .handler = std::move(handler)});
        };
        add("/now", http::ImmediateHandler(now));
        add("/later", http::DeferredHandler(later));
        add("/ping", http::ImmediateHandler(ping));
        add("/text", http::ImmediateHandler(text));
        return router;
    }
};

/// One chunk of an answer; empty for the last one, nothing when the connection ends before it.
inline std::optional<std::string> receive_chunk(RawPeer& peer) {
    auto const line = peer.receive_until("\r\n");
    if (!line.ends_with("\r\n")) return std::nullopt;
    auto const size = std::stoul(line, nullptr, 16);
    auto chunk = peer.receive(size + 2);
    if (chunk.size() < size + 2) return std::nullopt;
    chunk.resize(size);
    return chunk;
}

/// The text of the next chunks, `size` bytes or what there is before the end.
inline std::string receive_text(RawPeer& peer, std::size_t size) {
    std::string text;
    while (text.size() < size) {
        auto const chunk = receive_chunk(peer);
        if (!chunk || chunk->empty()) break;
        text += *chunk;
    }
    return text;
}

/// True when the body ends properly here, and the connection with it.
inline bool ends(RawPeer& peer) {
    return receive_chunk(peer) == "" && peer.closes() && !peer.was_reset();
}

/// True when the body ends here with a reset.
inline bool is_cut_off(RawPeer& peer) {
    return !receive_chunk(peer) && peer.was_reset();
}

struct OpenedStream {
    RawPeer peer;
    Sender sender;
};

inline OpenedStream open_stream(StreamServer& fixture, std::string_view target = "/now") {
    auto peer = fixture.server.connect();
    peer.send(get(target));
    EXPECT_EQ(peer.receive_until("\r\n\r\n").substr(0, 12), "HTTP/1.1 200");
    EXPECT_EQ(fixture.events->take(), "open");
    return {std::move(peer), *fixture.senders->take()};
}

}  // namespace farthing::net
