#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "net/http_client.hpp"
#include "net/testing.hpp"

/// A client that streams, and what its listener heard.
namespace farthing::net {

constexpr std::string_view kChunkedHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

/// The server's end of a stream whose request has come.
inline RawPeer accept_request(RawListener& listener) {
    auto peer = listener.accept();
    EXPECT_EQ(peer.receive_until("\r\n\r\n").substr(0, 4), "GET ");
    return peer;
}

/// One call of the listener.
struct Heard {
    enum class Kind { head, text, end };
    Kind kind = Kind::end;
    http::ClientResponse head = {};
    std::string text = {};  ///< The piece, or why the stream ended; empty: properly.
    std::optional<base::Errc> error = {};
};

inline std::string url(std::uint16_t port, std::string_view target = "/") {
    return "http://127.0.0.1:" + std::to_string(port) + std::string(target);
}

class StreamClient {
public:
    explicit StreamClient(HttpClientOptions options = {})
        : worker_(std::in_place, [this](std::string_view line) { log.put(std::string(line)); }),
          client_(std::in_place, *worker_, options) {}

    std::shared_ptr<http::ClientStream> open(http::ClientRequest request) {
        return client_->stream(std::move(request), listener());
    }
    http::StreamListener listener() {
        http::StreamListener listener;
        listener.on_head = [this](http::ClientResponse const& head) {
            heard.put({.kind = Heard::Kind::head, .head = head});
        };
        listener.on_text = [this](std::string_view text) {
            heard.put({.kind = Heard::Kind::text, .text = std::string(text)});
        };
        listener.on_end = [this](base::Result<void> const& result) {
            Heard end;
            if (!result) end.error = result.error().code;
            if (!result) end.text = result.error().message;
            heard.put(std::move(end));
        };
        return listener;
    }

    /// The next call, which must be of this kind.
    Heard hear(Heard::Kind kind) {
        auto one = heard.take();
        EXPECT_TRUE(one && one->kind == kind) << (one ? one->text : "nothing was heard");
        return one.value_or(Heard());
    }
    int hear_status() { return hear(Heard::Kind::head).head.status; }
    /// The text of the next calls, of this size or what comes before a call of another kind.
    std::string hear_text(std::size_t size) {
        std::string text;
        while (text.size() < size) {
            auto const piece = hear(Heard::Kind::text);
            if (piece.text.empty()) break;
            text += piece.text;
        }
        return text;
    }
    /// Why the stream ends now; empty: properly.
    std::string hear_end() { return hear(Heard::Kind::end).text; }
    std::optional<base::Errc> hear_error() { return hear(Heard::Kind::end).error; }

    /// Waits until the client's thread has done all that it has to do by now.
    void wait_for_thread() {
        std::promise<void> done;
        worker_->post([&] { done.set_value(); });
        done.get_future().wait();
    }
    HttpClient& operator*() { return *client_; }
    HttpClient* operator->() { return &*client_; }
    void destroy_client() { client_.reset(); }
    void destroy_worker() { worker_.reset(); }

    Mailbox<Heard> heard;
    Mailbox<std::string> log;

private:
    std::optional<Worker> worker_;
    std::optional<HttpClient> client_;
};

}  // namespace farthing::net
