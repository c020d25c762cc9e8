// Event streams from anybody: however the stream is cut, the same events come out, and each can be
// written and read again.

#include "http/event_stream.hpp"

#include "base/bytes.hpp"
#include "base/ensure.hpp"

using namespace farthing;

namespace {

/// Small enough for an input to pass it.
constexpr std::size_t kLimit = 200;

struct Reading {
    std::vector<http::Event> events = {};
    bool whole = false;
    std::string last_id = {};
    std::optional<std::chrono::milliseconds> retry = {};
    bool operator==(Reading const&) const = default;
};

Reading read(std::vector<std::string_view> const& pieces) {
    http::EventParser parser(kLimit);
    Reading reading;
    for (auto const piece : pieces) reading.whole = parser.take(piece, reading.events).has_value();
    reading.last_id = parser.last_id();
    reading.retry = parser.retry();
    return reading;
}

/// Pieces of up to `most` bytes; `seed` decides.
std::vector<std::string_view> cut(std::string_view text, std::uint8_t seed, unsigned most) {
    std::vector<std::string_view> pieces;
    for (unsigned state = seed; !text.empty(); state = state * 73 + 41) {
        pieces.push_back(text.substr(0, 1 + state % most));
        text.remove_prefix(pieces.back().size());
    }
    pieces.emplace_back();
    return pieces;
}

void check(http::Event const& event) {
    http::EventParser parser;
    std::vector<http::Event> again;
    base::ensure(parser.take(http::event_text(event), again).has_value());
    base::ensure(again.size() == 1 && again[0] == event);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    auto const text = base::as_text({data + 1, size - 1});
    auto const whole = read({text});
    base::ensure(read(cut(text, data[0], 1)) == whole);
    base::ensure(read(cut(text, data[0], 7)) == whole);
    for (auto const& event : whole.events) {
        base::ensure(event.data.size() + event.event.size() + event.id.size() <= kLimit);
        check(event);
    }
    return 0;
}
