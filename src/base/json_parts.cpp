#include "base/json_parts.hpp"

#include <algorithm>

namespace farthing::base {
namespace {

constexpr bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void skip_space(std::string_view& text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
}

/// Whether an odd number of backslashes stands before it.
bool is_escaped(std::string_view text, std::size_t at) {
    auto const before = text.substr(0, at);
    auto const other = before.find_last_not_of('\\');
    return (at - (other == before.npos ? 0 : other + 1)) % 2 == 1;
}

/// The length of the string that `text` begins with, its quotes included.
std::size_t string_size(std::string_view text) {
    auto at = text.find('"', 1);
    while (at != text.npos && is_escaped(text, at)) at = text.find('"', at + 1);
    return at == text.npos ? text.size() : at + 1;
}

/// The length of the object or array that `text` begins with.
std::size_t nested_size(std::string_view text) {
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = text[at];
        at += c == '"' ? string_size(text.substr(at)) : 1;
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && --depth == 0) return at;
    }
    return text.size();
}

std::size_t value_size(std::string_view text) {
    if (text.starts_with('"')) return string_size(text);
    if (text.starts_with('{') || text.starts_with('[')) return nested_size(text);
    return std::min(text.find_first_of(" \t\r\n,]}"), text.size());
}

std::string_view take(std::string_view& text, std::size_t size) {
    auto const part = text.substr(0, size);
    text.remove_prefix(part.size());
    skip_space(text);
    return part;
}

}  // namespace

std::vector<std::string_view> json_parts(std::string_view text) {
    std::vector<std::string_view> parts;
    skip_space(text);
    bool const is_object = text.starts_with('{');
    if (!is_object && !text.starts_with('[')) return parts;
    take(text, 1);
    while (!text.empty() && text.front() != '}' && text.front() != ']') {
        if (is_object) {
            take(text, string_size(text));
            take(text, 1);  // The colon.
        }
        parts.push_back(take(text, value_size(text)));
        if (text.starts_with(',')) take(text, 1);
    }
    return parts;
}

/// An object keeps its fields in the order of the text, and no key comes twice.
std::string_view part_of(json::object const& object, std::vector<std::string_view> const& parts,
                         std::string_view key) {
    auto const* found = object.find(key);
    if (found == object.end()) return {};
    return parts.at(static_cast<std::size_t>(found - object.begin()));
}

}  // namespace farthing::base
