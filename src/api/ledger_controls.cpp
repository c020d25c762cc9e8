#include "api/ledger_controls.hpp"

#include <array>
#include <boost/json/serialize.hpp>

#include "api/horizon_answers.hpp"
#include "api/horizon_stream.hpp"
#include "api/horizon_submissions.hpp"
#include "http/errors.hpp"

namespace farthing::api {
namespace {

namespace json = base::json;
using base::Errc;
using base::Result;
using http::Request;
using http::Respond;
using http::Response;

constexpr std::size_t kMaxFaults = 32;
constexpr std::int64_t kMaxAdvanceSeconds = 366 * 86'400;
constexpr std::int64_t kMaxDelayMs = 120'000;
constexpr std::int64_t kMaxCount = 1'000'000;

/// In the order of FaultPlace and FaultKind.
constexpr std::array<std::string_view, 3> kPlaces{"submit", "read", "stream"};
constexpr std::array<std::string_view, 4> kKinds{"timeout", "drop", "delay", "refuse"};

/// The place of a word in a list of words.
template <std::size_t N>
Result<std::size_t> index_of(std::array<std::string_view, N> const& words,
                             Result<std::string> const& word) {
    if (!word) return word.error();
    auto const found = std::ranges::find(words, *word);
    if (found == words.end())
        return base::fail(Errc::invalid_request, "\"" + *word + "\" is not known here");
    return static_cast<std::size_t>(found - words.begin());
}

/// A number within bounds; `fallback` when it is absent.
Result<std::int64_t> number(base::JsonReader& reader, std::string_view key, std::int64_t fallback,
                            std::int64_t most) {
    if (!reader.has(key)) return fallback;
    auto const value = reader.integer(key);
    if (!value) return value.error();
    if (*value < 0 || *value > most)
        return base::fail(Errc::invalid_request,
                          std::string(key) + " is from 0 to " + std::to_string(most));
    return *value;
}

Result<Fault> parse_fault(base::JsonReader& reader) {
    auto const place = index_of(kPlaces, reader.text("on"));
    if (!place) return place.error();
    auto const kind = index_of(kKinds, reader.text("what"));
    if (!kind) return kind.error();
    auto const times = number(reader, "times", 1, kMaxCount);
    if (!times) return times.error();
    auto const one_in = number(reader, "one_in", 1, kMaxCount);
    if (!one_in) return one_in.error();
    auto const delay = number(reader, "delay_ms", 500, kMaxDelayMs);
    if (!delay) return delay.error();
    Fault const fault{.place = static_cast<FaultPlace>(*place),
                      .kind = static_cast<FaultKind>(*kind),
                      .times = static_cast<std::uint32_t>(*times),
                      .one_in = static_cast<std::uint32_t>(std::max<std::int64_t>(*one_in, 1)),
                      .delay = std::chrono::milliseconds(*delay)};
    bool const on_stream = fault.place == FaultPlace::stream;
    if (on_stream && fault.kind != FaultKind::drop)
        return base::fail(Errc::invalid_request, "a stream can only be dropped");
    if (fault.place == FaultPlace::read && fault.kind == FaultKind::timeout)
        return base::fail(Errc::invalid_request, "only a submission can time out");
    return fault;
}

json::object to_json(Fault const& fault) {
    return {{"on", kPlaces.at(static_cast<std::size_t>(fault.place))},
            {"what", kKinds.at(static_cast<std::size_t>(fault.kind))},
            {"times", fault.times},
            {"one_in", fault.one_in},
            {"delay_ms", fault.delay.count()},
            {"fired", fault.fired}};
}

Response ok(json::object const& body) {
    Response response(200);
    response.add("Content-Type", "application/json").set_body(json::serialize(body));
    return response;
}

/// The connection ends instead of an answer.
Response no_answer() {
    Response response(200);
    response.set_body(http::NoAnswer{});
    return response;
}

Response refusal() {
    return problem_response(horizon::service_unavailable("The ledger was told to refuse."));
}

/// Runs the handler, but answers something else.
void answer_instead(http::DeferredHandler const& handler, Request const& request, Respond respond,
                    std::function<Response()> other) {
    handler(request, [respond = std::move(respond), other = std::move(other)](Response const&) {
        respond(other());
    });
}

void meet(HorizonApi const& api, Fault const& fault, http::DeferredHandler const& handler,
          Request const& request, Respond respond) {
    switch (fault.kind) {
        case FaultKind::refuse:
            return respond(refusal());
        case FaultKind::timeout:
            return answer_instead(handler, request, std::move(respond),
                                  [&api, &request] { return timeout_answer(api, request); });
        case FaultKind::drop:
            return answer_instead(handler, request, std::move(respond), no_answer);
        case FaultKind::delay:
            return api.node.scheduler().after(
                fault.delay,
                [&handler, &request, respond = std::move(respond)] { handler(request, respond); });
    }
}

/// Parses the body as an object and hands it, on the scheduler's thread, to `act`.
http::Handler on_command(HorizonApi const& api,
                         std::function<Result<Response>(LedgerControls&, base::JsonReader&)> act) {
    return http::DeferredHandler(
        [&api, act = std::move(act)](Request const& request, Respond respond) {
            auto const body = base::parse_json(request.body.empty() ? "{}" : request.body);
            if (!body) return respond(http::error_response(body.error()));
            api.node.scheduler().post([&api, &act, value = *body, respond = std::move(respond)] {
                auto reader = base::JsonReader::of(value, "the body");
                if (!reader) return respond(http::error_response(reader.error()));
                auto response = act(*api.controls, *reader);
                respond(response ? std::move(*response) : http::error_response(response.error()));
            });
        });
}

Result<Response> set_fault(HorizonApi const& api, LedgerControls& controls,
                           base::JsonReader& reader) {
    auto fault = parse_fault(reader);
    if (!fault) return fault.error();
    if (auto const rest = reader.refuse_unread(); !rest) return rest.error();
    if (controls.faults().size() == kMaxFaults)
        return base::fail(Errc::invalid_request, "too many faults are set; DELETE them first");
    // Streams are cut at once; the fault stays in the list as one that has happened.
    if (fault->place == FaultPlace::stream) fault->fired = api.streams.cut();
    controls.add(*fault);
    return ok(to_json(*fault));
}

Result<Response> show_faults(LedgerControls const& controls) {
    json::array faults;
    for (auto const& fault : controls.faults()) faults.push_back(to_json(fault));
    return ok({{"faults", std::move(faults)}});
}

Result<Response> advance(LedgerControls& controls, base::JsonReader& reader) {
    auto const seconds = reader.integer("advance_seconds");
    if (!seconds) return seconds.error();
    if (*seconds < 1 || *seconds > kMaxAdvanceSeconds)
        return base::fail(Errc::invalid_request, "advance_seconds is from 1 second to a year");
    controls.advance_clock(std::chrono::seconds(*seconds));
    return ok({{"advance_seconds", *seconds}});
}

http::Handler close_now(HorizonApi const& api) {
    return http::DeferredHandler([&api](Request const&, Respond respond) {
        api.node.close_now([respond = std::move(respond)](Result<std::uint32_t> ledger) {
            respond(ledger ? ok({{"ledger", *ledger}}) : http::error_response(ledger.error()));
        });
    });
}

}  // namespace

void LedgerControls::add(Fault fault) {
    base::ensure(fault.one_in > 0);
    faults_.push_back(fault);
}

std::optional<Fault> LedgerControls::draw(FaultPlace place) {
    for (auto& fault : faults_) {
        bool const over = fault.times != 0 && fault.fired >= fault.times;
        if (fault.place != place || over) continue;
        auto const bytes = random_.bytes<4>();
        auto const drawn = std::uint32_t{bytes[0]} << 16 | std::uint32_t{bytes[1]} << 8 | bytes[2];
        if (drawn % fault.one_in != 0) continue;
        ++fault.fired;
        return fault;
    }
    return std::nullopt;
}

http::Handler with_faults(HorizonApi const& api, FaultPlace place, http::Handler handler) {
    if (api.controls == nullptr) return handler;
    auto const inner = std::get<http::DeferredHandler>(std::move(handler));
    return http::DeferredHandler([&api, place, inner](Request const& request, Respond respond) {
        api.node.scheduler().post([&api, place, &inner, &request, respond = std::move(respond)] {
            auto const fault = api.controls->draw(place);
            if (!fault) return inner(request, respond);
            meet(api, *fault, inner, request, respond);
        });
    });
}

void add_ledger_controls(http::Router& router, HorizonApi const& api) {
    using http::Method;
    auto const add = [&](Method method, std::string pattern, http::Handler handler) {
        router.add(
            {.method = method, .pattern = std::move(pattern), .handler = std::move(handler)});
    };
    add(Method::post, "/test/close", close_now(api));
    add(Method::post, "/test/clock", on_command(api, advance));
    add(Method::post, "/test/faults",
        on_command(api, [&api](LedgerControls& controls, base::JsonReader& reader) {
            return set_fault(api, controls, reader);
        }));
    add(Method::get, "/test/faults",
        on_command(api, [](LedgerControls& controls, base::JsonReader&) {
            return show_faults(controls);
        }));
    add(Method::delete_, "/test/faults",
        on_command(api, [](LedgerControls& controls, base::JsonReader&) -> Result<Response> {
            controls.clear();
            return ok({});
        }));
}

}  // namespace farthing::api
