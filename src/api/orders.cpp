#include "api/orders.hpp"

#include <boost/json/serialize.hpp>

#include "api/json_response.hpp"
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "http/errors.hpp"

namespace farthing::api {
namespace {

namespace json = base::json;
using base::Errc;
using base::fail;
using base::Result;
using http::Request;
using http::Respond;

/// A payment with twenty signatures in base64 takes 3 KiB; this leaves room for whoever sends
/// something else, so that he is told what is wrong with it.
constexpr std::size_t kTransactionBytes = 64 * 1024;

/// An id that has not the form of one belongs to no order.
Result<payments::OrderId> order_id(Request const& request) {
    auto id = payments::OrderId::parse(request.parameter("id"));
    if (!id) return fail(Errc::not_found, "there is no order with this id");
    return id;
}

Result<std::string> envelope_in_json(std::string_view body) {
    auto const value = base::parse_json(body);
    if (!value) return value.error();
    auto reader = base::JsonReader::of(*value, "the body");
    if (!reader) return reader.error();
    auto envelope = reader->text("envelope");
    if (!envelope) return envelope;
    if (auto const read = reader->refuse_unread(); !read) return read.error();
    return envelope;
}

Result<std::string> envelope_in_form(std::string_view body) {
    auto const field = http::query_parameter(body, "tx");
    auto envelope = http::form_decode(field.value);
    if (field.count == 1 && envelope) return std::move(*envelope);
    return fail(Errc::invalid_request, "the form needs one field tx, an envelope in base64");
}

Result<std::string> envelope_of(Request const& request) {
    auto const type = request.field("Content-Type").value_or("");
    auto const media_type = type.substr(0, type.find(';'));
    if (http::equal_ignoring_case(media_type, "application/json"))
        return envelope_in_json(request.body);
    if (http::equal_ignoring_case(media_type, "application/x-www-form-urlencoded"))
        return envelope_in_form(request.body);
    return fail(Errc::unsupported_media_type,
                "send {\"envelope\":\"...\"} as application/json, or tx=... as "
                "application/x-www-form-urlencoded");
}

json::object describe(payments::Order const& order) {
    json::object object{{"id", order.id.text()},
                        {"state", to_text(order.state)},
                        {"good", order.good.text()},
                        {"amount", std::to_string(order.price.value())},
                        {"asset", "XLM"},
                        {"destination", order.destination.address()},
                        {"memo", order.id.text()},
                        {"expires_at", order.expires_at.seconds()}};
    // Of what was paid past this server there are no bytes.
    if (!order.signed_envelope.empty() || order.wallet_payment) {
        object["hash"] = base::to_hex(order.hash);
        object["submitted_hash"] = base::to_hex(submitted_hash(order));
    }
    if (order.failure) object["failure"] = to_text(*order.failure);
    return object;
}

engine::OrderDesk::Done<payments::Order> answer_with(int status, Respond respond) {
    return [status, respond = std::move(respond)](Result<payments::Order> const& order) {
        if (!order) return respond(http::error_response(order.error()));
        respond(json_response(json::serialize(describe(*order)), status));
    };
}

http::Handler show_order(engine::OrderDesk& desk) {
    return http::DeferredHandler([&desk](Request const& request, Respond respond) {
        auto const id = order_id(request);
        if (!id) return respond(http::error_response(id.error()));
        desk.find(*id, answer_with(200, std::move(respond)));
    });
}

http::Handler submit_transaction(engine::OrderDesk& desk) {
    return http::DeferredHandler([&desk](Request const& request, Respond respond) {
        auto const id = order_id(request);
        if (!id) return respond(http::error_response(id.error()));
        auto envelope = envelope_of(request);
        if (!envelope) return respond(http::error_response(envelope.error()));
        desk.submit_wallet_transaction(*id, std::move(*envelope),
                                       answer_with(202, std::move(respond)));
    });
}

}  // namespace

void add_order_routes(http::Router& router, engine::OrderDesk& desk, std::string const& prefix) {
    router.add({.method = http::Method::get,
                .pattern = prefix + "/orders/{id}",
                .handler = show_order(desk),
                .cross_origin = true});
    router.add({.method = http::Method::post,
                .pattern = prefix + "/orders/{id}/transaction",
                .handler = submit_transaction(desk),
                .body_limit = kTransactionBytes,
                .cross_origin = true});
}

}  // namespace farthing::api
