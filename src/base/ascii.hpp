#pragma once

#include <string>
#include <string_view>

/// ASCII's characters, whatever the locale. Bytes from 0x80 on belong to no class and have no case.
namespace farthing::base {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_alphanumeric(char c) {
    return is_digit(c) || is_letter(c);
}

/// DEL is one too.
constexpr bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr char to_upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

inline std::string to_lower(std::string_view text) {
    std::string lower(text);
    for (auto& c : lower) c = to_lower(c);
    return lower;
}

/// Takes the digits off the beginning of a text; there may be none.
inline std::string_view take_digits(std::string_view& text) {
    auto const digits = text.substr(0, text.find_first_not_of("0123456789"));
    text.remove_prefix(digits.size());
    return digits;
}

}  // namespace farthing::base
