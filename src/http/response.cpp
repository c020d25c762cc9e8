#include "http/response.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "http/characters.hpp"
#include "http/request.hpp"

namespace farthing::http {
namespace {

struct Phrase {
    int status;
    std::string_view text;
};

constexpr std::array kPhrases{
    Phrase{100, "Continue"},
    Phrase{101, "Switching Protocols"},
    Phrase{200, "OK"},
    Phrase{201, "Created"},
    Phrase{202, "Accepted"},
    Phrase{204, "No Content"},
    Phrase{206, "Partial Content"},
    Phrase{301, "Moved Permanently"},
    Phrase{302, "Found"},
    Phrase{303, "See Other"},
    Phrase{304, "Not Modified"},
    Phrase{307, "Temporary Redirect"},
    Phrase{308, "Permanent Redirect"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{402, "Payment Required"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{406, "Not Acceptable"},
    Phrase{408, "Request Timeout"},
    Phrase{409, "Conflict"},
    Phrase{410, "Gone"},
    Phrase{411, "Length Required"},
    Phrase{412, "Precondition Failed"},
    Phrase{413, "Content Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{416, "Range Not Satisfiable"},
    Phrase{417, "Expectation Failed"},
    Phrase{421, "Misdirected Request"},
    Phrase{422, "Unprocessable Content"},
    Phrase{426, "Upgrade Required"},
    Phrase{428, "Precondition Required"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"},
    Phrase{502, "Bad Gateway"},
    Phrase{503, "Service Unavailable"},
    Phrase{504, "Gateway Timeout"},
    Phrase{505, "HTTP Version Not Supported"},
};

}  // namespace

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

FieldBlock& FieldBlock::add(std::string_view name, std::string_view value) {
    if (!is_token(name) || !is_field_value(value))
        throw std::invalid_argument("a header field holds a forbidden character");
    text_.append(name).append(": ").append(value).append("\r\n");
    names_origin_ = names_origin_ || equal_ignoring_case(name, "Access-Control-Allow-Origin");
    return *this;
}

FieldBlock& FieldBlock::add(FieldBlock const& other) {
    text_ += other.text_;
    names_origin_ = names_origin_ || other.names_origin_;
    return *this;
}

void FieldBlock::clear() {
    text_.clear();
    names_origin_ = false;
}

std::string_view FieldBlock::field(std::string_view name) const {
    std::string_view rest = text_;
    while (!rest.empty()) {
        auto const line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(line.size() + 2);
        auto const colon = line.find(": ");
        if (equal_ignoring_case(line.substr(0, colon), name)) return line.substr(colon + 2);
    }
    return {};
}

namespace {

std::uint64_t size_of(FileParts const& body) {
    std::uint64_t size = body.end.size();
    for (auto const& part : body.parts) size += part.head.size() + part.slice.length;
    return size;
}

}  // namespace

std::uint64_t Response::body_size() const {
    if (auto const* slice = std::get_if<FileSlice>(&body_)) return slice->length;
    if (auto const* parts = std::get_if<FileParts>(&body_)) return size_of(*parts);
    return body_text().size();
}

std::string_view Response::body_text() const {
    if (auto const* own = std::get_if<std::string>(&body_)) return *own;
    if (auto const* lasting = std::get_if<std::string_view>(&body_)) return *lasting;
    if (auto const* shared = std::get_if<SharedText>(&body_)) return shared->text;
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

std::string_view reason_phrase(int status) {
    auto const has_status = [status](Phrase const& phrase) { return phrase.status == status; };
    auto const* const found = std::find_if(kPhrases.begin(), kPhrases.end(), has_status);
    return found == kPhrases.end() ? "Unknown" : found->text;
}

}  // namespace farthing::http
