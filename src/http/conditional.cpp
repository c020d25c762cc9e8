#include "http/conditional.hpp"

#include <algorithm>
#include <optional>

#include "http/characters.hpp"
#include "http/date.hpp"

namespace farthing::http {
namespace {

constexpr bool is_tag_character(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte == 0x21 || (byte >= 0x23 && byte != 0x7f);
}

bool is_weak(std::string_view tag) {
    return tag.starts_with("W/");
}

std::string_view opaque(std::string_view tag) {
    return is_weak(tag) ? tag.substr(2) : tag;
}

/// Takes the next tag off a list. Empty at the end and at a fault; a tag may hold commas, so the
/// list is not split at them.
std::string_view take_tag(std::string_view& list) {
    list.remove_prefix(std::min(list.find_first_not_of(" \t,"), list.size()));
    auto const open = list.find('"');
    auto const close = open == list.npos ? list.npos : list.find('"', open + 1);
    if (close == list.npos) return {};
    auto const tag = list.substr(0, close + 1);
    list.remove_prefix(tag.size());
    auto const next = list.find_first_not_of(" \t");
    bool const ends = next == list.npos || list[next] == ',';
    return ends && is_entity_tag(tag) ? tag : std::string_view();
}

template <class Equal>
bool names(std::string_view field, std::string_view current, Equal equal) {
    if (current.empty()) return false;
    if (trim(field) == "*") return true;
    for (auto tag = take_tag(field); !tag.empty(); tag = take_tag(field))
        if (equal(tag, current)) return true;
    return false;
}

template <class Equal>
bool any_names(Request const& request, std::string_view name, std::string_view current,
               Equal equal) {
    return std::ranges::any_of(request.fields, [&](Field const& field) {
        return equal_ignoring_case(field.name, name) && names(field.value, current, equal);
    });
}

}  // namespace

bool is_entity_tag(std::string_view text) {
    auto const tag = opaque(text);
    if (tag.size() < 2 || !tag.starts_with('"') || !tag.ends_with('"')) return false;
    return std::all_of(tag.begin() + 1, tag.end() - 1, is_tag_character);
}

bool strongly_equal(std::string_view a, std::string_view b) {
    return a == b && !is_weak(a);
}

bool weakly_equal(std::string_view a, std::string_view b) {
    return opaque(a) == opaque(b);
}

bool none_match_names(std::string_view field, std::string_view current) {
    return names(field, current, weakly_equal);
}

bool match_names(std::string_view field, std::string_view current) {
    return names(field, current, strongly_equal);
}

bool none_match_names(Request const& request, std::string_view current) {
    return any_names(request, "If-None-Match", current, weakly_equal);
}

bool match_names(Request const& request, std::string_view current) {
    return any_names(request, "If-Match", current, strongly_equal);
}

bool if_range_holds(std::string_view field, std::string_view current,
                    std::string_view last_modified) {
    auto const validator = trim(field);
    if (is_entity_tag(validator)) return strongly_equal(validator, current);
    return !last_modified.empty() && validator == last_modified;
}

namespace {

/// Whether the representation has changed after the date of a field. Nothing when there is no such
/// date.
std::optional<bool> modified_since(Request const& request, std::string_view name,
                                   base::Timestamp modified) {
    auto const field = request.field(name);
    auto const date = field ? parse_date(*field) : std::nullopt;
    if (!date) return std::nullopt;
    return modified.seconds() > date->seconds();
}

}  // namespace

Precondition check_preconditions(Request const& request, std::string_view etag,
                                 base::Timestamp modified) {
    if (request.field("If-Match")) {
        if (!match_names(request, etag)) return Precondition::failed;
    } else if (modified_since(request, "If-Unmodified-Since", modified).value_or(false)) {
        return Precondition::failed;
    }
    bool fresh = false;
    if (request.field("If-None-Match"))
        fresh = none_match_names(request, etag);
    else
        fresh = !modified_since(request, "If-Modified-Since", modified).value_or(true);
    return fresh ? Precondition::not_modified : Precondition::holds;
}

}  // namespace farthing::http
