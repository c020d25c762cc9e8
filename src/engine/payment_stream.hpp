#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/scheduler.hpp"
#include "http/client.hpp"
#include "http/event_stream.hpp"

namespace farthing::engine {

/// Listens to the stream of one account's payments and tells that something has come. It does not
/// say what: streams drop, repeat and shuffle, and a page tells it in order.
///
/// Connects again for ever: at once when Horizon has said good-bye, as it does every minute; after
/// a failure ever more slowly. Of the scheduler's thread; must outlive what that still has to do.
class PaymentStream {
public:
    struct Needs {
        http::Client& client;
        base::Scheduler& scheduler;
        base::Clock const& clock;
    };
    /// What the one who listens is asked for, and told.
    struct Owner {
        std::function<std::int64_t()> cursor;  ///< Where a new connection begins.
        std::function<void(std::int64_t position)> heard;
    };

    static constexpr std::chrono::milliseconds kShortestRest{1'000};
    static constexpr std::chrono::milliseconds kLongestRest{60'000};

    /// `url` is that of the account's payments, without a query.
    PaymentStream(Needs needs, std::string url, Owner owner)
        : needs_(needs), url_(std::move(url)), owner_(std::move(owner)) {}

    void open();
    /// Ends it for good.
    void close();

private:
    void on_head(http::ClientResponse const& head);
    void on_text(std::string_view text);
    void on_event(http::Event const& event);
    void on_end();
    void open_again();

    Needs needs_;
    std::string url_;
    Owner owner_;
    std::shared_ptr<http::ClientStream> stream_;
    http::EventParser parser_;
    base::Timestamp opened_at_;
    bool closed_ = false;
    bool goodbye_ = false;
    std::chrono::milliseconds rest_{0};  ///< How long the last rest was; zero after success.
};

}  // namespace farthing::engine
