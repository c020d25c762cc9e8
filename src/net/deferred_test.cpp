#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "net/testing.hpp"

namespace farthing::net {
namespace {

using http::Method;
using http::Request;
using http::Respond;
using http::Response;

/// A request that a test holds in its hands. The views must stay valid until it is answered.
struct Held {
    Request const* request;
    Respond respond;
};

std::string describe(Request const& request) {
    std::string text(http::to_text(request.method));
    text.append(" ").append(request.target).append(" ");
    if (request.parameters.size() > 0) text.append(request.parameter("id")).append(" ");
    return text.append(request.field("X-A").value_or("-")).append(" ").append(request.body);
}

Response text_response(std::string text) {
    Response response;
    response.set_body(std::move(text));
    return response;
}

http::Router deferred_router(http::DeferredHandler const& handler) {
    http::Router router;
    for (auto const method : {Method::get, Method::post})
        router.add({.method = method, .pattern = "/later/{id}", .handler = handler});
    router.add({.method = Method::get,
                .pattern = "/now",
                .handler = http::ImmediateHandler([](Request const&, Response& response) {
                    response.set_body(std::string("now"));
                })});
    return router;
}

http::DeferredHandler hold_in(Mailbox<Held>& mailbox) {
    return [&mailbox](Request const& request, Respond respond) {
        mailbox.put({&request, std::move(respond)});
    };
}

TEST(Deferred, IsAnsweredFromAnotherThread) {
    Mailbox<Held> held;
    TestServer server(deferred_router(hold_in(held)));
    auto peer = server.connect();
    peer.send(post("/later/7?q", "body", "X-A: 1\r\n"));
    auto const one = held.take();
    ASSERT_TRUE(one);
    one->respond(text_response(describe(*one->request)));
    EXPECT_EQ(peer.receive_response().body, "POST /later/7?q 7 1 body");
    EXPECT_EQ(peer.exchange(get("/now")).body, "now");
}

TEST(Deferred, IsAnsweredWithinItsHandler) {
    TestServer server(deferred_router([](Request const& request, Respond const& respond) {
        respond(text_response(describe(request)));
    }));
    auto peer = server.connect();
    std::string requests;
    for (int i = 0; i < 100; ++i) requests += get("/later/" + std::to_string(i));
    peer.send(requests);
    for (int i = 0; i < 100; ++i) {
        auto const number = std::to_string(i);
        ASSERT_EQ(peer.receive_response().body, "GET /later/" + number + " " + number + " - ");
    }
}

TEST(Deferred, KeepsTheOrderOfPipelinedRequests) {
    Mailbox<Held> held;
    TestServer server(deferred_router(hold_in(held)));
    auto peer = server.connect();
    peer.send(get("/now") + get("/later/1") + get("/now") + post("/later/2", "x") + get("/now"));
    EXPECT_EQ(peer.receive_response().body, "now");
    for (auto const* id : {"1", "2"}) {
        auto const one = held.take();
        ASSERT_TRUE(one);
        EXPECT_EQ(one->request->parameter("id"), id);
        EXPECT_EQ(held.size(), 0U);
        one->respond(text_response(id));
        EXPECT_EQ(peer.receive_response().body, id);
        EXPECT_EQ(peer.receive_response().body, "now");
    }
}

TEST(Deferred, KeepsTheRequestWhilePartsOfTheNextArrive) {
    Mailbox<Held> held;
    TestServer server(deferred_router(hold_in(held)));
    auto peer = server.connect();
    std::string const large(100'000, 'b');
    peer.send(post("/later/1", large, "X-A: 1\r\n") + "GET /la");
    auto const one = held.take();
    ASSERT_TRUE(one);
    peer.send("ter/2 HTTP/1.1\r\nHost: x\r\n\r\n");
    one->respond(text_response(describe(*one->request)));
    EXPECT_EQ(peer.receive_response().body, "POST /later/1 1 1 " + large);
    auto const two = held.take();
    ASSERT_TRUE(two);
    two->respond(text_response("two"));
    EXPECT_EQ(peer.receive_response().body, "two");
}

TEST(Deferred, KeepsTheRequestAfterThePeerHasGone) {
    Mailbox<Held> held;
    TestServer server(deferred_router(hold_in(held)));
    std::vector<Held> all;
    for (bool const abrupt : {false, true}) {
        auto peer = server.connect();
        peer.send(post("/later/1", "body"));
        all.push_back(*held.take());
        if (abrupt)
            peer.reset();
        else
            peer.close();
    }
    for (auto const& one : all) {
        EXPECT_EQ(describe(*one.request), "POST /later/1 1 - body");
        one.respond(text_response("nobody hears this"));
    }
    EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
    EXPECT_EQ(server.connect().exchange(get("/now")).body, "now");
}

TEST(Deferred, KeepsTheRequestAfterTheServerHasGone) {
    Mailbox<Held> held;
    std::optional<Held> one;
    {
        auto options = TestServer::quick();
        options.drain_timeout = std::chrono::milliseconds(50);
        TestServer server(deferred_router(hold_in(held)), std::move(options));
        auto peer = server.connect();
        peer.send(post("/later/1", "body", "X-A: 2\r\n"));
        one = held.take();
        server->stop();
        EXPECT_TRUE(peer.closes());
    }
    ASSERT_TRUE(one);
    EXPECT_EQ(describe(*one->request), "POST /later/1 1 2 body");
    one->respond(text_response("nobody hears this"));
}

TEST(Deferred, IsAnsweredOnceWhateverTheHandlerDoes) {
    TestServer server(deferred_router([](Request const& request, Respond const& respond) {
        auto const id = request.parameter("id");
        if (id == "twice") respond(text_response("first"));
        if (id == "twice") respond(text_response("second"));
        if (id == "throw") throw std::runtime_error("a secret");
        if (id == "late") respond(text_response("answered"));
        if (id == "late") throw std::runtime_error("a secret");
    }));
    auto peer = server.connect();
    EXPECT_EQ(peer.exchange(get("/later/twice")).body, "first");
    EXPECT_EQ(peer.exchange(get("/later/late")).body, "answered");
    auto const thrown = peer.exchange(get("/later/throw"));
    EXPECT_EQ(thrown.status, 500);
    EXPECT_EQ(thrown.body.find("secret"), std::string::npos);
    EXPECT_EQ(peer.exchange(get("/later/forgotten")).status, 500);
    EXPECT_EQ(peer.exchange(get("/now")).body, "now");
}

TEST(Deferred, SendsNoBodyToHead) {
    TestServer server(deferred_router(
        [](Request const&, Respond const& respond) { respond(text_response("12345")); }));
    auto peer = server.connect();
    peer.send("HEAD /later/1 HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(peer.receive_response(true).field("Content-Length"), "5");
    EXPECT_EQ(peer.exchange(get("/now")).body, "now");
}

// Many answers from several threads at once, each to its own connection.
TEST(Deferred, BringsEachAnswerToItsOwnConnection) {
    Mailbox<Held> held;
    auto options = TestServer::quick();
    options.threads = 2;
    TestServer server(deferred_router(hold_in(held)), std::move(options));
    constexpr int kRequests = 300;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 3; ++thread)
        threads.emplace_back([&held] {
            for (int i = 0; i < kRequests / 3; ++i) {
                auto const one = held.take();
                ASSERT_TRUE(one);
                one->respond(text_response(describe(*one->request)));
            }
        });
    std::vector<RawPeer> peers;
    for (int i = 0; i < 10; ++i) peers.push_back(server.connect());
    for (int round = 0; round < kRequests / 10; ++round) {
        for (std::size_t i = 0; i < peers.size(); ++i)
            peers[i].send(get("/later/" + std::to_string(i)));
        for (std::size_t i = 0; i < peers.size(); ++i) {
            auto const id = std::to_string(i);
            ASSERT_EQ(peers[i].receive_response().body, "GET /later/" + id + " " + id + " - ");
        }
    }
}

TEST(Deferred, MayEndTheConnectionInsteadOfAnAnswer) {
    Mailbox<Held> held;
    TestServer server(deferred_router(hold_in(held)));
    auto peer = server.connect();
    peer.send(get("/later/7"));
    auto const one = held.take();
    ASSERT_TRUE(one);
    Response response;
    response.set_body(http::NoAnswer{});
    one->respond(std::move(response));
    EXPECT_EQ(peer.receive_all(), "");
}

}  // namespace
}  // namespace farthing::net
