#include "net/response_head.hpp"

#include <array>
#include <charconv>

#include "http/cors.hpp"

namespace farthing::net {
namespace {

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_status_line(std::string& out, int status) {
    if (status == 200) {
        out += "HTTP/1.1 200 OK\r\n";
        return;
    }
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::uint64_t>(status));
    out += ' ';
    out += http::reason_phrase(status);
    out += "\r\n";
}

/// What tells the peer where the body ends. Nothing: where the connection does.
void append_framing(std::string& out, http::Response const& response, bool takes_chunks) {
    if (response.stream() == nullptr) {
        out += "Content-Length: ";
        append_number(out, response.body_size());
        out += "\r\n";
    } else if (takes_chunks) {
        out += "Transfer-Encoding: chunked\r\n";
    }
}

}  // namespace

void append_response_head(std::string& out, http::Response const& response,
                          ResponseHead const& head) {
    append_status_line(out, response.status());
    out += head.date_field;
    if (may_have_body(response.status())) append_framing(out, response, head.takes_chunks);
    out += "X-Request-Id: ";
    out += head.request_id;
    out += "\r\n";
    if (head.close) out += "Connection: close\r\n";
    if (head.cross_origin && !response.fields().names_origin()) out += http::kCrossOriginFields;
    out += response.field_text();
    out += "\r\n";
}

}  // namespace farthing::net
