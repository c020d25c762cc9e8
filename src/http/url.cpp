#include "http/url.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/limits.hpp"
#include "base/numbers.hpp"
#include "http/characters.hpp"
#include "http/request.hpp"

namespace farthing::http {
namespace {

constexpr std::size_t kHostBytes = 253;

base::Error bad_url(std::string_view why) {
    return base::fail(base::Errc::invalid_request, "the URL " + std::string(why));
}

bool is_name_character(char c) {
    return base::is_alphanumeric(c) || c == '-' || c == '.' || c == '_';
}

bool is_address_character(char c) {
    return hex_value(c) >= 0 || c == ':' || c == '.';
}

/// Visible ASCII but for the characters that RFC 3986 allows nowhere and that parsers disagree on.
bool is_target_character(char c) {
    return c > 0x20 && c < 0x7f &&
           std::string_view("\"<>\\^`{|}#").find(c) == std::string_view::npos;
}

template <class Predicate>
bool all_of(std::string_view text, Predicate predicate) {
    return std::all_of(text.begin(), text.end(), predicate);
}

/// A host name: labels of letters, digits, `-` and `_`, none of them empty.
bool is_host_name(std::string_view host) {
    return !host.empty() && host.size() <= kHostBytes && all_of(host, is_name_character) &&
           !host.starts_with('.') && host.find("..") == host.npos;
}

bool is_ipv6(std::string_view host) {
    return host.size() >= 2 && host.size() <= 45 && all_of(host, is_address_character) &&
           std::count(host.begin(), host.end(), ':') >= 2;
}

struct HostAndPort {
    std::string_view host;
    std::string_view port;  // With its colon, or empty.
    bool bracketed = false;
};

HostAndPort split_authority(std::string_view authority) {
    if (authority.starts_with('[')) {
        auto const close = authority.find(']');
        if (close == authority.npos) return {};
        return {authority.substr(1, close - 1), authority.substr(close + 1), true};
    }
    auto const colon = std::min(authority.find(':'), authority.size());
    return {authority.substr(0, colon), authority.substr(colon), false};
}

}  // namespace

std::string Url::authority() const {
    std::string text = host.find(':') == host.npos ? host : "[" + host + "]";
    if (port != (secure ? 443 : 80)) text += ":" + std::to_string(port);
    return text;
}

base::Result<Url> parse_url(std::string_view text) {
    if (text.size() > base::limits::kTargetBytes) return bad_url("is too long");
    auto const scheme_end = text.find("://");
    auto const scheme = text.substr(0, scheme_end);
    Url url;
    url.secure = equal_ignoring_case(scheme, "https");
    if (scheme_end == text.npos || (!url.secure && !equal_ignoring_case(scheme, "http")))
        return bad_url("must begin with http:// or https://");

    auto const rest = text.substr(scheme_end + 3);
    auto const authority = rest.substr(0, rest.find_first_of("/?#"));
    auto const target = rest.substr(authority.size());
    auto const [host, port, bracketed] = split_authority(authority);
    if (!(bracketed ? is_ipv6(host) : is_host_name(host))) return bad_url("has no valid host name");
    url.host = base::to_lower(host);

    url.port = url.secure ? 443 : 80;
    if (!port.empty()) {
        auto const number = base::parse_int<std::uint16_t>(port.substr(1));
        if (!port.starts_with(':') || !number || *number == 0)
            return bad_url("has no valid port number");
        url.port = *number;
    }
    if (!all_of(target, is_target_character))
        return bad_url("holds a character that must be percent-encoded, or a fragment");
    url.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
    return url;
}

}  // namespace farthing::http
