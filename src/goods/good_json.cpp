#include "goods/good_json.hpp"

#include "goods/good_fields.hpp"
#include "goods/price.hpp"

namespace farthing::goods {
namespace {

using base::Errc;
using base::fail;
using base::Result;

constexpr std::string_view kAsset = "XLM";
constexpr std::string_view kValidity = "purchaseValidityPeriod";

Result<void> check_asset(GoodFields const& fields) {
    if (auto const there = fields.expect("asset", "\"XLM\""); !there) return there;
    if (fields.text("asset") == kAsset) return {};
    return fail(Errc::invalid_request, "\"asset\" must be \"XLM\", the only supported asset");
}

/// The documents say text; a number can only mean milliseconds.
Result<std::optional<ValidityPeriod>> read_validity(GoodFields const& fields) {
    if (!fields.has(kValidity) || fields.is_null(kValidity)) return std::optional<ValidityPeriod>();
    auto const number = fields.number(kValidity);
    auto const period = number.empty() ? parse_validity_period(fields.text(kValidity).value_or(""))
                                       : parse_validity_number(number);
    if (!period) return period.error();
    return std::optional(*period);
}

/// By hand, because a list may have ten thousand: an object of JSON for each costs as much again as
/// all else.
void append(std::string& out, Good const& good) {
    auto const& description = good.description;
    out.append(R"({"id":")").append(good.id.text());
    out.append(R"(","sharedSecret":)").append(quoted(description.shared_secret.reveal()));
    out.append(R"(,"price":)").append(std::to_string(description.price.value()));
    out.append(R"(,"asset":"XLM","title":)").append(quoted(description.title));
    out.append(R"(,"url":)").append(quoted(description.url));
    if (description.purchase_validity)
        out.append(R"(,"purchaseValidityPeriod":)")
            .append(std::to_string(description.purchase_validity->count()));
    out += '}';
}

Result<Change> read_change(GoodFields const& fields) {
    Change change;
    auto const price = read_if(
        fields.has("price"), [&] { return parse_price(fields.number_or_text("price")); },
        change.price);
    if (!price) return price.error();
    auto const secret = read_if(
        fields.has("sharedSecret"), [&] { return fields.secret("sharedSecret"); },
        change.shared_secret);
    if (!secret) return secret.error();
    auto const url = read_if(
        fields.has("url"), [&] { return fields.url(); }, change.url);
    if (!url) return url.error();
    auto const title = read_if(
        fields.has("title"), [&] { return fields.title(); }, change.title);
    if (!title) return title.error();
    auto const validity = read_if(
        fields.has(kValidity), [&] { return read_validity(fields); }, change.purchase_validity);
    if (!validity) return validity.error();
    return change;
}

}  // namespace

Result<Description> parse_description(std::string_view body) {
    auto const fields = GoodFields::parse(body);
    if (!fields) return fields.error();
    if (auto const there = fields->expect("price", "a number of stroops"); !there)
        return there.error();
    auto const price = parse_price(fields->number_or_text("price"));
    if (!price) return price.error();
    if (auto const asset = check_asset(*fields); !asset) return asset.error();
    auto secret = fields->secret("sharedSecret");
    if (!secret) return secret.error();
    auto url = fields->url();
    if (!url) return url.error();
    auto title = fields->title();
    if (!title) return title.error();
    auto const validity = read_validity(*fields);
    if (!validity) return validity.error();
    return Description{.price = *price,
                       .shared_secret = std::move(*secret),
                       .url = std::move(*url),
                       .title = std::move(*title),
                       .purchase_validity = *validity};
}

Result<Change> parse_replacement(std::string_view body) {
    auto description = parse_description(body);
    if (!description) return description.error();
    return replacement_by(std::move(*description));
}

Result<Change> parse_change(std::string_view body) {
    auto const fields = GoodFields::parse(body);
    if (!fields) return fields.error();
    if (fields->has("asset"))
        if (auto const asset = check_asset(*fields); !asset) return asset.error();
    return read_change(*fields);
}

std::string to_json(Good const& good) {
    std::string out;
    append(out, good);
    return out;
}

std::string to_json(std::vector<Good> const& goods) {
    return json_list(goods, append);
}

}  // namespace farthing::goods
