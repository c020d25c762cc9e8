#include "net/server.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "net/malformed_testing.hpp"
#include "net/testing.hpp"

namespace farthing::net {
namespace {

using http::Method;
using http::Request;
using http::Response;

http::Route immediate(Method method, std::string pattern, http::ImmediateHandler handler) {
    return {.method = method, .pattern = std::move(pattern), .handler = std::move(handler)};
}

/// Tells what arrived.
void echo(Request const& request, Response& response) {
    std::string text(http::to_text(request.method));
    text.append(" ").append(request.target).append("|").append(request.body);
    response.add("Content-Type", "text/plain").set_body(std::move(text));
}

http::Router echo_router() {
    http::Router router;
    for (auto const method : {Method::get, Method::post, Method::delete_})
        router.add(immediate(method, "/echo", echo));
    router.add(immediate(Method::get, "/echo/{id}", echo));
    auto small = immediate(Method::post, "/small", echo);
    small.body_limit = 10;
    router.add(std::move(small));
    router.add(immediate(Method::get, "/throw",
                         [](auto&, auto&) { throw std::runtime_error("the password is 12345"); }));
    router.add(
        immediate(Method::get, "/status/{code}", [](Request const& request, Response& response) {
            response.set_status(std::stoi(std::string(request.parameter("code"))))
                .set_body(std::string("body"));
        }));
    auto open = immediate(Method::get, "/open", echo);
    open.cross_origin = true;
    router.add(std::move(open));
    return router;
}

TEST(Server, AnswersWithItsOwnFields) {
    TestServer server(echo_router());
    auto peer = server.connect();
    auto const answer = peer.exchange(get("/echo?a=b"));
    EXPECT_EQ(answer.head,
              "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
              "Content-Length: 14\r\nX-Request-Id: " +
                  answer.field("X-Request-Id") + "\r\nContent-Type: text/plain\r\n\r\n");
    EXPECT_EQ(answer.body, "GET /echo?a=b|");
    auto const again = peer.exchange(get("/echo"));
    EXPECT_NE(again.field("X-Request-Id"), answer.field("X-Request-Id"));
}

TEST(Server, KeepsConnectionsAndAnswersInOrder) {
    TestServer server(echo_router());
    auto peer = server.connect();
    std::string requests;
    for (int i = 0; i < 200; ++i) requests += get("/echo/" + std::to_string(i));
    requests += post("/echo", "last");
    peer.send(requests);
    for (int i = 0; i < 200; ++i)
        ASSERT_EQ(peer.receive_response().body, "GET /echo/" + std::to_string(i) + "|");
    EXPECT_EQ(peer.receive_response().body, "POST /echo|last");
}

TEST(Server, ReadsRequestsCutAtEveryByte) {
    TestServer server(echo_router());
    auto const requests = post("/echo", "hello") + get("/echo") +
                          "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" +
                          get("/echo/1");
    for (std::size_t cut = 1; cut < requests.size(); ++cut) {
        auto peer = server.connect();
        peer.send(requests.substr(0, cut));
        // An answer proves that the first piece was read, where one is due.
        bool const answered = cut >= post("/echo", "hello").size();
        if (answered) {
            ASSERT_EQ(peer.receive_response().body, "POST /echo|hello");
        }
        peer.send(requests.substr(cut));
        if (!answered) {
            ASSERT_EQ(peer.receive_response().body, "POST /echo|hello");
        }
        ASSERT_EQ(peer.receive_response().body, "GET /echo|");
        ASSERT_EQ(peer.receive_response().body, "POST /echo|abcde");
        ASSERT_EQ(peer.receive_response().body, "GET /echo/1|");
    }
}

TEST(Server, ReadsOneByteAtATime) {
    TestServer server(echo_router());
    auto peer = server.connect();
    for (char const c : post("/echo", "hello") + get("/echo")) peer.send(std::string(1, c));
    EXPECT_EQ(peer.receive_response().body, "POST /echo|hello");
    EXPECT_EQ(peer.receive_response().body, "GET /echo|");
}

TEST(Server, AnswersMalformedRequestsOnceAndCloses) {
    auto texts = malformed_heads();
    texts.push_back("\x16\x03\x01\r\n\r\n");
    for (auto const* body : {"x\r\n", "1;a\r\nx\r\n0\r\n\r\n", "1\r\nx\n", "0\r\nX: y\r\n\r\n"}) {
        std::string const head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";
        texts.push_back(head + "\r\n" + body);
    }
    TestServer server(echo_router());
    for (auto const& text : texts) {
        auto peer = server.connect();
        peer.send(text + get("/echo"));
        auto const answer = peer.receive_response();
        EXPECT_EQ(answer.status, 400) << text;
        EXPECT_EQ(answer.field("Connection"), "close") << text;
        EXPECT_EQ(answer.body.find(R"({"name":"invalid_request","message":")"), 0U) << answer.body;
        peer.finish_sending();
        EXPECT_TRUE(peer.closes()) << text;
    }
}

TEST(Server, AnswersWhatCameBeforeAMalformedRequest) {
    TestServer server(echo_router());
    auto peer = server.connect();
    peer.send(get("/echo/1") + get("/echo/2") + "nonsense\r\n\r\n");
    EXPECT_EQ(peer.receive_response().body, "GET /echo/1|");
    EXPECT_EQ(peer.receive_response().body, "GET /echo/2|");
    EXPECT_EQ(peer.receive_response().status, 400);
    EXPECT_TRUE(peer.closes());
}

TEST(Server, AnswersErrorsOfItsOwnWithTheErrorObject) {
    struct Case {
        std::string request;
        int status;
        std::string_view name;
        bool closes;
    };
    TestServer server(echo_router());
    std::string const long_target = "/" + std::string(9000, 'a');
    for (auto const& c : std::vector<Case>{
             {get("/nothing"), 404, "not_found", false},
             {post("/nothing", "body"), 404, "not_found", false},
             {post("/open", ""), 405, "method_not_allowed", false},
             {"TRACE /echo HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed", true},
             {"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed", true},
             {"BREW /echo HTTP/1.1\r\nHost: x\r\n\r\n", 501, "not_implemented", true},
             {get(long_target), 414, "target_too_long", true},
             {get("/echo", "X: " + std::string(17000, 'a') + "\r\n"), 431, "header_too_large",
              true},
             {post("/small", "12345678901"), 413, "too_large", true},
             {"POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n", 413,
              "too_large", true},
             {post("/echo", "", "Expect: tea\r\n"), 417, "expectation_failed", true},
             {get("/throw"), 500, "internal_error", false},
         }) {
        auto peer = server.connect();
        auto const answer = peer.exchange(c.request);
        EXPECT_EQ(answer.status, c.status) << c.request.substr(0, 60);
        EXPECT_EQ(answer.field("Content-Type"), "application/json");
        EXPECT_EQ(answer.body.find("{\"name\":\"" + std::string(c.name) + "\""), 0U) << answer.body;
        if (c.closes) {
            EXPECT_TRUE(peer.closes()) << c.request.substr(0, 60);
        } else {
            EXPECT_EQ(peer.exchange(get("/echo")).status, 200) << c.request.substr(0, 60);
        }
    }
}

TEST(Server, NamesTheMethodsOfAPath) {
    TestServer server(echo_router());
    auto peer = server.connect();
    EXPECT_EQ(peer.exchange(post("/open", "")).field("Allow"), "GET, HEAD, OPTIONS");
    auto const options = peer.exchange("OPTIONS /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.field("Allow"), "GET, HEAD, POST, DELETE, OPTIONS");
    EXPECT_EQ(options.field("Access-Control-Allow-Origin"), "-");
}

TEST(Server, OpensRoutesToOtherPagesOnlyWhereTheySaySo) {
    TestServer server(echo_router());
    auto peer = server.connect();
    auto const preflight = peer.exchange("OPTIONS /open HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(preflight.field("Access-Control-Allow-Methods"), "GET, HEAD");
    EXPECT_EQ(peer.exchange(get("/open")).field("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(peer.exchange(get("/echo")).field("Access-Control-Allow-Origin"), "-");
}

TEST(Server, TellsNobodyWhatAHandlerThrew) {
    Mailbox<std::string> errors;
    auto options = TestServer::quick();
    options.error_log = [&](std::string_view text) { errors.put(std::string(text)); };
    TestServer server(echo_router(), std::move(options));
    auto peer = server.connect();
    auto const answer = peer.exchange(get("/throw"));
    auto const id = answer.field("X-Request-Id");
    EXPECT_EQ(answer.body, R"({"name":"internal_error","message":"Internal Error, request )" + id +
                               R"(","statusCode":500,"errorCode":500})");
    EXPECT_EQ(errors.take(), "request " + id + ": the password is 12345");
}

TEST(Server, OutlivesAHandlerOfUnknownPathsThatThrows) {
    auto router = echo_router();
    router.set_unrouted([](auto&, auto&) { throw std::runtime_error("no such luck"); });
    TestServer server(std::move(router));
    auto peer = server.connect();
    EXPECT_EQ(peer.exchange(get("/nowhere")).status, 500);
    EXPECT_EQ(peer.exchange(get("/echo")).status, 200);
}

TEST(Server, SendsNoBodyWhereNoneMayBe) {
    TestServer server(echo_router());
    auto peer = server.connect();
    peer.send("HEAD /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(peer.receive_response(true).field("Content-Length"), "11");
    for (auto const* code : {"204", "304"}) {
        auto const answer = peer.exchange(get("/status/" + std::string(code)));
        EXPECT_EQ(answer.status, std::stoi(code));
        EXPECT_EQ(answer.field("Content-Length"), "-");
    }
    EXPECT_EQ(peer.exchange(get("/status/402")).body, "body");
}

TEST(Server, ClosesWhenThePeerAsksTo) {
    TestServer server(echo_router());
    for (auto const& request :
         {get("/echo", "Connection: close\r\n"), std::string("GET /echo HTTP/1.0\r\n\r\n"),
          std::string("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")}) {
        auto peer = server.connect();
        auto const answer = peer.exchange(request);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.field("Connection"), "close");
        EXPECT_TRUE(peer.closes());
    }
}

TEST(Server, AnswersAPeerThatHasStoppedSending) {
    TestServer server(echo_router());
    auto peer = server.connect();
    peer.send(get("/echo"));
    peer.finish_sending();
    EXPECT_EQ(peer.receive_response().status, 200);
    EXPECT_TRUE(peer.closes());
}

TEST(Server, AsksForABodyThatIsHeldBack) {
    TestServer server(echo_router());
    auto peer = server.connect();
    peer.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(peer.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    peer.send("hello");
    EXPECT_EQ(peer.receive_response().body, "POST /echo|hello");

    // A body that came along needs no invitation; one that is too large gets none.
    EXPECT_EQ(peer.exchange(post("/echo", "hello", "Expect: 100-continue\r\n")).status, 200);
    EXPECT_EQ(peer.exchange("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n"
                            "Expect: 100-continue\r\n\r\n")
                  .status,
              413);
    auto other = server.connect();
    EXPECT_EQ(other
                  .exchange("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                            "Expect: 100-continue\r\n\r\n")
                  .status,
              404);
    EXPECT_TRUE(other.closes());
}

TEST(Server, TakesBodiesUpToTheLimitOfTheirRoute) {
    TestServer server(echo_router());
    auto peer = server.connect();
    EXPECT_EQ(peer.exchange(post("/small", "1234567890")).body, "POST /small|1234567890");
    std::string const large(base::limits::kBodyBytes, 'b');
    EXPECT_EQ(peer.exchange(post("/echo", large)).body, "POST /echo|" + large);
    std::string chunked = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 16; ++i) chunked += "10000\r\n" + std::string(65536, 'b') + "\r\n";
    EXPECT_EQ(peer.exchange(chunked + "0\r\n\r\n").body, "POST /echo|" + large);
    EXPECT_EQ(peer.exchange(post("/echo", large + "x")).status, 413);
}

TEST(Server, DeliversTheRefusalOfABodyThatIsStillComing) {
    TestServer server(echo_router());
    auto peer = server.connect();
    peer.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
    for (int i = 0; i < 30; ++i) peer.send(std::string(100'000, 'b'));
    EXPECT_EQ(peer.receive_response().status, 413);
}

TEST(Server, LogsWhatItAnsweredAndNoSecrets) {
    struct Line {
        std::string text;
    };
    Mailbox<std::string> lines;
    auto options = TestServer::quick();
    options.access_log = [&](AccessRecord const& record) {
        lines.put(to_json_line(record, base::Timestamp()));
    };
    TestServer server(echo_router(), std::move(options));
    auto peer = server.connect();
    auto const answer = peer.exchange(get("/echo?paymentReceipt=secret",
                                          "Authorization: Basic c2VjcmV0\r\nCookie: secret\r\n"
                                          "User-Agent: " +
                                              std::string(300, 'u') + "\r\n"));
    auto const line = *lines.take();
    EXPECT_EQ(line.find("secret"), line.npos);
    EXPECT_EQ(line.find("c2VjcmV0"), line.npos);
    EXPECT_NE(
        line.find("\"id\":\"" + answer.field("X-Request-Id") +
                  R"(","peer":"127.0.0.1","method":"GET","path":"/echo","status":200,"bytes":32,)"),
        line.npos)
        << line;
    EXPECT_NE(line.find("\"agent\":\"" + std::string(200, 'u') + "\""), line.npos);
    peer.exchange("nonsense\r\n\r\n");
    EXPECT_NE(lines.take()->find(R"("method":"-","path":"-","status":400)"), line.npos);
}

TEST(Server, ServesOnSeveralThreads) {
    auto options = TestServer::quick();
    options.threads = 3;
    TestServer server(echo_router(), std::move(options));
    std::vector<RawPeer> peers;
    for (int i = 0; i < 30; ++i) peers.push_back(server.connect());
    for (auto& peer : peers) EXPECT_EQ(peer.exchange(get("/echo")).status, 200);
    EXPECT_EQ(server->connections(), 30U);
}

TEST(Server, SaysWhyItCannotListen) {
    base::ManualClock const clock;
    base::SeededRandom random;
    auto const start = [&](std::string listen, unsigned threads = 1) {
        ServerOptions options;
        options.listen = std::move(listen);
        options.threads = threads;
        Server server(std::move(options), clock, random);
        return server.listen();
    };
    for (auto const* listen :
         {"", "8402", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "host:80", "::1:80",
          "[127.0.0.1]:80", "[::1]", "127.0.0.1:-1", "127.0.0.1:08402"}) {
        auto const started = start(listen);
        ASSERT_FALSE(started) << listen;
        EXPECT_EQ(started.error().code, base::Errc::invalid_request) << listen;
    }
    for (unsigned const threads : {1U, 2U}) {
        auto options = TestServer::quick();
        options.threads = threads;
        TestServer server(echo_router(), options);
        auto const taken = start("127.0.0.1:" + std::to_string(server->port()), threads);
        ASSERT_FALSE(taken);
        EXPECT_EQ(taken.error().code, base::Errc::unavailable);
        EXPECT_NE(taken.error().message.find(std::to_string(server->port())), std::string::npos);
    }
    EXPECT_TRUE(start("localhost:0"));
    EXPECT_TRUE(start("[::1]:0"));
}

}  // namespace
}  // namespace farthing::net
