#include "http/request.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/ensure.hpp"
#include "http/characters.hpp"

namespace farthing::http {
namespace {

enum class Plus { itself, space };

std::optional<std::string> decode(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::space) {
            decoded += ' ';
        } else if (text[i] != '%') {
            decoded += text[i];
        } else {
            if (text.size() - i < 3) return std::nullopt;
            int const high = hex_value(text[i + 1]);
            int const low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return decoded;
}

}  // namespace

std::optional<std::string_view> Request::field(std::string_view name) const {
    for (auto const& field : fields)
        if (equal_ignoring_case(field.name, name)) return field.value;
    return std::nullopt;
}

std::size_t Request::count(std::string_view name) const {
    auto const named = [name](Field const& field) { return equal_ignoring_case(field.name, name); };
    return static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), named));
}

std::string_view Request::parameter(std::string_view name) const {
    auto const named = [name](Field const& parameter) { return parameter.name == name; };
    auto const* const found = std::find_if(parameters.begin(), parameters.end(), named);
    base::ensure(found != parameters.end());
    return found->value;
}

QueryParameter query_parameter(std::string_view query, std::string_view name) {
    QueryParameter found;
    while (!query.empty()) {
        auto const item = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(item.size() + 1, query.size()));
        auto const equals = item.find('=');
        if (item.substr(0, equals) != name) continue;
        if (found.count++ == 0 && equals != item.npos) found.value = item.substr(equals + 1);
    }
    return found;
}

std::optional<std::string> percent_decode(std::string_view text) {
    return decode(text, Plus::itself);
}

std::optional<std::string> form_decode(std::string_view text) {
    return decode(text, Plus::space);
}

std::string percent_encode(std::string_view text, std::string_view kept) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    constexpr std::string_view kUnreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (auto const c : text) {
        if (kUnreserved.find(c) != text.npos || kept.find(c) != text.npos) {
            encoded += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            encoded.append(1, '%').append(1, kDigits[byte >> 4]).append(1, kDigits[byte & 15]);
        }
    }
    return encoded;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    auto const equal = [](char x, char y) { return base::to_lower(x) == base::to_lower(y); };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), equal);
}

}  // namespace farthing::http
