#pragma once

#include <string_view>

/// The character classes of RFC 9110 section 5.
namespace farthing::http {

/// A field name, method or other word: at least one of the characters of `token`.
bool is_token(std::string_view text);

/// What a field may hold: visible ASCII, bytes from 0x80 on, spaces and tabs; no other control
/// character.
bool is_field_value(std::string_view text);

/// The value of a hex digit in either case, or -1.
constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The text without spaces and tabs at both ends.
std::string_view trim(std::string_view text);

/// Takes the next element off a comma-separated list, trimmed. It may be empty.
std::string_view take_element(std::string_view& list);

}  // namespace farthing::http
