// URLs and queries from anybody: what reads is in one piece when it is put together again, and
// decoding neither grows a text nor changes one that holds nothing to decode.

#include "http/url.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "http/request.hpp"

using namespace farthing;

namespace {

bool is_visible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

void check_url(std::string_view text) {
    auto const url = http::parse_url(text);
    if (!url) return base::ensure(!url.error().message.empty());
    base::ensure(url->port != 0 && !url->host.empty() && url->target.starts_with('/'));
    base::ensure(url->host.find_first_of("/?#@[]") == url->host.npos);
    base::ensure(is_visible(url->host) && is_visible(url->target));
    base::ensure(url->target.find('#') == url->target.npos);

    auto const again =
        http::parse_url((url->secure ? "https://" : "http://") + url->authority() + url->target);
    // Only a path that was left out can make it too long.
    if (!again) return base::ensure(text.size() + 1 > base::limits::kTargetBytes);
    base::ensure(again->secure == url->secure && again->host == url->host);
    base::ensure(again->port == url->port && again->target == url->target);
}

void check_decoding(std::string_view text) {
    auto const percent = http::percent_decode(text);
    auto const form = http::form_decode(text);
    base::ensure(percent.has_value() == form.has_value());
    if (!percent) return base::ensure(text.find('%') != text.npos);
    auto const escapes = static_cast<std::size_t>(std::count(text.begin(), text.end(), '%'));
    base::ensure(percent->size() == text.size() - 2 * escapes && form->size() == percent->size());
    base::ensure(escapes > 0 || *percent == text);
    base::ensure(text.find('+') != text.npos || *form == *percent);
}

void check_query(std::string_view query) {
    auto const end = query.find_first_of("=&");
    auto const first = http::query_parameter(query, query.substr(0, end));
    if (query.empty()) return base::ensure(first.count == 0);
    // A name asked for as it stands there is found.
    base::ensure(first.count > 0 && first.value.find('&') == first.value.npos);
    auto const items = 1 + static_cast<std::size_t>(std::count(query.begin(), query.end(), '&'));
    base::ensure(first.count <= items);
    base::ensure(http::query_parameter(query, "a&b").count == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = base::as_text({data, size});
    check_url(text);
    check_decoding(text);
    check_query(text);
    return 0;
}
