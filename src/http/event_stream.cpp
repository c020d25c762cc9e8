#include "http/event_stream.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "base/numbers.hpp"

namespace farthing::http {
namespace {

constexpr std::string_view kLineEnds = "\r\n";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\n");
}

void append_data(std::string& out, std::string_view data) {
    for (;;) {
        auto const end = data.find_first_of(kLineEnds);
        append_field(out, "data", data.substr(0, end));
        if (end == data.npos) return;
        data.remove_prefix(end + (data.substr(end).starts_with("\r\n") ? 2 : 1));
    }
}

}  // namespace

std::string event_text(Event const& event) {
    if (event.event.find_first_of(kLineEnds) != std::string::npos ||
        event.id.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
        throw std::invalid_argument("id or name of an event holds a forbidden character");
    std::string text;
    if (!event.id.empty()) append_field(text, "id", event.id);
    if (!event.event.empty()) append_field(text, "event", event.event);
    if (event.retry) append_field(text, "retry", std::to_string(event.retry->count()));
    append_data(text, event.data);
    return text + "\n";
}

base::Result<void> EventParser::take(std::string_view text, std::vector<Event>& events) {
    while (!text.empty() && !too_large_) {
        bool const rest_of_end = std::exchange(after_cr_, false) && text.front() == '\n';
        if (rest_of_end) {
            text.remove_prefix(1);
            continue;
        }
        auto const part = text.substr(0, text.find_first_of(kLineEnds));
        auto const kept = event_.data.size() + event_.event.size() + id_.size();
        too_large_ = kept + line_.size() + part.size() > event_limit_;
        if (too_large_) break;
        line_ += part;
        text.remove_prefix(part.size());
        if (text.empty()) break;
        after_cr_ = text.front() == '\r';
        text.remove_prefix(1);
        take_line(events);
        line_.clear();
    }
    if (too_large_) return base::fail(base::Errc::too_large, "An event of the stream is too large");
    return {};
}

void EventParser::take_line(std::vector<Event>& events) {
    std::string_view line = line_;
    if (std::exchange(first_line_, false) && line.starts_with(kByteOrderMark))
        line.remove_prefix(kByteOrderMark.size());
    if (line.empty()) return dispatch(events);
    if (line.front() != ':') take_field(line);
}

void EventParser::take_field(std::string_view line) {
    auto const name = line.substr(0, line.find(':'));
    auto value = line.substr(std::min(name.size() + 1, line.size()));
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (name == "event") event_.event = value;
    if (name == "data") event_.data.append(value).append("\n");
    if (name == "id" && value.find('\0') == value.npos) id_ = value;
    if (name == "retry") take_retry(value);
}

void EventParser::take_retry(std::string_view value) {
    auto const retry = base::parse_int<std::uint32_t>(value, base::LeadingZeros::allowed);
    if (retry) retry_ = event_.retry = std::chrono::milliseconds(*retry);
}

void EventParser::dispatch(std::vector<Event>& events) {
    last_id_ = id_;
    auto event = std::exchange(event_, {});
    if (event.data.empty()) return;
    event.data.pop_back();
    event.id = last_id_;
    events.push_back(std::move(event));
}

void EventParser::restart() {
    event_ = {};
    line_.clear();
    id_ = last_id_;
    first_line_ = true;
    after_cr_ = too_large_ = false;
}

}  // namespace farthing::http
