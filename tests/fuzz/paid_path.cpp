// Paths and dates of requests from anybody: a path leads to a good or to nothing, never past what
// was sold, and where two servers could read it differently it leads to nothing.

#include <algorithm>

#include "base/bytes.hpp"
#include "base/encoding.hpp"
#include "base/ensure.hpp"
#include "delivery/catalogue.hpp"
#include "delivery/content_type.hpp"
#include "http/characters.hpp"
#include "http/date.hpp"
#include "http/request.hpp"

using namespace farthing;

namespace {

delivery::Catalogue const& catalogue() {
    static delivery::Catalogue const goods(
        {{.path = "/paid/a.html", .item = {.file = "a.html"}},
         {.path = "/film", .item = {.file = "film", .is_folder = true}},
         {.path = "/film/extra", .item = {.file = "extra", .is_folder = true}}});
    return goods;
}

/// No part of it is empty, hidden or a way out.
void check_member(std::string_view member) {
    while (!member.empty()) {
        auto const part = member.substr(0, member.find('/'));
        base::ensure(!part.empty() && part.front() != '.' && part.find('\\') == part.npos);
        base::ensure(part.find('\0') == part.npos && base::is_utf8(part));
        member.remove_prefix(std::min(part.size() + 1, member.size()));
    }
}

void check_path(std::string_view path) {
    if (auto const decoded = delivery::decode_path(path)) {
        base::ensure(delivery::is_good_path(*decoded));
        base::ensure(delivery::decode_path(http::percent_encode(*decoded, "/")) == decoded);
    }
    auto const place = catalogue().find(path);
    if (!place) return;
    base::ensure(place->good != nullptr && path.starts_with('/'));
    if (!place->good->item().is_folder) base::ensure(place->member.empty());
    check_member(place->member);
}

void check_name(std::string_view name) {
    auto const disposition = delivery::content_disposition(true, name);
    base::ensure(disposition.starts_with("attachment") && http::is_field_value(disposition));
    base::ensure(std::ranges::all_of(disposition, [](char c) { return c >= ' ' && c < 0x7f; }));
    base::ensure(!delivery::content_type_of(name).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > 8'192) return 0;
    auto const text = base::as_text({data, size});
    check_path(text);
    check_name(text);
    if (auto const date = http::parse_date(text); date && *date >= base::Timestamp())
        base::ensure(http::parse_date(base::to_http_date(*date)) == date);
    return 0;
}
