#include "http/characters.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

namespace farthing::http {
namespace {

constexpr auto kTokenCharacters = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 256; ++c) table[c] = base::is_alphanumeric(static_cast<char>(c));
    for (char const c :
         {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

constexpr auto kValueCharacters = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 256; ++c) table[c] = c == '\t' || (c >= 0x20 && c != 0x7f);
    return table;
}();

bool all_of(std::string_view text, std::array<bool, 256> const& table) {
    return std::all_of(text.begin(), text.end(),
                       [&table](char c) { return table[static_cast<unsigned char>(c)]; });
}

}  // namespace

bool is_token(std::string_view text) {
    return !text.empty() && all_of(text, kTokenCharacters);
}

bool is_field_value(std::string_view text) {
    return all_of(text, kValueCharacters);
}

std::string_view trim(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view take_element(std::string_view& list) {
    auto const element = list.substr(0, list.find(','));
    list.remove_prefix(std::min(element.size() + 1, list.size()));
    return trim(element);
}

}  // namespace farthing::http
