#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <thread>

#include "net/testing.hpp"

/// Timeouts, limits and the end of a server.
namespace farthing::net {
namespace {

using http::Method;
using http::Request;
using http::Respond;
using http::Response;
using std::chrono::milliseconds;

void pong(Request const&, Response& response) {
    response.set_body(std::string_view("pong"));
}

struct Fixture {
    Mailbox<Respond> held;

    http::Router router() {
        http::Router router;
        for (auto const method : {Method::get, Method::post})
            router.add(
                {.method = method, .pattern = "/ping", .handler = http::ImmediateHandler(pong)});
        router.add({.method = Method::get,
                    .pattern = "/later",
                    .handler = http::DeferredHandler([this](Request const&, Respond respond) {
                        held.put(std::move(respond));
                    })});
        return router;
    }
};

/// Everything lasts long but for what a test shortens.
ServerOptions patient() {
    auto options = TestServer::quick();
    options.header_timeout = options.idle_timeout = options.body_window = std::chrono::hours(1);
    return options;
}

TEST(Timeouts, CloseIdleConnections) {
    auto options = patient();
    options.idle_timeout = milliseconds(50);
    TestServer server(Fixture().router(), std::move(options));
    auto peer = server.connect();
    EXPECT_EQ(peer.exchange(get("/ping")).status, 200);
    EXPECT_TRUE(peer.closes());
}

TEST(Timeouts, CloseConnectionsThatNeverSayAnything) {
    auto options = patient();
    options.header_timeout = milliseconds(50);
    TestServer server(Fixture().router(), std::move(options));
    EXPECT_TRUE(server.connect().closes());
}

TEST(Timeouts, CutOffHeadersThatTrickle) {
    auto options = patient();
    options.header_timeout = milliseconds(60);
    TestServer server(Fixture().router(), std::move(options));
    auto peer = server.connect();
    EXPECT_EQ(peer.exchange(get("/ping")).status, 200);
    auto const start = std::chrono::steady_clock::now();
    peer.send("GET /ping HTTP/1.1\r\nHost: x\r\n");
    while (peer.send("X: y\r\n") &&
           std::chrono::steady_clock::now() - start < std::chrono::seconds(10))
        ::poll(nullptr, 0, 5);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Timeouts, CutOffBodiesThatTrickle) {
    auto options = patient();
    options.body_window = milliseconds(60);
    options.slowest_bytes_per_second = 100'000;
    TestServer server(Fixture().router(), std::move(options));
    auto peer = server.connect();
    auto const start = std::chrono::steady_clock::now();
    peer.send("POST /ping HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
    while (peer.send("x") && std::chrono::steady_clock::now() - start < std::chrono::seconds(10))
        ::poll(nullptr, 0, 5);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Timeouts, LetASteadyBodyPass) {
    auto options = patient();
    // Several windows, each long enough for a machine that is busy with other things.
    options.body_window = milliseconds(400);
    options.slowest_bytes_per_second = 10;
    TestServer server(Fixture().router(), std::move(options));
    auto peer = server.connect();
    peer.send("POST /ping HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n");
    for (int i = 0; i < 50; ++i) {
        peer.send("x");
        ::poll(nullptr, 0, 20);
    }
    EXPECT_EQ(peer.receive_response().status, 200);
}

TEST(Timeouts, WaitForHandlersAsLongAsTheyNeed) {
    auto options = TestServer::quick();
    options.header_timeout = options.idle_timeout = milliseconds(30);
    Fixture fixture;
    TestServer server(fixture.router(), std::move(options));
    auto peer = server.connect();
    peer.send(get("/later"));
    auto const respond = fixture.held.take();
    auto witness = server.connect();
    EXPECT_TRUE(witness.closes());  // Its timeout is over, and so the other's would be.
    (*respond)(Response(204));
    EXPECT_EQ(peer.receive_response().status, 204);
}

TEST(Limits, MakeConnectionsWaitThatAreTooMany) {
    auto options = patient();
    options.connections_max = 2;
    TestServer server(Fixture().router(), std::move(options));
    auto one = server.connect();
    auto two = server.connect();
    EXPECT_EQ(one.exchange(get("/ping")).status, 200);
    EXPECT_EQ(two.exchange(get("/ping")).status, 200);
    auto three = server.connect();
    three.send(get("/ping"));
    EXPECT_EQ(server->connections(), 2U);
    one.close();
    EXPECT_EQ(three.receive_response().status, 200);
    EXPECT_EQ(server->connections(), 2U);
}

/// Lets the process open `spare` more descriptors and no further one.
class DescriptorLimit {
public:
    explicit DescriptorLimit(int spare) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        int const next = ::dup(0);
        ::close(next);
        auto limit = before_;
        limit.rlim_cur = static_cast<rlim_t>(next) + static_cast<rlim_t>(spare);
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    ~DescriptorLimit() { lift(); }
    void lift() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

TEST(Limits, OfTheSystemStopAcceptingForAWhile) {
    Mailbox<std::string> errors;
    auto options = patient();
    options.error_log = [&](std::string_view text) { errors.put(std::string(text)); };
    TestServer server(Fixture().router(), std::move(options));
    auto first = server.connect();
    EXPECT_EQ(first.exchange(get("/ping")).status, 200);

    DescriptorLimit limit(1);
    auto waiting = server.connect();  // Takes the last descriptor; the server has none for its end.
    waiting.send(get("/ping"));
    EXPECT_NE(errors.take()->find("cannot accept connections: "), std::string::npos);
    EXPECT_EQ(first.exchange(get("/ping")).status, 200);
    ASSERT_TRUE(errors.take());
    auto const begin = std::chrono::steady_clock::now();
    auto const before = errors.size();
    ASSERT_TRUE(errors.take());
    ASSERT_TRUE(errors.take());
    // One attempt for each sweep: a loop that spins would have made thousands.
    auto const sweeps = (std::chrono::steady_clock::now() - begin) / milliseconds(20) + 3;
    EXPECT_LE(errors.size() - before, static_cast<std::size_t>(sweeps));
    limit.lift();
    EXPECT_EQ(waiting.receive_response().status, 200);
}

TEST(Stop, ClosesIdleConnectionsAndRefusesNewOnes) {
    Fixture fixture;
    TestServer server(fixture.router());
    auto peer = server.connect();
    EXPECT_EQ(peer.exchange(get("/ping")).status, 200);
    auto const port = server->port();
    server->stop();
    EXPECT_TRUE(peer.closes());
    EXPECT_FALSE(RawPeer(port).connected());
    server->stop();
}

TEST(Stop, LetsRequestsInFlightFinish) {
    Fixture fixture;
    TestServer server(fixture.router());
    auto peer = server.connect();
    peer.send(get("/later"));
    auto const respond = fixture.held.take();
    auto idle = server.connect();
    EXPECT_EQ(idle.exchange(get("/ping")).status, 200);
    std::jthread const stopper([&] { server->stop(); });
    EXPECT_TRUE(idle.closes());  // So the server is stopping by now.
    (*respond)(Response(200).set_body(std::string("done")));
    auto const answer = peer.receive_response();
    EXPECT_EQ(answer.body, "done");
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(peer.closes());
    peer.close();
}

TEST(Stop, LetsAHalfReadRequestFinish) {
    Fixture fixture;
    TestServer server(fixture.router());
    auto peer = server.connect();
    auto witness = server.connect();
    peer.send(
        "POST /ping HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(peer.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    std::jthread const stopper([&] { server->stop(); });
    EXPECT_TRUE(witness.closes());
    peer.send("ab");
    EXPECT_EQ(peer.receive_response().status, 200);
    EXPECT_TRUE(peer.closes());
    peer.close();
}

TEST(Stop, EndsWhenItsTimeIsOver) {
    auto options = patient();
    options.drain_timeout = milliseconds(50);
    options.sweep_interval = std::chrono::hours(1);
    options.threads = 2;
    Fixture fixture;
    TestServer server(fixture.router(), std::move(options));
    auto peer = server.connect();
    peer.send(get("/later"));
    auto const respond = fixture.held.take();
    server->stop();
    EXPECT_TRUE(peer.closes());
    (*respond)(Response(200));
}

TEST(Stop, AnswersWhoeverIsConnectedAlready) {
    auto options = patient();
    options.connections_max = 1;  // The second one waits in the kernel's queue.
    Fixture fixture;
    TestServer server(fixture.router(), std::move(options));
    auto one = server.connect();
    EXPECT_EQ(one.exchange(get("/ping")).status, 200);
    auto two = server.connect();
    two.send(get("/ping"));
    std::jthread const stopper([&] { server->stop(); });
    EXPECT_TRUE(one.closes());
}

TEST(Stop, WorksBeforeTheServerServes) {
    base::ManualClock const clock;
    base::SeededRandom random;
    Server server(ServerOptions(), clock, random);
    server.stop();
    EXPECT_TRUE(server.listen());
    server.stop();
    EXPECT_FALSE(RawPeer(server.port()).connected());
}

}  // namespace
}  // namespace farthing::net
