#include "http/response.hpp"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "http/characters.hpp"
#include "http/request.hpp"

namespace farthing::http {

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Response& Response::add(std::string_view name, std::string_view value) {
    if (!is_token(name) || !is_field_value(value))
        throw std::invalid_argument("a header field holds a forbidden character");
    fields_.append(name).append(": ").append(value).append("\r\n");
    return *this;
}

std::string_view Response::field(std::string_view name) const {
    std::string_view rest = fields_;
    while (!rest.empty()) {
        auto const line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(line.size() + 2);
        auto const colon = line.find(": ");
        if (equal_ignoring_case(line.substr(0, colon), name)) return line.substr(colon + 2);
    }
    return {};
}

std::uint64_t Response::body_size() const {
    if (auto const* slice = std::get_if<FileSlice>(&body_)) return slice->length;
    return body_text().size();
}

std::string_view Response::body_text() const {
    if (auto const* own = std::get_if<std::string>(&body_)) return *own;
    if (auto const* lasting = std::get_if<std::string_view>(&body_)) return *lasting;
    return {};
}

void Response::clear() {
    status_ = 200;
    fields_.clear();
    if (auto* own = std::get_if<std::string>(&body_))
        own->clear();
    else
        body_.emplace<std::string>();
}

std::string_view reason_phrase(int status) {  // long: a table
    switch (status) {
        case 100:
            return "Continue";
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 411:
            return "Length Required";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Unknown";
    }
}

}  // namespace farthing::http
