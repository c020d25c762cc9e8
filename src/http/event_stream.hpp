#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"

/// Server-sent events, `text/event-stream` (WHATWG HTML, section 9.2). Text is UTF-8; nobody checks
/// it here.
namespace farthing::http {

struct Event {
    /// Where to go on after a break, sent back as Last-Event-ID. Written when it is not empty;
    /// read, it is the last one that came, with this event or before.
    std::string id = {};
    std::string event = {};  ///< The name. Empty: `message`.
    std::string data = {};
    /// How long to wait before connecting again, when the event says so.
    std::optional<std::chrono::milliseconds> retry = {};

    bool operator==(Event const&) const = default;
};

/// A comment that means nothing: it keeps a silent stream alive and shows whether the peer is
/// there.
constexpr std::string_view kEventPing = ":\n\n";

/// One event as it goes on the wire. CR, LF and CR LF in the data each begin a new line and are
/// read back as LF. Throws std::invalid_argument when id or name hold one of them, or the id a NUL.
std::string event_text(Event const& event);

/// Reads a stream that comes in pieces cut anywhere.
///
/// An event counts when the empty line behind it has come: what is incomplete when the stream ends
/// is dropped, its id too. An event without data is none, but its id and retry are kept.
class EventParser {
public:
    /// `event_limit` bounds the bytes of one line and of the event that it belongs to.
    explicit EventParser(std::size_t event_limit = base::limits::kEventBytes)
        : event_limit_(event_limit) {}

    /// Appends the events that `text` completes. too_large, and then for ever: an event is larger
    /// than the limit; those before it are appended.
    base::Result<void> take(std::string_view text, std::vector<Event>& events);
    /// A new connection begins: what is incomplete is dropped, id and retry stay.
    void restart();

    /// What to send as Last-Event-ID; empty: nothing.
    std::string const& last_id() const { return last_id_; }
    /// What the stream said last about connecting again.
    std::optional<std::chrono::milliseconds> retry() const { return retry_; }

private:
    void take_line(std::vector<Event>& events);
    void take_field(std::string_view line);
    void take_retry(std::string_view value);
    void dispatch(std::vector<Event>& events);

    std::size_t event_limit_;
    std::string line_;  ///< What has come of the current line.
    Event event_;       ///< What has come of the current event; each line of data with a line feed.
    std::string id_;    ///< That of the current event, or the last one.
    std::string last_id_;
    std::optional<std::chrono::milliseconds> retry_;
    bool first_line_ = true;
    bool after_cr_ = false;  ///< A line feed that comes now belongs to the line before.
    bool too_large_ = false;
};

}  // namespace farthing::http
