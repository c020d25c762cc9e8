#include "net/handshake.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "http/characters.hpp"
#include "http/errors.hpp"

namespace farthing::net {
namespace {

bool has_element(std::string_view list, std::string_view wanted, bool ignoring_case) {
    while (!list.empty()) {
        auto const element = http::take_element(list);
        if (ignoring_case ? http::equal_ignoring_case(element, wanted) : element == wanted)
            return true;
    }
    return false;
}

bool allows_origin(http::Request const& request, http::SocketRoute const& route) {
    auto const origin = request.field("Origin");
    if (!origin) return true;
    auto const& allowed = route.allowed_origins;
    return request.count("Origin") == 1 &&
           std::find(allowed.begin(), allowed.end(), *origin) != allowed.end();
}

bool has_valid_key(http::Request const& request) {
    if (request.count("Sec-WebSocket-Key") != 1) return false;
    auto const key = base::from_base64(*request.field("Sec-WebSocket-Key"));
    return key && key->size() == 16;
}

bool offers_subprotocol(http::Request const& request, http::SocketRoute const& route) {
    if (route.subprotocol.empty()) return true;
    auto const offered = request.field("Sec-WebSocket-Protocol").value_or("");
    return has_element(offered, route.subprotocol, false);
}

}  // namespace

std::optional<Refusal> check_handshake(http::Request const& request, Framing const& framing,
                                       http::SocketRoute const& route) {
    bool const upgrades = request.method == http::Method::get && framing.upgrades &&
                          framing.keep_alive &&
                          has_element(request.field("Upgrade").value_or(""), "websocket", true);
    bool const version = request.count("Sec-WebSocket-Version") == 1 &&
                         request.field("Sec-WebSocket-Version") == "13";
    if (!upgrades || !version) return Refusal{426, "A WebSocket of version 13 is expected here"};
    if (!has_valid_key(request) || framing.chunked || framing.content_length > 0)
        return Refusal{400, "The WebSocket handshake is malformed"};
    if (!allows_origin(request, route))
        return Refusal{403, "This origin may not open a WebSocket here"};
    if (!offers_subprotocol(request, route))
        return Refusal{400, "The WebSocket subprotocol is not offered"};
    return std::nullopt;
}

void refuse_handshake(Refusal const& refusal, http::Response& response) {
    if (refusal.status == 426)
        response.add("Connection", "Upgrade")
            .add("Upgrade", "websocket")
            .add("Sec-WebSocket-Version", "13");
    http::set_error(response, refusal.status, refusal.message);
}

}  // namespace farthing::net
