#include "engine/payment_stream.hpp"

#include <algorithm>
#include <vector>

#include "base/numbers.hpp"

namespace farthing::engine {
namespace {

/// A stream that ends sooner has failed, however politely it says good-bye.
constexpr std::chrono::seconds kShortestLife(1);

/// Of records; then Horizon ends the stream.
constexpr std::string_view kQuery = "&limit=200&order=asc";

}  // namespace

void PaymentStream::close() {
    closed_ = true;
    stream_.reset();
}

void PaymentStream::open() {
    if (closed_) return;
    goodbye_ = false;
    opened_at_ = needs_.clock.now();
    parser_.restart();
    http::ClientRequest request{
        .url = url_ + "?cursor=" + std::to_string(owner_.cursor()) + std::string(kQuery),
        .fields = {{"Accept", "text/event-stream"}}};
    stream_ = needs_.client.stream(
        std::move(request), {.on_head = [this](http::ClientResponse const& head) { on_head(head); },
                             .on_text = [this](std::string_view text) { on_text(text); },
                             .on_end = [this](base::Result<void> const&) { on_end(); }});
}

void PaymentStream::on_head(http::ClientResponse const& head) {
    if (head.status == 200 && head.field("Content-Type").starts_with("text/event-stream")) return;
    stream_.reset();
    open_again();
}

void PaymentStream::on_text(std::string_view text) {
    std::vector<http::Event> events;
    auto const taken = parser_.take(text, events);
    for (auto const& event : events) on_event(event);
    if (taken) return;
    stream_.reset();
    parser_ = http::EventParser();
    open_again();
}

/// Records have no name of an event; `open`, `close` and `error` are Horizon's own.
void PaymentStream::on_event(http::Event const& event) {
    if (event.event == "close") goodbye_ = true;
    if (!event.event.empty() && event.event != "message") return;
    if (auto const position = base::parse_int<std::int64_t>(event.id)) owner_.heard(*position);
}

void PaymentStream::on_end() {
    open_again();
}

void PaymentStream::open_again() {
    bool const lived = needs_.clock.now() - opened_at_ >= kShortestLife;
    if (lived) rest_ = std::chrono::milliseconds(0);
    if (lived && goodbye_) return needs_.scheduler.post([this] { open(); });
    rest_ = std::clamp(rest_ * 2, kShortestRest, kLongestRest);
    needs_.scheduler.after(rest_, [this] { open(); });
}

}  // namespace farthing::engine
