#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/client.hpp"
#include "http/url.hpp"

/// Between the requests and answers of http::Client and those of the wire.
namespace farthing::net {

struct WireRequest {
    http::Url url;
    std::string text;
};

/// The request as it goes on the wire. invalid_request: its URL or a field makes no sense.
base::Result<WireRequest> to_wire(http::ClientRequest const& request, std::string_view user_agent);

/// Status and fields of an answer.
http::ClientResponse head_of(boost::beast::http::response_header<> const& header);

/// True for an answer that only announces another one.
constexpr bool is_interim(unsigned status) {
    return status / 100 == 1 && status != 101;
}

/// Why there is no answer, as `unavailable`.
base::Error unreachable(http::Url const& url, std::string_view why);
base::Error too_late(http::Url const& url, std::string_view what);

}  // namespace farthing::net
