#include "net/http_client.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "net/testing.hpp"

namespace farthing::net {
namespace {

using base::Errc;
using http::ClientRequest;
using http::Method;
using std::chrono::milliseconds;
using Answer = base::Result<http::ClientResponse>;

/// A client and what it reported.
class TestClient {
public:
    explicit TestClient(HttpClientOptions options = {})
        : client_(std::in_place, worker_, options) {}

    void send(ClientRequest request) {
        client_->send(std::move(request),
                      [this](Answer answer) { answers.put(std::move(answer)); });
    }
    Answer ask(ClientRequest request) {
        send(std::move(request));
        auto answer = answers.take();
        if (!answer) return base::fail(Errc::internal, "no answer within the patience of the test");
        return std::move(*answer);
    }
    Answer get(std::uint16_t port, std::string_view target = "/") {
        return ask({.url = url(port, target)});
    }
    static std::string url(std::uint16_t port, std::string_view target = "/") {
        return "http://127.0.0.1:" + std::to_string(port) + std::string(target);
    }
    void destroy() { client_.reset(); }

    Mailbox<Answer> answers;

private:
    Worker worker_;
    std::optional<HttpClient> client_;
};

Errc code_of(Answer const& answer) {
    return answer ? Errc::invalid_request : answer.error().code;
}

std::string describe(http::Request const& request) {
    std::string text(http::to_text(request.method));
    text.append(" ").append(request.target).append("\n");
    for (auto const& field : request.fields)
        text.append(field.name).append(": ").append(field.value).append("\n");
    return text.append(request.body);
}

http::Router echo_router() {
    http::Router router;
    auto const echo = [](http::Request const& request, http::Response& response) {
        response.add("X-Echo", "yes").set_body(describe(request));
    };
    for (auto const method : {Method::get, Method::post, Method::delete_})
        router.add({.method = method, .pattern = "/echo", .handler = http::ImmediateHandler(echo)});
    router.add({.method = Method::get,
                .pattern = "/status/{code}",
                .handler = http::ImmediateHandler(
                    [](http::Request const& request, http::Response& response) {
                        response.set_status(std::stoi(std::string(request.parameter("code"))))
                            .add("Location", "http://127.0.0.1/elsewhere")
                            .set_body(std::string("body"));
                    })});
    return router;
}

TEST(HttpClient, SendsWhatItWasGivenAndReportsTheAnswer) {
    TestServer server(echo_router());
    TestClient client({.user_agent = "test/1"});
    auto const port = server->port();
    auto const host = "Host: 127.0.0.1:" + std::to_string(port) + "\nUser-Agent: test/1\n";
    auto const answer = client.get(port, "/echo?a=b");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->field("x-echo"), "yes");
    EXPECT_EQ(answer->body, "GET /echo?a=b\n" + host);
    auto const posted = client.ask({.method = Method::post,
                                    .url = TestClient::url(port, "/echo"),
                                    .fields = {{"Content-Type", "text/plain"}},
                                    .body = "hello"});
    ASSERT_TRUE(posted);
    EXPECT_EQ(posted->body,
              "POST /echo\n" + host + "Content-Length: 5\nContent-Type: text/plain\nhello");
}

TEST(HttpClient, ReportsEveryStatusAndFollowsNothing) {
    TestServer server(echo_router());
    TestClient client;
    for (int const status : {204, 302, 304, 404, 500, 503}) {
        auto const answer = client.get(server->port(), "/status/" + std::to_string(status));
        ASSERT_TRUE(answer) << status;
        EXPECT_EQ(answer->status, status);
    }
    EXPECT_EQ(server->connections(), 1U);
    auto const head =
        client.ask({.method = Method::head, .url = TestClient::url(server->port(), "/echo")});
    ASSERT_TRUE(head);
    EXPECT_EQ(head->body, "");
    EXPECT_EQ(client.get(server->port(), "/echo")->status, 200);
}

TEST(HttpClient, KeepsConnectionsButNotTooMany) {
    TestServer server(echo_router());
    TestClient client({.idle_per_host = 2});
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(client.get(server->port(), "/echo"));
    EXPECT_EQ(server->connections(), 1U);
    for (int i = 0; i < 20; ++i) client.send({.url = TestClient::url(server->port(), "/echo")});
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(*client.answers.take());
    EXPECT_TRUE(eventually([&] { return server->connections() <= 2; }));
}

TEST(HttpClient, RefusesRequestsThatMakeNoSense) {
    TestClient client;
    EXPECT_EQ(client.ask({.url = "ftp://127.0.0.1/"}).error().code, Errc::invalid_request);
    EXPECT_EQ(client.ask({.url = "http://127.0.0.1/a b"}).error().code, Errc::invalid_request);
    EXPECT_EQ(client.ask({.url = "http://127.0.0.1/", .fields = {{"X", "a\r\nb"}}}).error().code,
              Errc::invalid_request);
    EXPECT_EQ(client.ask({.url = "http://127.0.0.1/", .fields = {{"X Y", "a"}}}).error().code,
              Errc::invalid_request);
}

TEST(HttpClient, NamesHostAndCauseWhenNobodyListens) {
    RawListener listener;
    auto const port = listener.port();
    listener.close();
    TestClient client;
    auto const answer = client.get(port);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::unavailable);
    EXPECT_EQ(answer.error().message, "127.0.0.1: Connection refused");
}

TEST(HttpClient, WaitsForASilentPeerNoLongerThanAsked) {
    RawListener listener;
    TestClient client;
    for (auto const* beginning :
         {"", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"}) {
        client.send({.url = TestClient::url(listener.port()), .timeout = milliseconds(50)});
        auto peer = listener.accept();
        EXPECT_EQ(peer.receive_until("\r\n\r\n").substr(0, 14), "GET / HTTP/1.1");
        peer.send(beginning);
        EXPECT_EQ(code_of(*client.answers.take()), Errc::timed_out);
        EXPECT_TRUE(peer.closes());
    }
}

TEST(HttpClient, RefusesMoreThanItsLimit) {
    struct Case {
        std::string answer;
        std::string cause;
    };
    std::string const ok = "HTTP/1.1 200 OK\r\n";
    TestClient client;
    for (auto const& c : std::vector<Case>{
             {ok + "Content-Length: 99000000\r\n\r\n", "body limit exceeded"},
             {ok + "\r\n" + std::string(200, 'x'), "body limit exceeded"},
             {ok + "Transfer-Encoding: chunked\r\n\r\nff\r\n", "body limit exceeded"},
             {ok + "X: " + std::string(20'000, 'x'), "header limit exceeded"},
         }) {
        RawListener listener;
        client.send({.url = TestClient::url(listener.port()), .body_limit = 100});
        auto peer = listener.accept();
        peer.receive_until("\r\n\r\n");
        peer.send(c.answer);
        auto const answer = *client.answers.take();
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, Errc::unavailable);
        EXPECT_EQ(answer.error().message, "127.0.0.1: " + c.cause);
    }
}

TEST(HttpClient, ReportsAnswersThatAreCutOrBroken) {
    TestClient client;
    for (auto const* text :
         {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "nonsense\r\n\r\n",
          "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n"}) {
        RawListener listener;
        client.send({.url = TestClient::url(listener.port())});
        auto peer = listener.accept();
        peer.receive_until("\r\n\r\n");
        peer.send(text);
        peer.close();
        EXPECT_EQ(code_of(*client.answers.take()), Errc::unavailable) << text;
    }
}

TEST(HttpClient, ReadsAnswersOfEveryForm) {
    TestClient client;
    for (auto const* text :
         {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.0 200 OK\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
          "chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
          "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"}) {
        RawListener listener;
        client.send({.url = TestClient::url(listener.port())});
        auto peer = listener.accept();
        peer.receive_until("\r\n\r\n");
        peer.send(text);
        peer.close();
        auto const answer = *client.answers.take();
        ASSERT_TRUE(answer) << answer.error().message << text;
        EXPECT_EQ(answer->body, "hello");
    }
}

constexpr std::string_view kShort = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(HttpClient, NoticesAConnectionThatWasClosedMeanwhile) {
    RawListener listener;
    TestClient client;
    for (int i = 0; i < 3; ++i) {
        client.send({.method = Method::post, .url = TestClient::url(listener.port())});
        auto peer = listener.accept();
        peer.receive_until("\r\n\r\n");
        peer.send(kShort);
        EXPECT_TRUE(*client.answers.take());
        peer.close();
    }
}

/// Answers one request, reads the next one and closes without an answer.
void answer_once_then_close(RawListener& listener) {
    auto peer = listener.accept();
    peer.receive_until("\r\n\r\n");
    peer.send(kShort);
    peer.receive_until("\r\n\r\n");
}

TEST(HttpClient, RepeatsOnADeadConnectionWhatIsHarmlessToRepeat) {
    RawListener listener;
    TestClient client;
    std::jthread const server([&] {
        answer_once_then_close(listener);
        auto peer = listener.accept();
        peer.receive_until("\r\n\r\n");
        peer.send(kShort);
    });
    EXPECT_TRUE(client.get(listener.port()));
    EXPECT_TRUE(client.get(listener.port()));
}

TEST(HttpClient, NeverSendsAPaymentTwice) {
    RawListener listener;
    TestClient client;
    std::jthread const server([&] { answer_once_then_close(listener); });
    EXPECT_TRUE(client.get(listener.port()));
    auto const answer = client.ask(
        {.method = Method::post, .url = TestClient::url(listener.port()), .body = "pay"});
    EXPECT_EQ(code_of(answer), Errc::unavailable);
}

TEST(HttpClient, DoesNotRepeatOnAFreshConnectionNorAfterPartOfAnAnswer) {
    RawListener listener;
    TestClient client;
    std::jthread const server([&] {
        listener.accept().receive_until("\r\n\r\n");
        auto peer = listener.accept();
        peer.receive_until("\r\n\r\n");
        peer.send(kShort);
        peer.receive_until("\r\n\r\n");
        peer.send("HTTP/1.1 200 OK\r\n");
    });
    EXPECT_EQ(code_of(client.get(listener.port())), Errc::unavailable);
    EXPECT_TRUE(client.get(listener.port()));
    EXPECT_EQ(code_of(client.get(listener.port())), Errc::unavailable);
}

TEST(HttpClient, AnswersWhatIsUnderWayWhenItEnds) {
    RawListener listener;
    TestClient client;
    for (int i = 0; i < 3; ++i) client.send({.url = TestClient::url(listener.port())});
    auto peer = listener.accept();
    peer.receive_until("\r\n\r\n");
    client.destroy();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(code_of(*client.answers.take()), Errc::unavailable);
    EXPECT_EQ(client.answers.size(), 0U);
}

TEST(HttpClient, RefusesMoreRequestsThanItsLimit) {
    RawListener listener;
    TestClient client({.requests_max = 2});
    for (int i = 0; i < 3; ++i) client.send({.url = TestClient::url(listener.port())});
    EXPECT_EQ(client.answers.take()->error().message, "127.0.0.1: too many requests are under way");
}

TEST(HttpClient, LooksUpNames) {
    TestServer server(echo_router());
    TestClient client;
    auto const port = std::to_string(server->port());
    auto const answer = client.ask({.url = "http://localhost:" + port + "/echo"});
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_NE(answer->body.find("Host: localhost:" + port), std::string::npos);
    EXPECT_EQ(code_of(client.ask({.url = "http://nothing.invalid/"})), Errc::unavailable);
}

}  // namespace
}  // namespace farthing::net
