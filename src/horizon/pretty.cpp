#include "horizon/pretty.hpp"

#include <boost/json/serialize.hpp>

namespace farthing::horizon {
namespace {

namespace json = base::json;

constexpr std::size_t kIndent = 2;

void write(std::string& out, json::value const& value, std::size_t level);

void new_line(std::string& out, std::size_t level) {
    out.push_back('\n');
    out.append(level * kIndent, ' ');
}

void write_member(std::string& out, json::value const& value, std::size_t level) {
    write(out, value, level);
}

void write_member(std::string& out, json::key_value_pair const& member, std::size_t level) {
    out.append(json::serialize(json::string(member.key()))).append(": ");
    write(out, member.value(), level);
}

template <class Members>
void write_members(std::string& out, Members const& members, std::size_t level) {
    bool first = true;
    for (auto const& member : members) {
        if (!first) out.push_back(',');
        first = false;
        new_line(out, level + 1);
        write_member(out, member, level + 1);
    }
    new_line(out, level);
}

void write(std::string& out, json::value const& value, std::size_t level) {
    auto const* object = value.if_object();
    auto const* array = value.if_array();
    bool const is_nested =
        (object != nullptr && !object->empty()) || (array != nullptr && !array->empty());
    if (!is_nested) {
        out.append(json::serialize(value));
        return;
    }
    out.push_back(object != nullptr ? '{' : '[');
    if (object != nullptr) write_members(out, *object, level);
    if (array != nullptr) write_members(out, *array, level);
    out.push_back(object != nullptr ? '}' : ']');
}

}  // namespace

std::string pretty(json::value const& value) {
    std::string out;
    write(out, value, 0);
    out.push_back('\n');
    return out;
}

}  // namespace farthing::horizon
