#include "api/goods_list.hpp"

#include <algorithm>
#include <cctype>

#include "api/goods_conditions.hpp"
#include "base/encoding.hpp"
#include "base/numbers.hpp"

namespace farthing::api {
namespace {

using base::Errc;
using base::fail;
using base::Result;
using http::Request;

/// Every good is compared with it.
constexpr std::size_t kMaxPart = 100;

bool is_control(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

/// The decoded value of a parameter that may stand in the query once; empty when it does not.
Result<std::string> parameter(Request const& request, std::string_view name) {
    auto const found = http::query_parameter(request.query, name);
    auto value = http::form_decode(found.value);
    if (found.count <= 1 && value && value->size() <= kMaxPart && base::is_utf8(*value) &&
        std::none_of(value->begin(), value->end(), is_control))
        return std::move(*value);
    return fail(Errc::invalid_request, "\"" + std::string(name) +
                                           "\" may stand in the query once, as percent-encoded "
                                           "UTF-8 of at most " +
                                           std::to_string(kMaxPart) +
                                           " bytes without control characters");
}

Result<std::optional<std::size_t>> read_limit(Request const& request) {
    auto const text = parameter(request, "limit");
    if (!text) return text.error();
    if (text->empty()) return std::optional<std::size_t>();
    auto const number = base::parse_int<std::int64_t>(std::string_view(*text));
    if (number && *number >= 1 && *number <= kMostGoodsPerPage)
        return std::optional(static_cast<std::size_t>(*number));
    return fail(Errc::invalid_request,
                "\"limit\" must be a whole number from 1 to " + std::to_string(kMostGoodsPerPage));
}

Result<std::optional<goods::GoodId>> read_cursor(Request const& request) {
    auto const text = parameter(request, "cursor");
    if (!text) return text.error();
    if (text->empty()) return std::optional<goods::GoodId>();
    auto id = goods::GoodId::parse(*text);
    if (id) return std::optional(std::move(*id));
    return fail(Errc::invalid_request,
                "\"cursor\" must be the id of a good; follow the Link of the page before");
}

Result<goods::Listing> read_listing(Request const& request) {
    auto const limit = read_limit(request);
    if (!limit) return limit.error();
    auto cursor = read_cursor(request);
    if (!cursor) return cursor.error();
    auto title = parameter(request, "title");
    if (!title) return title.error();
    auto url = parameter(request, "url");
    if (!url) return url.error();
    return goods::Listing{.after = std::move(*cursor),
                          .limit = *limit,
                          .title = std::move(*title),
                          .url = std::move(*url)};
}

/// `&name=value`, percent-encoded; nothing for an empty value.
std::string query_item(std::string_view name, std::string_view value) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    if (value.empty()) return {};
    auto item = "&" + std::string(name) + "=";
    for (auto const c : value) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80 && (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_'))
            item += c;
        else
            ((item += '%') += kDigits[byte >> 4]) += kDigits[byte & 15];
    }
    return item;
}

/// Relative to the request (RFC 8288 section 3.1), so that it holds behind any proxy.
std::string link_to_next(GoodsCall const& call, goods::Listing const& listing,
                         goods::GoodId const& last) {
    return "<" + goods_prefix(call.api, call.version) +
           "/goods/?limit=" + std::to_string(*listing.limit) + query_item("cursor", last.text()) +
           query_item("title", listing.title) + query_item("url", listing.url) + ">; rel=\"next\"";
}

}  // namespace

Result<http::Response> list_goods(GoodsCall const& call) {
    auto const listing = read_listing(call.request);
    if (!listing) return listing.error();
    auto wanted = *listing;
    wanted.limit = listing->limit.value_or(kMostGoodsAtOnce) + 1;  // Tells whether there are more.
    auto goods = call.goods.list(call.store.id, wanted);
    bool const goes_on = goods.size() == *wanted.limit;
    if (goes_on && !listing->limit)
        return fail(Errc::invalid_request, "there are more than " +
                                               std::to_string(kMostGoodsAtOnce) +
                                               " goods; read them in pages: ?limit=1000");
    if (goes_on) goods.pop_back();

    auto const tag = entity_tag(goods);
    bool const known = is_known_to_client(call.request, tag);
    auto response = known ? not_modified() : json_response(call.version.list_to_json(goods));
    response.add("ETag", tag);
    if (goes_on) response.add("Link", link_to_next(call, *listing, goods.back().id));
    return response;
}

}  // namespace farthing::api
