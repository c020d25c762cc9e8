#include "net/client_message.hpp"

#include "http/characters.hpp"

namespace farthing::net {
namespace {

base::Result<void> check_fields(http::ClientRequest const& request) {
    for (auto const& [name, value] : request.fields)
        if (!http::is_token(name) || !http::is_field_value(value))
            return base::fail(base::Errc::invalid_request,
                              "a header field holds a forbidden character");
    return {};
}

std::string render(http::ClientRequest const& request, http::Url const& url,
                   std::string_view user_agent) {
    std::string text(http::to_text(request.method));
    text += " " + url.target + " HTTP/1.1\r\nHost: " + url.authority() + "\r\n";
    text.append("User-Agent: ").append(user_agent).append("\r\n");
    bool const carries = request.method == http::Method::post ||
                         request.method == http::Method::put ||
                         request.method == http::Method::patch;
    if (carries || !request.body.empty())
        text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    for (auto const& [name, value] : request.fields)
        text.append(name).append(": ").append(value).append("\r\n");
    return text + "\r\n" + request.body;
}

}  // namespace

base::Result<WireRequest> to_wire(http::ClientRequest const& request, std::string_view user_agent) {
    auto url = http::parse_url(request.url);
    if (!url) return url.error();
    if (auto const fields = check_fields(request); !fields) return fields.error();
    auto text = render(request, *url, user_agent);
    return WireRequest{.url = std::move(*url), .text = std::move(text)};
}

http::ClientResponse head_of(boost::beast::http::response_header<> const& header) {
    http::ClientResponse response;
    response.status = static_cast<int>(header.result_int());
    for (auto const& field : header)
        response.fields.emplace_back(field.name_string(), field.value());
    return response;
}

base::Error unreachable(http::Url const& url, std::string_view why) {
    return base::fail(base::Errc::unavailable, url.host + ": " + std::string(why));
}

base::Error too_late(http::Url const& url, std::string_view what) {
    return base::fail(base::Errc::timed_out, url.host + ": " + std::string(what));
}

}  // namespace farthing::net
