// Authorization fields from anybody: whoever is named can be written back to the same field.

#include <algorithm>
#include <string>

#include "base/encoding.hpp"
#include "base/ensure.hpp"
#include "http/basic_auth.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = base::as_text({data, size});
    auto const credentials = http::parse_basic_auth(text);
    if (!credentials) {
        // One answer for everything that is wrong.
        base::ensure(credentials.error() == http::parse_basic_auth("").error());
        return 0;
    }
    auto const both = credentials->user + ":" + std::string(credentials->password.reveal());
    base::ensure(credentials->user.find(':') == std::string::npos && base::is_utf8(both));
    base::ensure(std::none_of(both.begin(), both.end(),
                              [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }));
    auto const written = "Basic " + base::to_base64(base::as_bytes(both));
    base::ensure(http::equal_ignoring_case(text.substr(0, 6), "Basic ") &&
                 text.substr(6) == written.substr(6));

    http::Request request;
    base::ensure(!http::basic_credentials(request));
    request.fields.push({"authorization", text});
    base::ensure(http::basic_credentials(request)->user == credentials->user);
    request.fields.push({"Authorization", text});
    base::ensure(!http::basic_credentials(request));
    return 0;
}
