#include "http/event_stream.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

namespace farthing::http {
namespace {

using std::chrono::milliseconds;
using Events = std::vector<Event>;

/// All events of `text`, which comes in pieces of `step` bytes.
Events read(std::string_view text, std::size_t step) {
    EventParser parser;
    Events events;
    for (; !text.empty(); text.remove_prefix(std::min(step, text.size())))
        EXPECT_TRUE(parser.take(text.substr(0, step), events));
    return events;
}

Event data(std::string text) {
    return {.data = std::move(text)};
}

struct Case {
    std::string text;
    Events events;
};

std::vector<Case> cases() {
    return {
        {"", {}},
        {"\n\n\n", {}},
        {"data: hello\n\n", {data("hello")}},
        {"data:hello\n\n", {data("hello")}},
        {"data:  hello \n\n", {data(" hello ")}},
        {"data:\thello\n\n", {data("\thello")}},
        {"data: a\ndata: b\ndata:\n\n", {data("a\nb\n")}},
        {"data\n\n", {data("")}},
        {"data\ndata\n\n", {data("\n")}},
        {"data:\n\ndata: a: b\n\n", {data(""), data("a: b")}},
        {"data: a\r\n\r\ndata: b\r\rdata: c\n\n", {data("a"), data("b"), data("c")}},
        {"data: a\r\ndata: b\rdata: c\n\r\n", {data("a\nb\nc")}},
        {"data: a\n\rdata: b\n\n", {data("a"), data("b")}},
        {"data: incomplete", {}},
        {"data: incomplete\n", {}},
        {"data: a\n\ndata: incomplete\n", {data("a")}},
        {": comment\n:\n::\n:data: no\n\ndata: a\n: between\ndata: b\n\n", {data("a\nb")}},
        {":\n\n", {}},
        {"\xef\xbb\xbf"
         "data: a\n\n",
         {data("a")}},
        {"\xef\xbb\xbf\n\xef\xbb\xbf"
         "data: not at the beginning\n\n",
         {}},
        {"\xef\xbb\xbf\xef\xbb\xbf"
         "data: only one\n\n",
         {}},
        {"\xef\xbb", {}},
        {"event: add\ndata: 1\n\ndata: 2\n\n",
         {{.event = "add", .data = "1"}, {.event = "", .data = "2"}}},
        {"event: lost\n\ndata: 1\n\n", {data("1")}},
        {"event: a\nevent: b\ndata: 1\n\n", {{.event = "b", .data = "1"}}},
        {"event: a\nevent\ndata: 1\n\n", {data("1")}},
        {"id: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\nid\ndata: d\n\n",
         {{.id = "1", .data = "a"},
          {.id = "1", .data = "b"},
          {.id = "2", .data = "c"},
          {.data = "d"}}},
        {"id: 1\nid: 2" + std::string(1, '\0') + "x\ndata: a\n\n", {{.id = "1", .data = "a"}}},
        {"retry: 1500\ndata: a\n\ndata: b\n\n",
         {{.data = "a", .retry = milliseconds(1500)}, data("b")}},
        {"retry: 0010\ndata: a\n\n", {{.data = "a", .retry = milliseconds(10)}}},
        {"retry: 1.5\nretry: -1\nretry: +1\nretry:\nretry:  1\nretry: 1x\nretry: 99999999999\n"
         "data: a\n\n",
         {data("a")}},
        {"Data: a\nDATA: b\n data: c\ndata : d\nfoo: e\ndata: f\n\n", {data("f")}},
        {"data: caf\xc3\xa9 \xff\n\n", {data("caf\xc3\xa9 \xff")}},
    };
}

TEST(EventStream, IsReadAsTheStandardSays) {
    for (auto const& c : cases()) EXPECT_EQ(read(c.text, c.text.size() + 1), c.events) << c.text;
}

TEST(EventStream, IsReadInPiecesCutAnywhere) {
    for (auto const& c : cases())
        for (std::size_t step = 1; step < c.text.size(); ++step)
            EXPECT_EQ(read(c.text, step), c.events) << c.text << " in pieces of " << step;
}

TEST(EventStream, IsWrittenInLines) {
    EXPECT_EQ(event_text({}), "data: \n\n");
    EXPECT_EQ(event_text({.data = "a"}), "data: a\n\n");
    EXPECT_EQ(event_text({.data = "a\nb\rc\r\nd\n"}),
              "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
    EXPECT_EQ(event_text({.id = "7", .event = "open", .data = " x", .retry = milliseconds(10)}),
              "id: 7\nevent: open\nretry: 10\ndata:  x\n\n");
    EXPECT_EQ(read(kEventPing, 10), Events{});
}

TEST(EventStream, LetsNoLineSlipIn) {
    for (auto const* text : {"a\ndata: b", "a\rdata: b", "\n", "a\r"}) {
        EXPECT_THROW(event_text({.id = text}), std::invalid_argument);
        EXPECT_THROW(event_text({.event = text}), std::invalid_argument);
    }
    EXPECT_THROW(event_text({.id = std::string("a\0b", 3)}), std::invalid_argument);
}

TEST(EventStream, RemembersWhereToGoOn) {
    EventParser parser;
    Events events;
    EXPECT_EQ(parser.last_id(), "");
    EXPECT_EQ(parser.retry(), std::nullopt);
    EXPECT_TRUE(parser.take("id: 1\ndata: a\n\nretry: 20\n\nid: 2\ndata: inc", events));
    EXPECT_EQ(parser.last_id(), "1");
    EXPECT_EQ(parser.retry(), milliseconds(20));
    parser.restart();
    EXPECT_TRUE(parser.take("\ndata: b\n\nid: 3\n\n", events));
    EXPECT_EQ(events, (Events{{.id = "1", .data = "a"}, {.id = "1", .data = "b"}}));
    EXPECT_EQ(parser.last_id(), "3");
}

TEST(EventStream, BoundsTheSizeOfOneEvent) {
    struct Bound {
        std::string text;
        bool fits;
    };
    std::string const nine(9, 'x');
    for (auto const& c : std::vector<Bound>{
             {"data:" + nine + "x\n\n", true},
             {"data:" + nine + "xx\n\n", false},
             {nine + nine, false},
             {":" + nine + "xxxxxx", false},
             {"data:" + nine + "\ndata:\n\n", true},
             {"data:" + nine + "\ndata:x\n\n", false},
             {"event:" + nine + "\ndata:1\n\n", true},
             {"event:" + nine + "\ndata:12\n\n", false},
             {"id:" + nine + "\ndata:1\n\n\n\ndata:2\n\n", true},
             {"id:" + nine + "\ndata:1\n\n\n\ndata:23\n\n", false},
             {"data:1\n\ndata:2\n\ndata:3\n\n", true},
             {":123456789\n:123456789\n:123456789\n", true},
         }) {
        for (std::size_t step = 1; step <= c.text.size(); ++step) {
            EventParser parser(15);
            Events events;
            bool fits = true;
            for (std::size_t at = 0; at < c.text.size(); at += step)
                fits = parser.take(std::string_view(c.text).substr(at, step), events).has_value();
            ASSERT_EQ(fits, c.fits) << c.text << " in pieces of " << step;
        }
    }
}

TEST(EventStream, TellsWhatCameBeforeAnEventThatIsTooLarge) {
    EventParser parser(10);
    Events events;
    auto const taken = parser.take("data: a\n\ndata: 0123456789\n\ndata: b\n\n", events);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, base::Errc::too_large);
    EXPECT_EQ(events, Events{data("a")});
    EXPECT_FALSE(parser.take("\n\n", events));
    parser.restart();
    EXPECT_TRUE(parser.take("data: b\n\n", events));
    EXPECT_EQ(events.size(), 2U);
}

/// Text of the characters that matter.
std::string random_text(std::mt19937_64& random, std::size_t most) {
    std::string_view const alphabet("\r\n\n: ax\xef\xbb\xbf\0", 11);
    std::string text(random() % most, ' ');
    for (auto& c : text) c = alphabet[random() % alphabet.size()];
    return text;
}

// Property: any text gives the same events however it is cut.
TEST(EventStream, GivesTheSameEventsHoweverItIsCut) {
    constexpr std::string_view kWords[] = {"data",   "id:",  "event: ", "retry:1", "\n",
                                           "\r\n",   "\r",   ":",       "\n\n",    "\xef\xbb\xbf",
                                           "data:a", "\r\r", "id",      "data: "};
    std::mt19937_64 random(11);
    std::size_t found = 0;
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (auto words = random() % 30; words-- > 0;)
            text += random() % 4 == 0 ? random_text(random, 4) : kWords[random() % 14];
        auto const whole = read(text, text.size() + 1);
        found += whole.size();
        EventParser parser;
        Events events;
        for (std::string_view rest = text; !rest.empty();) {
            auto const size = std::min<std::size_t>(random() % 7, rest.size());
            ASSERT_TRUE(parser.take(rest.substr(0, size), events));
            rest.remove_prefix(size);
        }
        ASSERT_EQ(events, whole) << text;
    }
    EXPECT_GT(found, 500U);
}

/// The line ends of data as they are read back.
std::string with_line_feeds(std::string const& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const second = text[i] == '\n' && i > 0 && text[i - 1] == '\r';
        if (!second) out += text[i] == '\r' ? '\n' : text[i];
    }
    return out;
}

// Property: what was written is read back, event for event.
TEST(EventStream, ReadsBackWhateverWasWritten) {
    std::mt19937_64 random(12);
    for (int round = 0; round < 1000; ++round) {
        std::string text;
        Events written;
        for (auto count = random() % 5; count-- > 0;) {
            Event event{.id = std::to_string(random() % 100), .data = random_text(random, 40)};
            if (random() % 2 == 0) event.event = "name: " + std::to_string(random());
            if (random() % 2 == 0) event.retry = milliseconds(random() % 100'000);
            text += event_text(event);
            event.data = with_line_feeds(event.data);
            written.push_back(std::move(event));
        }
        ASSERT_EQ(read(text, random() % 9 + 1), written) << text;
    }
}

}  // namespace
}  // namespace farthing::http
