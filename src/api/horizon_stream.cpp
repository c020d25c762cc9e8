#include "api/horizon_stream.hpp"

#include <boost/json/serialize.hpp>
#include <chrono>

#include "api/horizon_answers.hpp"
#include "base/numbers.hpp"
#include "http/event_stream.hpp"

namespace farthing::api {
namespace {

namespace json = base::json;
using horizon::Problem;

/// As Horizon's connection-timeout: proxies cut what is silent for a minute.
constexpr std::chrono::seconds kStreamTime(55);
constexpr std::chrono::milliseconds kRetryAfterGreeting(1'000);
constexpr std::chrono::milliseconds kRetryAfterGoodbye(10);

/// What is sent at once is far less than a connection's queue holds, and the next part comes a
/// little later: a client that reads at all keeps up, whatever its records weigh.
constexpr std::size_t kPartBytes = 32 * 1024;
constexpr std::chrono::milliseconds kBetweenParts(20);

std::string greeting() {
    return http::event_text({.event = "open", .data = "\"hello\"", .retry = kRetryAfterGreeting});
}

std::string goodbye() {
    return http::event_text({.event = "close", .data = "\"byebye\"", .retry = kRetryAfterGoodbye});
}

}  // namespace

/// What a stream has read: its events as text, how many, and where the next read begins.
struct StreamPart {
    std::string text = {};
    std::uint32_t events = 0;
    std::int64_t cursor = 0;
};
using ReadPart = std::function<base::Result<StreamPart>(store::Transaction&, std::int64_t cursor)>;

/// One stream. Reads what there is, then again after each ledger. All but the constructor runs on
/// the scheduler's thread.
class HistoryStream : public std::enable_shared_from_this<HistoryStream> {
public:
    struct Start {
        std::int64_t cursor;
        std::uint32_t limit;  ///< After so many events the stream ends.
    };
    HistoryStream(HorizonApi const& api, std::shared_ptr<http::StreamSender> sender, ReadPart read,
                  Start start)
        : api_(api),
          sender_(std::move(sender)),
          read_(std::move(read)),
          cursor_(start.cursor),
          events_left_(start.limit) {}

    void begin();
    void close();
    void cut();

private:
    void look();
    void look_later();
    void wait_for_ledger();
    void on_ledger();
    void take(base::Result<StreamPart> const& part);
    void say_goodbye();

    HorizonApi const& api_;
    std::shared_ptr<http::StreamSender> sender_;
    ReadPart read_;
    std::int64_t cursor_;
    std::uint32_t events_left_;
    bool open_ = true;
    bool reading_ = false;
    bool news_ = false;  ///< A ledger closed while the last read was under way.
};

void HistoryStream::begin() {
    api_.streams.add(shared_from_this());
    sender_->send(greeting());
    api_.node.scheduler().after(kStreamTime, [weak = weak_from_this()] {
        if (auto const self = weak.lock()) self->say_goodbye();
    });
    wait_for_ledger();
    look();
}

void HistoryStream::close() {
    open_ = false;
    api_.streams.remove(shared_from_this());
}

void HistoryStream::cut() {
    sender_->abort();
    open_ = false;
}

void HistoryStream::say_goodbye() {
    if (!open_) return;
    sender_->send(goodbye());
    sender_->end();
    close();
}

void HistoryStream::wait_for_ledger() {
    api_.node.after_close([weak = weak_from_this()] {
        if (auto const self = weak.lock()) self->on_ledger();
    });
}

void HistoryStream::on_ledger() {
    if (!open_) return;
    wait_for_ledger();
    news_ = true;
    if (!reading_) look();
}

void HistoryStream::look() {
    reading_ = true;
    news_ = false;
    api_.node.database().read<StreamPart>(
        [self = shared_from_this(), cursor = cursor_](store::Transaction& transaction) {
            return self->read_(transaction, cursor);
        },
        [self = shared_from_this()](base::Result<StreamPart> part) {
            self->api_.node.scheduler().post([self, part = std::move(part)] { self->take(part); });
        });
}

void HistoryStream::take(base::Result<StreamPart> const& part) {
    reading_ = false;
    if (!open_) return;
    if (!part) {
        sender_->send(http::event_text({.event = "error", .data = part.error().message}));
        return say_goodbye();
    }
    cursor_ = part->cursor;
    if (part->events > 0) sender_->send(part->text);
    if (part->events >= events_left_) return say_goodbye();
    events_left_ -= part->events;
    if (part->events > 0) return look_later();
    if (news_) look();
}

void HistoryStream::look_later() {
    reading_ = true;
    api_.node.scheduler().after(kBetweenParts, [weak = weak_from_this()] {
        auto const self = weak.lock();
        if (self != nullptr && self->open_) self->look();
    });
}

std::size_t OpenStreams::cut() {
    auto const all = std::move(streams_);
    streams_.clear();
    std::size_t count = 0;
    for (auto const& weak : all) {
        auto const stream = weak.lock();
        if (stream == nullptr) continue;
        stream->cut();
        ++count;
    }
    return count;
}

namespace {

/// The network's thread at the door: hands everything on to the scheduler's.
class StreamDoor final : public http::StreamSession {
public:
    StreamDoor(base::Scheduler& scheduler, std::shared_ptr<HistoryStream> stream)
        : scheduler_(scheduler), stream_(std::move(stream)) {}
    void on_open() override {
        scheduler_.post([stream = stream_] { stream->begin(); });
    }
    void on_close() override {
        scheduler_.post([stream = stream_] { stream->close(); });
    }

private:
    base::Scheduler& scheduler_;
    std::shared_ptr<HistoryStream> stream_;
};

http::Response stream_response(HorizonApi const& api, ReadPart read, HistoryStream::Start start) {
    auto const open =
        [&api, read = std::move(read), start](
            std::shared_ptr<http::StreamSender> sender) -> std::shared_ptr<http::StreamSession> {
        auto stream = std::make_shared<HistoryStream>(api, std::move(sender), read, start);
        return std::make_shared<StreamDoor>(api.node.scheduler(), std::move(stream));
    };
    http::Response response(200);
    response.add("Content-Type", "text/event-stream; charset=utf-8")
        .add("Cache-Control", "no-cache")
        .add("X-Accel-Buffering", "no");
    response.set_body(http::StreamBody{open});
    return response;
}

/// As many of the records as fit in one part, but at least one.
StreamPart part_of(std::vector<json::object> const& records, std::int64_t cursor) {
    StreamPart part{.cursor = cursor};
    for (auto const& record : records) {
        if (part.text.size() > kPartBytes) break;
        auto const token = std::string(record.at("paging_token").as_string());
        part.text += http::event_text({.id = token, .data = json::serialize(record)});
        part.cursor = *base::parse_int<std::int64_t>(token);
        ++part.events;
    }
    return part;
}

base::Error to_error(Problem const& problem) {
    return base::fail(base::Errc::invalid_request, problem.title);
}

}  // namespace

http::Response stream_list(HorizonApi const& api, ListRequest request, std::int64_t start) {
    auto const limit = request.page.limit;
    auto const read = [&api, request = std::move(request)](
                          store::Transaction& transaction,
                          std::int64_t cursor) -> base::Result<StreamPart> {
        auto const records = read_list(api, transaction, request, cursor);
        if (auto const* problem = std::get_if<Problem>(&records)) return to_error(*problem);
        return part_of(std::get<std::vector<json::object>>(records), cursor);
    };
    return stream_response(api, read, {.cursor = start, .limit = limit});
}

http::Response stream_account(HorizonApi const& api, stellar::PublicKey const& account) {
    auto const read = [&api, account](store::Transaction& transaction,
                                      std::int64_t seen) -> base::Result<StreamPart> {
        store::LedgerRepository repository(transaction);
        auto const found = repository.find_account(account);
        if (!found) return to_error(horizon::not_found());
        if (found->last_modified_ledger <= seen) return StreamPart{.cursor = seen};
        auto const record = account_json(*found, repository, api.base_url);
        return StreamPart{.text = http::event_text({.data = json::serialize(record)}),
                          .events = 1,
                          .cursor = found->last_modified_ledger};
    };
    return stream_response(api, read,
                           {.cursor = 0, .limit = std::numeric_limits<std::uint32_t>::max()});
}

}  // namespace farthing::api
