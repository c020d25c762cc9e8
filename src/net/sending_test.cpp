#include <fcntl.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>

#include "net/testing.hpp"

/// Bodies of every kind and size, and readers of every speed.
namespace farthing::net {
namespace {

using http::Method;
using http::Request;
using http::Response;

/// Text in which every place looks different.
std::string numbered(std::size_t size) {
    std::string text;
    text.reserve(size + 8);
    for (std::size_t i = 0; text.size() < size; i += 8) {
        auto const number = std::to_string(10'000'000 + i / 8);
        text += number;
    }
    text.resize(size);
    return text;
}

/// A file that only this process knows.
class TestFile {
public:
    explicit TestFile(std::string const& content) {
        std::string path = testing::TempDir() + "sending_test.XXXXXX";
        int const descriptor = ::mkstemp(path.data());
        ::unlink(path.c_str());
        EXPECT_EQ(::write(descriptor, content.data(), content.size()),
                  static_cast<ssize_t>(content.size()));
        file_ = std::make_shared<http::File const>(descriptor, content.size());
    }
    void truncate(std::size_t size) {
        EXPECT_EQ(::ftruncate(file_->descriptor(), static_cast<off_t>(size)), 0);
    }
    http::FileSlice slice(std::uint64_t offset, std::uint64_t length) const {
        return {file_, offset, length};
    }

private:
    std::shared_ptr<http::File const> file_;
};

http::Router answering(std::function<http::Body()> body) {
    http::Router router;
    router.add({.method = Method::get,
                .pattern = "/body",
                .handler = http::ImmediateHandler(
                    [body](Request const&, Response& response) { response.set_body(body()); })});
    router.add({.method = Method::get,
                .pattern = "/ping",
                .handler = http::ImmediateHandler([](Request const&, Response& response) {
                    response.set_body(std::string_view("pong"));
                })});
    return router;
}

constexpr std::size_t kSizes[] = {0,      1,        1024, 4096, 4097, 16 * 1024, 16 * 1024 + 1,
                                  65'537, 3'000'000};

TEST(Sending, DeliversTextOfEverySize) {
    for (auto const size : kSizes) {
        auto const content = numbered(size);
        for (bool const own : {true, false}) {
            TestServer server(answering([&content, own]() -> http::Body {
                if (own) return content;
                return std::string_view(content);
            }));
            auto peer = server.connect();
            peer.send(get("/ping") + get("/body") + get("/ping") + get("/body") + get("/ping"));
            for (int i = 0; i < 2; ++i) {
                ASSERT_EQ(peer.receive_response().body, "pong");
                ASSERT_EQ(peer.receive_response().body, content) << size;
            }
            ASSERT_EQ(peer.receive_response().body, "pong");
        }
    }
}

TEST(Sending, DeliversSlicesOfFiles) {
    auto const content = numbered(3'000'100);
    TestFile const file(content);
    for (auto const size : kSizes) {
        TestServer server(answering([&file, size] { return file.slice(77, size); }));
        auto peer = server.connect();
        peer.send(get("/ping") + get("/body") + get("/body") + get("/ping"));
        ASSERT_EQ(peer.receive_response().body, "pong");
        for (int i = 0; i < 2; ++i) {
            ASSERT_EQ(peer.receive_response().body, content.substr(77, size)) << size;
        }
        ASSERT_EQ(peer.receive_response().body, "pong");
    }
}

TEST(Sending, TellsHeadTheLengthAndSendsNothing) {
    TestFile const file(numbered(100'000));
    TestServer server(answering([&file] { return file.slice(0, 100'000); }));
    auto peer = server.connect();
    peer.send("HEAD /body HTTP/1.1\r\nHost: x\r\n\r\n" + get("/ping"));
    EXPECT_EQ(peer.receive_response(true).field("Content-Length"), "100000");
    EXPECT_EQ(peer.receive_response().body, "pong");
}

TEST(Sending, ClosesWhenAFileIsShorterThanPromised) {
    for (std::size_t const promised : {std::size_t{1000}, std::size_t{1'000'000}}) {
        TestFile file(numbered(promised));
        file.truncate(promised / 2);
        TestServer server(answering([&file, promised] { return file.slice(0, promised); }));
        auto peer = server.connect();
        peer.send(get("/body"));
        auto const received = peer.receive_all();
        auto const body = received.find("\r\n\r\n");
        auto const sent = body == received.npos ? "" : received.substr(body + 4);
        EXPECT_LE(sent.size(), promised / 2);
        EXPECT_EQ(sent, numbered(promised).substr(0, sent.size()));
        EXPECT_EQ(server.connect().exchange(get("/ping")).body, "pong");
    }
}

TEST(Sending, ClosesWhenAFileIsCutWhileItIsSent) {
    constexpr std::size_t kSize = 40'000'000;
    TestFile file(numbered(kSize));
    TestServer server(answering([&file] { return file.slice(0, kSize); }));
    auto peer = server.connect(4096);
    peer.send(get("/body"));
    ASSERT_EQ(peer.receive_until("\r\n\r\n").substr(0, 15), "HTTP/1.1 200 OK");
    // At the end of a page: the kernel blanks the rest of a page that it cuts, also where it is on
    // its way.
    file.truncate(1024 * 4096);
    auto const rest = peer.receive_all();
    EXPECT_LT(rest.size(), kSize);
    EXPECT_TRUE(rest == numbered(rest.size()));
}

TEST(Sending, ServesOthersWhileOneReadsSlowly) {
    constexpr std::size_t kSize = 8'000'000;
    auto const content = numbered(kSize);
    TestFile const file(content);
    TestServer server(answering([&file] { return file.slice(0, kSize); }));
    auto slow = server.connect(65'536);
    slow.send(get("/body") + get("/ping"));
    slow.receive_until("\r\n\r\n");
    auto quick = server.connect();
    for (int i = 0; i < 100; ++i) ASSERT_EQ(quick.exchange(get("/ping")).body, "pong");
    EXPECT_TRUE(slow.receive(kSize) == content);
    EXPECT_EQ(slow.receive_response().body, "pong");
}

TEST(Sending, CutsOffAReaderThatDoesNotKeepUp) {
    for (bool const from_file : {true, false}) {
        auto const content = numbered(40'000'000);
        TestFile const file(content);
        auto options = TestServer::quick();
        options.reader_window = std::chrono::milliseconds(100);
        TestServer server(answering([&]() -> http::Body {
                              if (from_file) return file.slice(0, content.size());
                              return std::string_view(content);
                          }),
                          std::move(options));
        auto peer = server.connect(4096);
        peer.send(get("/body"));
        ASSERT_TRUE(eventually([&] { return server->connections() == 1; }));
        EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
        EXPECT_LT(peer.receive_all().size(), content.size());
    }
}

TEST(Sending, KeepsAReaderThatIsSlowButSteady) {
    auto const content = numbered(12'000'000);
    auto options = TestServer::quick();
    options.reader_window = std::chrono::milliseconds(50);
    options.slowest_bytes_per_second = 1024;
    TestServer server(answering([&] { return std::string_view(content); }), std::move(options));
    auto peer = server.connect(4096);
    peer.send(get("/body"));
    auto received = peer.receive_until("\r\n\r\n").substr(0, 0);
    for (int i = 0; i < 40; ++i) {
        received += peer.receive(20'000);
        ::poll(nullptr, 0, 10);
    }
    received += peer.receive(content.size() - received.size());
    EXPECT_TRUE(received == content);
}

TEST(Sending, LogsWhatReallyWentOut) {
    TestFile file(numbered(1'000'000));
    file.truncate(300'000);
    Mailbox<std::uint64_t> sizes;
    auto options = TestServer::quick();
    options.access_log = [&](AccessRecord const& record) { sizes.put(record.bytes); };
    TestServer server(answering([&file] { return file.slice(0, 1'000'000); }), std::move(options));
    auto peer = server.connect();
    peer.exchange(get("/ping"));
    EXPECT_EQ(sizes.take(), 4U);
    peer.send(get("/body"));
    peer.receive_all();
    EXPECT_EQ(sizes.take(), 300'000U);
}

TEST(Sending, DeliversPartsOfAFileInTheirFrames) {
    auto const content = numbered(3'000'000);
    TestFile const file(content);
    auto const part = [&](std::string head, std::uint64_t offset, std::uint64_t length) {
        return http::FileParts::Part{.head = std::move(head), .slice = file.slice(offset, length)};
    };
    TestServer server(answering([&]() -> http::Body {
        http::FileParts body;
        body.parts.push_back(part("[first]", 5, 1));
        body.parts.push_back(part("[second]", 100, 2'500'000));
        body.parts.push_back(part("[third]", 2'999'999, 1));
        body.end = "[end]";
        return body;
    }));
    auto const expected = "[first]" + content.substr(5, 1) + "[second]" +
                          content.substr(100, 2'500'000) + "[third]" + content.substr(2'999'999) +
                          "[end]";
    auto peer = server.connect();
    peer.send(get("/ping") + get("/body") + get("/body") + get("/ping"));
    EXPECT_EQ(peer.receive_response().body, "pong");
    for (int i = 0; i < 2; ++i) {
        auto const response = peer.receive_response();
        EXPECT_EQ(response.field("Content-Length"), std::to_string(expected.size()));
        ASSERT_TRUE(response.body == expected);
    }
    EXPECT_EQ(peer.receive_response().body, "pong");
}

}  // namespace
}  // namespace farthing::net
