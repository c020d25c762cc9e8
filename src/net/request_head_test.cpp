#include "net/request_head.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "net/malformed_testing.hpp"

namespace farthing::net {
namespace {

struct Read {
    std::shared_ptr<std::string> text;  // What the views are of.
    int refused = 0;                    // The status, or 0.
    std::size_t size = 0;
    http::Request request;
    Framing framing;
};

/// Scans `text` in pieces of `step` bytes and parses what was found. Size 0 and not refused: not
/// complete.
Read read(std::string original, std::size_t step) {
    Read result;
    result.text = std::make_shared<std::string>(std::move(original));
    std::string_view const text = *result.text;
    HeadScanner scanner;
    for (std::size_t size = step;; size += step) {
        auto const status = scanner.scan(text.substr(0, size));
        if (status == HeadScanner::Status::refused) {
            result.refused = scanner.refusal().status;
            return result;
        }
        if (status == HeadScanner::Status::complete) break;
        if (size >= text.size()) return result;
    }
    result.size = scanner.size();
    auto const refusal = parse_head(text.substr(0, result.size), result.request, result.framing);
    if (refusal) result.refused = refusal->status;
    return result;
}

Read read(std::string const& text) {
    return read(text, text.size());
}

TEST(RequestHead, IsTakenApart) {
    auto const head = read(
        "POST /a%20b/?x=1&y HTTP/1.1\r\nHost: example.org:80\r\nX-A:  b c\t\r\nX-Empty:\r\n"
        "Content-Length: 5\r\n\r\nhello");
    EXPECT_EQ(head.refused, 0);
    EXPECT_EQ(head.request.method, http::Method::post);
    EXPECT_EQ(head.request.target, "/a%20b/?x=1&y");
    EXPECT_EQ(head.request.path, "/a%20b/");
    EXPECT_EQ(head.request.query, "x=1&y");
    EXPECT_EQ(head.request.field("x-a"), "b c");
    EXPECT_EQ(head.request.field("X-Empty"), "");
    EXPECT_EQ(head.request.fields.size(), 4U);
    EXPECT_EQ(head.framing.content_length, 5U);
    EXPECT_TRUE(head.framing.keep_alive);
}

TEST(RequestHead, AcceptsWhatTheStandardAllows) {
    struct Case {
        std::string text;
        std::string_view path;
        std::string_view query;
    };
    for (auto const& c : std::vector<Case>{
             {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "/", ""},
             {"GET /? HTTP/1.1\r\nHost: x\r\n\r\n", "/", ""},
             {"GET /a?b?c HTTP/1.1\r\nhOsT: x\r\n\r\n", "/a", "b?c"},
             {"GET / HTTP/1.0\r\n\r\n", "/", ""},
             {"GET / HTTP/1.1\r\nHost: [::1]:8402\r\n\r\n", "/", ""},
             {"GET / HTTP/1.1\r\nHost:x\r\n\r\n", "/", ""},
             {"GET http://x/a?b HTTP/1.1\r\nHost: x\r\n\r\n", "/a", "b"},
             {"GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", "/", ""},
             {"GET http://x?b HTTP/1.1\r\nHost: x\r\n\r\n", "/", "b"},
             {"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "*", ""},
             {"GET /{\"|^`} HTTP/1.1\r\nHost: x\r\n\r\n", "/{\"|^`}", ""},
             {"GET / HTTP/1.1\r\nHost: x\r\nX: \xc3\xa4\r\n\r\n", "/", ""},
             {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "/", ""},
             {"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n", "/", ""},
         }) {
        auto const head = read(c.text);
        EXPECT_EQ(head.refused, 0) << c.text;
        EXPECT_EQ(head.size, c.text.size()) << c.text;
        EXPECT_EQ(head.request.path, c.path) << c.text;
        EXPECT_EQ(head.request.query, c.query) << c.text;
    }
}

TEST(RequestHead, RefusesEverythingThatCouldBeReadInTwoWays) {
    for (auto const& text : malformed_heads()) EXPECT_EQ(read(text).refused, 400) << text;
}

TEST(RequestHead, ReadsTheSameHoweverItIsCut) {
    auto texts = malformed_heads();
    texts.push_back("GET /a?b HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n\r\nrest");
    for (auto const& text : texts) {
        auto const whole = read(text);
        for (std::size_t step = 1; step < text.size(); ++step) {
            auto const pieces = read(text, step);
            ASSERT_EQ(pieces.refused, whole.refused) << text << step;
            ASSERT_EQ(pieces.size, whole.size) << text << step;
        }
    }
}

TEST(RequestHead, WaitsForTheEmptyLine) {
    std::string const text = "GET /a?b HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n\r\n";
    for (std::size_t size = 1; size < text.size(); ++size) {
        auto const head = read(text.substr(0, size));
        EXPECT_EQ(head.refused, 0) << size;
        EXPECT_EQ(head.size, 0U) << size;
    }
}

TEST(RequestHead, IsBounded) {
    auto const with_target = [](std::size_t size) {
        return read("GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n").refused;
    };
    EXPECT_EQ(with_target(base::limits::kTargetBytes), 0);
    EXPECT_EQ(with_target(base::limits::kTargetBytes + 1), 414);
    EXPECT_EQ(with_target(20'000), 414);
    EXPECT_EQ(read(std::string(20'000, 'a')).refused, 414);

    auto const with_fields = [](std::size_t count) {
        std::string text = "GET / HTTP/1.1\r\nHost: x\r\n";
        for (std::size_t i = 1; i < count; ++i) text += "X: y\r\n";
        return read(text + "\r\n").refused;
    };
    EXPECT_EQ(with_fields(base::limits::kHeaderFields), 0);
    EXPECT_EQ(with_fields(base::limits::kHeaderFields + 1), 431);

    auto const with_size = [](std::size_t size) {
        std::string const rest = "GET / HTTP/1.1\r\nHost: x\r\nX: \r\n\r\n";
        return read("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(size - rest.size(), 'a') +
                    "\r\n\r\n")
            .refused;
    };
    EXPECT_EQ(with_size(base::limits::kHeaderBytes), 0);
    EXPECT_EQ(with_size(base::limits::kHeaderBytes + 1), 431);
}

TEST(RequestHead, KnowsWhenTheConnectionStays) {
    EXPECT_TRUE(read("GET / HTTP/1.1\r\nHost: x\r\n\r\n").framing.keep_alive);
    EXPECT_TRUE(
        read("GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n").framing.keep_alive);
    for (auto const* text :
         {"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nConnection: x, CLOSE\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
          "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"})
        EXPECT_FALSE(read(text).framing.keep_alive) << text;
}

TEST(RequestHead, NamesMethodsThatNoRouteTakes) {
    for (auto const* method : {"TRACE", "CONNECT", "PROPFIND", "get", "GETS"}) {
        auto const head = read(std::string(method) + " /x HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(head.refused, 0) << method;
        EXPECT_EQ(head.framing.foreign_method, method);
    }
    EXPECT_EQ(read("CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n").framing.foreign_method, "CONNECT");
}

TEST(RequestHead, KnowsOneExpectation) {
    auto const with = [](std::string_view value) {
        return read("POST / HTTP/1.1\r\nHost: x\r\nExpect: " + std::string(value) + "\r\n\r\n");
    };
    EXPECT_TRUE(with("100-Continue").framing.expects_continue);
    EXPECT_EQ(with("200-ok").refused, 417);
}

// Property: bytes changed at random never make the reader accept more than one message's worth or
// read outside.
TEST(RequestHead, SurvivesDamage) {
    std::mt19937_64 random(1);
    std::string const good = "POST /a?b HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nContent-Length: 3\r\n\r\n";
    for (int round = 0; round < 20'000; ++round) {
        auto text = good;
        for (auto changes = random() % 3 + 1; changes-- > 0;)
            text[random() % text.size()] = static_cast<char>(random());
        auto const head = read(text);
        ASSERT_LE(head.size, text.size());
        if (head.size == 0 || head.refused != 0) continue;
        for (auto const& field : head.request.fields) {
            ASSERT_GE(field.name.data(), head.text->data());
            ASSERT_LE(field.value.data() + field.value.size(), head.text->data() + text.size());
        }
    }
}

}  // namespace
}  // namespace farthing::net
