#include "goods/good_json.hpp"

#include <boost/json/serialize.hpp>

#include "base/encoding.hpp"
#include "base/json.hpp"

namespace farthing::goods {
namespace {

namespace json = base::json;
using base::Errc;
using base::fail;
using base::JsonReader;
using base::Result;

constexpr std::string_view kAsset = "XLM";

Result<base::Stroops> read_price(JsonReader& reader) {
    auto const price = reader.integer("price");
    if (!price || *price <= 0 || *price > kMaxPrice.value())
        return fail(Errc::invalid_request,
                    "\"price\" must be a positive integer of stroops (10000000 to the lumen)");
    return base::Stroops::of(*price);
}

Result<void> read_asset(JsonReader& reader) {
    auto const asset = reader.text("asset");
    if (!asset || *asset != kAsset)
        return fail(Errc::invalid_request, "\"asset\" must be \"XLM\", the only supported asset");
    return {};
}

/// Text of a bounded length without control characters.
Result<std::string> read_text(JsonReader& reader, std::string_view key, std::size_t max_bytes) {
    auto text = reader.text(key);
    if (!text) return text;
    bool const has_control = text->find_first_of(std::string_view("\0\r\n", 3)) != text->npos;
    if (text->size() > max_bytes || has_control)
        return fail(Errc::invalid_request, "\"" + std::string(key) +
                                               "\" must be one line of at most " +
                                               std::to_string(max_bytes) + " bytes");
    return text;
}

Result<base::Secret> read_secret(JsonReader& reader) {
    auto const text = read_text(reader, "sharedSecret", kMaxSecretBytes);
    if (!text) return text.error();
    if (text->empty())
        return fail(Errc::invalid_request,
                    "\"sharedSecret\" must not be empty: it protects the good");
    return base::Secret(*text);
}

Result<std::string> read_title(JsonReader& reader) {
    return read_text(reader, "title", kMaxTitleBytes);
}

Result<std::string> read_url(JsonReader& reader) {
    return read_text(reader, "url", kMaxUrlBytes);
}

Result<std::optional<ValidityPeriod>> read_validity(JsonReader& reader) {
    auto const* value = reader.raw("purchaseValidityPeriod");
    if (value == nullptr || value->is_null()) return std::optional<ValidityPeriod>();
    // The type that is documented is text; a number can only mean milliseconds.
    auto const period = value->is_int64()    ? validity_period_of(value->get_int64())
                        : value->is_string() ? parse_validity_period(value->get_string())
                                             : parse_validity_period("");
    if (!period) return period.error();
    return std::optional(*period);
}

/// Reads one field of a PATCH into `target` when it is there.
template <class T, class Read>
Result<void> read_if_there(JsonReader& reader, std::string_view key, Read read,
                           std::optional<T>& target) {
    if (!reader.has(key)) return {};
    auto value = read(reader);
    if (!value) return value.error();
    target = std::move(*value);
    return {};
}

json::object to_object(Good const& good) {
    auto const& description = good.description;
    json::object object{{"id", good.id.text()},
                        {"sharedSecret", description.shared_secret.reveal()},
                        {"price", description.price.value()},
                        {"asset", kAsset},
                        {"title", description.title},
                        {"url", description.url}};
    if (description.purchase_validity)
        object["purchaseValidityPeriod"] = description.purchase_validity->count();
    return object;
}

}  // namespace

Result<Description> parse_description(std::string_view body) {
    auto const value = base::parse_json(body);
    if (!value) return value.error();
    auto reader = JsonReader::of(*value, "the good");
    if (!reader) return reader.error();

    auto const price = read_price(*reader);
    if (!price) return price.error();
    if (auto const asset = read_asset(*reader); !asset) return asset.error();
    auto const secret = read_secret(*reader);
    if (!secret) return secret.error();
    auto url = read_url(*reader);
    if (!url) return url.error();
    auto title = read_title(*reader);
    if (!title) return title.error();
    auto const validity = read_validity(*reader);
    if (!validity) return validity.error();

    return Description{.price = *price,
                       .shared_secret = *secret,
                       .url = std::move(*url),
                       .title = std::move(*title),
                       .purchase_validity = *validity};
}

Result<Change> parse_change(std::string_view body) {
    auto const value = base::parse_json(body);
    if (!value) return value.error();
    auto reader = JsonReader::of(*value, "the good");
    if (!reader) return reader.error();

    Change change;
    if (auto const ok = read_if_there(*reader, "price", read_price, change.price); !ok)
        return ok.error();
    if (reader->has("asset"))
        if (auto const ok = read_asset(*reader); !ok) return ok.error();
    if (auto const ok = read_if_there(*reader, "sharedSecret", read_secret, change.shared_secret);
        !ok)
        return ok.error();
    if (auto const ok = read_if_there(*reader, "url", read_url, change.url); !ok) return ok.error();
    if (auto const ok = read_if_there(*reader, "title", read_title, change.title); !ok)
        return ok.error();
    auto const validity = read_validity(*reader);
    if (!validity) return validity.error();
    change.purchase_validity = *validity;
    return change;
}

std::string to_json(Good const& good) {
    return json::serialize(to_object(good));
}

std::string to_json(std::vector<Good> const& goods) {
    json::array array;
    for (auto const& good : goods) array.push_back(to_object(good));
    return json::serialize(array);
}

}  // namespace farthing::goods
