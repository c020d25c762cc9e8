#include "http/basic_auth.hpp"

#include <string.h>

#include <algorithm>

#include "base/ascii.hpp"
#include "base/encoding.hpp"

namespace farthing::http {
namespace {

constexpr std::size_t kBase64Bytes = 1024;

base::Error refused() {
    return base::fail(base::Errc::unauthorized, "Unauthorized Request");
}

}  // namespace

base::Result<BasicCredentials> parse_basic_auth(std::string_view authorization) {
    constexpr std::string_view kScheme = "Basic ";
    if (!equal_ignoring_case(authorization.substr(0, kScheme.size()), kScheme)) return refused();
    auto const encoded = authorization.substr(kScheme.size());
    if (encoded.size() > kBase64Bytes) return refused();

    auto decoded = base::from_base64(encoded);
    if (!decoded || decoded->empty()) return refused();
    base::Secret const both(base::as_text(*decoded));  // Wiped when it goes, as is the copy below.
    explicit_bzero(decoded->data(), decoded->size());

    auto const text = both.reveal();
    auto const colon = text.find(':');
    if (colon == text.npos || !base::is_utf8(text)) return refused();
    if (std::any_of(text.begin(), text.end(), base::is_control)) return refused();
    return BasicCredentials{.user = std::string(text.substr(0, colon)),
                            .password = base::Secret(text.substr(colon + 1))};
}

base::Result<BasicCredentials> basic_credentials(Request const& request) {
    if (request.count("Authorization") != 1) return refused();
    return parse_basic_auth(*request.field("Authorization"));
}

}  // namespace farthing::http
