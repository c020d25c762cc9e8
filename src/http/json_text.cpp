#include "http/json_text.hpp"

#include <array>

#include "base/encoding.hpp"

namespace farthing::http {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void append_escape(std::string& out, unsigned char byte) {
    out += "\\u00";
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    bool const utf8 = base::is_utf8(text);
    out += '"';
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f || (byte > 0x7f && !utf8)) {
            append_escape(out, byte);
        } else {
            out += c;
        }
    }
    out += '"';
}

}  // namespace farthing::http
