#include "goods/good_fields.hpp"

#include <boost/json/serialize.hpp>

#include "base/json_parts.hpp"

namespace farthing::goods {
namespace {

using base::Errc;
using base::fail;
using base::Result;

std::string named(std::string_view key) {
    return "\"" + std::string(key) + "\"";
}

}  // namespace

Result<GoodFields> GoodFields::parse(std::string_view body) {
    if (body.find_first_not_of(" \t\r\n") == body.npos)
        return fail(Errc::invalid_request,
                    "the body is empty; send the good as a JSON object, such as "
                    R"({"title":"An article","price":4000,...})");
    auto value = base::parse_json(body);
    if (!value) return value.error();
    if (!value->is_object())
        return fail(Errc::invalid_request, "the good must be a JSON object, {...}");
    return GoodFields(std::move(*value), base::json_parts(body));
}

bool GoodFields::is_null(std::string_view key) const {
    auto const* value = object().if_contains(key);
    return value != nullptr && value->is_null();
}

std::string_view GoodFields::number(std::string_view key) const {
    auto const* value = object().if_contains(key);
    if (value == nullptr || !value->is_number()) return {};
    return base::part_of(object(), parts_, key);
}

std::string_view GoodFields::number_or_text(std::string_view key) const {
    auto const written = number(key);
    return written.empty() ? text(key).value_or("") : written;
}

std::optional<std::string_view> GoodFields::text(std::string_view key) const {
    auto const* value = object().if_contains(key);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string_view(value->get_string());
}

Result<void> GoodFields::expect(std::string_view key, std::string_view what) const {
    if (has(key)) return {};
    return fail(Errc::invalid_request, named(key) + " is missing; it must be " + std::string(what));
}

Result<std::string> GoodFields::line(std::string_view key, std::size_t max_bytes) const {
    if (auto const there = expect(key, "a string"); !there) return there.error();
    auto const value = text(key);
    if (!value) return fail(Errc::invalid_request, named(key) + " must be a string");
    bool const has_control = value->find_first_of(std::string_view("\0\r\n", 3)) != value->npos;
    if (value->size() > max_bytes || has_control)
        return fail(Errc::invalid_request, named(key) + " must be one line of at most " +
                                               std::to_string(max_bytes) + " bytes");
    return std::string(*value);
}

Result<base::Secret> GoodFields::secret(std::string_view key) const {
    auto const value = line(key, kMaxSecretBytes);
    if (!value) return value.error();
    if (value->empty())
        return fail(Errc::invalid_request, named(key) + " must not be empty: it protects the good");
    return base::Secret(*value);
}

std::string quoted(std::string_view text) {
    return base::json::serialize(base::json::string_view(text.data(), text.size()));
}

std::string json_list(std::vector<Good> const& goods,
                      void (*append)(std::string& out, Good const& good)) {
    std::string out = "[";
    for (auto const& good : goods) {
        if (out.size() > 1) out += ',';
        append(out, good);
    }
    out += ']';
    return out;
}

}  // namespace farthing::goods
