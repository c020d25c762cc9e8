#include "http/trusted_proxies.hpp"

#include <algorithm>

#include "http/characters.hpp"

namespace farthing::http {
namespace {

constexpr std::string_view kField = "X-Forwarded-For";

bool is_trusted(std::string_view text, TrustedProxies const& trusted) {
    auto const address = IpAddress::parse(text);
    return address && std::ranges::any_of(
                          trusted, [&](IpRange const& range) { return range.contains(*address); });
}

bool is_port(std::string_view text) {
    return text.size() >= 2 && text.size() <= 6 && text.front() == ':' &&
           text.find_first_not_of("0123456789", 1) == text.npos;
}

/// `text` without the port and brackets that some proxies write. Empty when it is no address.
std::string_view address_in(std::string_view text) {
    auto address = text;
    auto const colon = text.find(':');
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == text.npos) return {};
        auto const behind = text.substr(end + 1);
        if (!behind.empty() && !is_port(behind)) return {};
        address = text.substr(1, end - 1);
        if (address.find(':') == address.npos) return {};
    } else if (colon != text.npos && is_port(text.substr(colon))) {
        address = text.substr(0, colon);
    }
    bool const is_one = address.find('%') == address.npos && IpAddress::parse(address);
    return is_one ? address : std::string_view();
}

}  // namespace

std::string_view client_address(Request const& request, TrustedProxies const& trusted) {
    auto client = request.peer_address;
    if (trusted.empty()) return client;
    for (auto i = request.fields.size(); i-- > 0;) {
        if (!equal_ignoring_case(request.fields[i].name, kField)) continue;
        auto rest = request.fields[i].value;
        for (bool is_last = false; !is_last;) {
            if (!is_trusted(client, trusted)) return client;
            auto const comma = rest.rfind(',');
            is_last = comma == rest.npos;
            auto const said = address_in(trim(is_last ? rest : rest.substr(comma + 1)));
            if (said.empty()) return client;
            client = said;
            rest = rest.substr(0, is_last ? 0 : comma);
        }
    }
    return client;
}

}  // namespace farthing::http
