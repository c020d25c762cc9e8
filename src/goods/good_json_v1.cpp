#include "goods/good_json_v1.hpp"

#include "goods/good_fields.hpp"
#include "goods/price.hpp"

namespace farthing::goods::v1 {
namespace {

using base::Result;

constexpr std::string_view kSecret = "secret";
constexpr std::string_view kSharedSecret = "sharedSecret";

bool has_secret(GoodFields const& fields) {
    return fields.has(kSecret) || fields.has(kSharedSecret);
}

Result<base::Secret> read_secret(GoodFields const& fields) {
    auto secret = fields.secret(fields.has(kSecret) ? kSecret : kSharedSecret);
    if (!secret || !fields.has(kSecret) || !fields.has(kSharedSecret)) return secret;
    auto shared = fields.secret(kSharedSecret);
    if (!shared) return shared;
    if (!(*secret == *shared))
        return base::fail(base::Errc::invalid_request,
                          "\"secret\" and \"sharedSecret\" are one field; leave one of them out");
    return secret;
}

Result<Satoshis> read_price(GoodFields const& fields) {
    if (auto const there = fields.expect("price", "a number of satoshis"); !there)
        return there.error();
    return parse_satoshi_price(fields.number_or_text("price"));
}

Result<Change> read_change(GoodFields const& fields) {
    Change change;
    auto const price = read_if(
        fields.has("price"), [&] { return read_price(fields); }, change.satoshis);
    if (!price) return price.error();
    if (change.satoshis) change.price = in_stroops(*change.satoshis);
    auto const secret = read_if(
        has_secret(fields), [&] { return read_secret(fields); }, change.shared_secret);
    if (!secret) return secret.error();
    auto const url = read_if(
        fields.has("url"), [&] { return fields.url(); }, change.url);
    if (!url) return url.error();
    auto const title = read_if(
        fields.has("title"), [&] { return fields.title(); }, change.title);
    if (!title) return title.error();
    return change;
}

void append(std::string& out, Good const& good) {
    auto const& description = good.description;
    auto const secret = quoted(description.shared_secret.reveal());
    out.append(R"({"id":")").append(good.id.text());
    out.append(R"(","secret":)").append(secret);
    out.append(R"(,"sharedSecret":)").append(secret);
    out.append(R"(,"price":)").append(std::to_string(shown_satoshis(description).value()));
    out.append(R"(,"title":)").append(quoted(description.title));
    out.append(R"(,"url":)").append(quoted(description.url)).append("}");
}

}  // namespace

Result<Description> parse_description(std::string_view body) {
    auto change = parse_replacement(body);
    if (!change) return change.error();
    return Description{.price = *change->price,
                       .shared_secret = std::move(*change->shared_secret),
                       .url = std::move(*change->url),
                       .title = std::move(*change->title),
                       .satoshis = change->satoshis};
}

Result<Change> parse_replacement(std::string_view body) {
    auto const fields = GoodFields::parse(body);
    if (!fields) return fields.error();
    auto const price = read_price(*fields);
    if (!price) return price.error();
    auto secret = read_secret(*fields);
    if (!secret) return secret.error();
    auto url = fields->url();
    if (!url) return url.error();
    auto title = fields->title();
    if (!title) return title.error();
    return Change{.price = in_stroops(*price),
                  .shared_secret = std::move(*secret),
                  .url = std::move(*url),
                  .title = std::move(*title),
                  .satoshis = *price};
}

Result<Change> parse_change(std::string_view body) {
    auto const fields = GoodFields::parse(body);
    if (!fields) return fields.error();
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

}  // namespace farthing::goods::v1
