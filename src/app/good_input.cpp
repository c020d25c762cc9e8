#include "app/good_input.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <filesystem>

#include "base/encoding.hpp"
#include "goods/good_json.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;
using base::Errc;
using base::fail;
using base::Result;

constexpr std::array<std::string_view, 10> kFields{
    "id",   "price", "asset",       "sharedSecret", "title", "url", "purchaseValidityPeriod",
    "file", "path",  "content_type"};
constexpr std::string_view kUnit = "XLM";

Result<void> refuse_strangers(json::object const& fields) {
    for (auto const& field : fields)
        if (auto const known = check_field_name(field.key()); !known) return known;
    return {};
}

bool is_none(json::value const* value) {
    return value == nullptr || value->is_null() ||
           (value->is_string() && value->get_string().empty());
}

/// Takes the text of a field that the API does not know out of the object.
Result<std::string> take_text(json::object& fields, std::string_view key) {
    auto const* value = fields.if_contains(key);
    if (is_none(value)) {
        fields.erase(key);
        return std::string();
    }
    if (!value->is_string())
        return fail(Errc::invalid_request, "\"" + std::string(key) + "\" must be a text");
    std::string text(value->get_string());
    fields.erase(key);
    return text;
}

Result<std::optional<goods::GoodId>> take_id(json::object& fields) {
    auto const text = take_text(fields, "id");
    if (!text) return text.error();
    if (text->empty()) return std::optional<goods::GoodId>();
    auto id = goods::GoodId::parse(*text);
    if (!id)
        return fail(Errc::invalid_request, "\"id\" must be the 24 hex characters of a good's id");
    return std::optional(std::move(*id));
}

Result<void> complete_price(json::object& fields) {
    auto const* price = fields.if_contains("price");
    if (is_none(price)) return fail(Errc::invalid_request, "\"price\" is missing");
    if (!price->is_string()) return {};
    auto const stroops = parse_price(std::string_view(price->get_string()));
    if (!stroops) return stroops.error();
    fields["price"] = stroops->value();
    return {};
}

void complete(json::object& fields, std::string_view key, std::string_view otherwise) {
    if (is_none(fields.if_contains(key))) fields[key] = otherwise;
}

}  // namespace

Result<void> check_field_name(std::string_view name) {
    if (std::ranges::find(kFields, name) != kFields.end()) return {};
    return fail(Errc::invalid_request,
                "unknown field \"" + std::string(name) +
                    "\"; a good has price, asset, title, url, sharedSecret, "
                    "purchaseValidityPeriod, id, and in a folder file, path, content_type");
}

Result<base::Stroops> parse_price(std::string_view text) {
    auto const amount = text.substr(0, text.find_first_not_of("0123456789."));
    auto unit = text.substr(amount.size());
    if (unit == " XLM") unit.remove_prefix(1);
    auto price = unit == kUnit  ? base::parse_lumens(amount)
                 : unit.empty() ? base::parse_stroops(amount)
                                : fail(Errc::invalid_request);
    if (price) return price;
    return fail(Errc::invalid_request,
                "\"price\" must be a whole number of stroops such as 4000, or lumens with their "
                "unit such as \"0.0004 XLM\"");
}

Result<GoodInput> read_good_input(json::object fields, base::Random& random) {
    if (auto const known = refuse_strangers(fields); !known) return known.error();
    auto id = take_id(fields);
    if (!id) return id.error();
    auto file = take_text(fields, "file");
    if (!file) return file.error();
    auto path = take_text(fields, "path");
    if (!path) return path.error();
    auto content_type = take_text(fields, "content_type");
    if (!content_type) return content_type.error();
    if (auto const price = complete_price(fields); !price) return price.error();

    bool const secret_given = !is_none(fields.if_contains("sharedSecret"));
    bool const validity_given = fields.if_contains("purchaseValidityPeriod") != nullptr;
    if (is_none(fields.if_contains("purchaseValidityPeriod")))
        fields.erase("purchaseValidityPeriod");
    complete(fields, "asset", kUnit);
    complete(fields, "sharedSecret", base::to_base64url(random.bytes<24>()));
    complete(fields, "url", "");
    if (!file->empty()) complete(fields, "title", std::filesystem::path(*file).filename().string());
    if (is_none(fields.if_contains("title")))
        return fail(Errc::invalid_request, "\"title\" is missing: readers see it before they buy");

    auto description = goods::parse_description(json::serialize(fields));
    if (!description) return description.error();
    return GoodInput{.id = std::move(*id),
                     .description = std::move(*description),
                     .secret_given = secret_given,
                     .validity_given = validity_given,
                     .file = std::move(*file),
                     .path = std::move(*path),
                     .content_type = std::move(*content_type)};
}

json::object to_fields(goods::Description const& description) {
    json::object fields{{"price", description.price.value()},
                        {"asset", kUnit},
                        {"sharedSecret", description.shared_secret.reveal()},
                        {"url", description.url},
                        {"title", description.title}};
    if (description.purchase_validity)
        fields["purchaseValidityPeriod"] = description.purchase_validity->count();
    return fields;
}

}  // namespace farthing::app
